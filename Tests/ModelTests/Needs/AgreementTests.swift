import Foundation
import Model
import Testing

/// Every step in an agreement, by whom it may be taken and when.
@Suite struct AgreementTests {
  private static let share = AgreementTerms.Share(amount("4"), .hour)
  private static let plain = AgreementTerms(primary: share)
  private static let twofold = AgreementTerms(primary: share, reciprocal: share)

  private static func amount(_ text: String) -> Amount {
    guard let amount = Amount(text) else { preconditionFailure("An amount.") }
    return amount
  }

  private static func deed(
    _ uri: String,
    _ party: Agreement.Party,
    _ amount: String = "4"
  ) -> Agreement.Deed {
    Agreement.Deed(uri: uri, by: party, self.amount(amount), on: Day(number: 20_000))
  }

  private func accepted(_ terms: AgreementTerms = plain) throws -> Agreement {
    try Agreement(terms).after(.accept, by: .author, isOpen: true)
  }

  private func isRefused(
    _ agreement: Agreement,
    _ step: Agreement.Step,
    by party: Agreement.Party,
    isOpen: Bool = true
  ) -> Bool {
    (try? agreement.after(step, by: party, isOpen: isOpen)) == nil
  }

  @Test func `From the answer to both having confirmed`() throws {
    var agreement = Agreement(Self.plain)
    #expect(agreement.stage == .offered)

    agreement = try agreement.after(.accept, by: .author, isOpen: true)
    #expect(agreement.stage == .accepted)
    agreement = try agreement.after(
      .state(.primary, Self.deed("d", .proposer, "3.5")),
      by: .proposer,
      isOpen: false
    )
    #expect(agreement.stage == .accepted)
    agreement = try agreement.after(.confirm("d"), by: .author, isOpen: false)

    #expect(agreement.stage == .fulfilled)
    #expect(agreement.primary.deed?.amount == Self.amount("3.5"))
  }

  @Test func `What is given in return is to be done and confirmed as well`() throws {
    var agreement = try accepted(Self.twofold)
    agreement = try agreement.after(
      .state(.primary, Self.deed("a", .proposer)),
      by: .proposer,
      isOpen: true
    )
    agreement = try agreement.after(.confirm("a"), by: .author, isOpen: true)
    #expect(agreement.stage == .accepted)

    agreement = try agreement.after(
      .state(.reciprocal, Self.deed("b", .author)),
      by: .author,
      isOpen: true
    )
    #expect(isRefused(agreement, .confirm("b"), by: .author))
    agreement = try agreement.after(.confirm("b"), by: .proposer, isOpen: true)

    #expect(agreement.stage == .fulfilled)
  }

  @Test func `Only the author accepts and rejects, only who answered takes it back`() {
    let agreement = Agreement(Self.plain)

    #expect(isRefused(agreement, .accept, by: .proposer))
    #expect(isRefused(agreement, .reject(reason: ""), by: .proposer))
    #expect(isRefused(agreement, .withdraw, by: .author))
    #expect(!isRefused(agreement, .reject(reason: "no"), by: .author))
    #expect(!isRefused(agreement, .withdraw, by: .proposer))
  }

  @Test func `What is closed is not accepted any more`() {
    #expect(isRefused(Agreement(Self.plain), .accept, by: .author, isOpen: false))
    #expect(!isRefused(Agreement(Self.plain), .reject(reason: ""), by: .author, isOpen: false))
  }

  @Test func `Nothing happens twice`() throws {
    let accepted = try accepted()
    #expect(isRefused(accepted, .accept, by: .author))
    let stated = try accepted.after(
      .state(.primary, Self.deed("d", .author)),
      by: .author,
      isOpen: true
    )
    #expect(isRefused(stated, .state(.primary, Self.deed("e", .proposer)), by: .proposer))
    let fulfilled = try stated.after(.confirm("d"), by: .proposer, isOpen: true)
    #expect(isRefused(fulfilled, .confirm("d"), by: .proposer))
    #expect(isRefused(fulfilled, .dispute("d", reason: ""), by: .proposer))
  }

  @Test(
    "What is over stays so",
    arguments: [Agreement.Stage.rejected, .withdrawn, .fulfilled],
    [Agreement.Party.author, .proposer]
  )
  func over(stage: Agreement.Stage, party: Agreement.Party) {
    let agreement = Agreement(Self.twofold, stage: stage)
    let steps: [Agreement.Step] = [
      .accept, .reject(reason: ""), .withdraw, .state(.primary, Self.deed("d", party)),
      .confirm("d"), .dispute("d", reason: ""),
    ]

    #expect(stage.isOver)
    for step in steps { #expect(isRefused(agreement, step, by: party), "\(step)") }
  }

  @Test func `Before it is accepted nothing is done`() {
    #expect(
      isRefused(Agreement(Self.plain), .state(.primary, Self.deed("d", .author)), by: .author)
    )
    #expect(isRefused(Agreement(Self.plain), .confirm("d"), by: .author))
  }

  @Test func `Nobody speaks for the other, nor of what was not promised`() throws {
    let agreement = try accepted()

    #expect(isRefused(agreement, .state(.primary, Self.deed("d", .author)), by: .proposer))
    #expect(isRefused(agreement, .state(.reciprocal, Self.deed("d", .author)), by: .author))
  }

  @Test func `Nobody confirms or disputes their own word`() throws {
    let stated = try accepted().after(
      .state(.primary, Self.deed("d", .author)),
      by: .author,
      isOpen: true
    )

    #expect(isRefused(stated, .confirm("d"), by: .author))
    #expect(isRefused(stated, .dispute("d", reason: ""), by: .author))
    #expect(isRefused(stated, .confirm("another"), by: .proposer))
  }

  @Test func `What is disputed is said anew`() throws {
    var agreement = try accepted().after(
      .state(.primary, Self.deed("d", .proposer)),
      by: .proposer,
      isOpen: true
    )
    agreement = try agreement.after(.dispute("d", reason: "two hours"), by: .author, isOpen: true)
    #expect(agreement.primary.deed == nil)
    #expect(agreement.reason == "two hours")

    agreement = try agreement.after(
      .state(.primary, Self.deed("e", .proposer, "2")),
      by: .proposer,
      isOpen: true
    )
    agreement = try agreement.after(.confirm("e"), by: .author, isOpen: true)
    #expect(agreement.stage == .fulfilled)
  }

  @Test func `An accepted answer is called off while nothing is done, and not after`() throws {
    let agreement = try accepted()
    let stated = try agreement.after(
      .state(.primary, Self.deed("d", .author)),
      by: .author,
      isOpen: true
    )

    #expect(try agreement.after(.withdraw, by: .proposer, isOpen: true).stage == .withdrawn)
    let rejected = try agreement.after(.reject(reason: "ill"), by: .author, isOpen: true)
    #expect(rejected.stage == .rejected && rejected.reason == "ill")
    #expect(isRefused(stated, .withdraw, by: .proposer))
    #expect(isRefused(stated, .reject(reason: ""), by: .author))
  }

  @Test func `What is expired, answered or withdrawn is not answered`() throws {
    let now = Date(timeIntervalSince1970: 1_000_000)
    var need = Need(
      .request,
      title: "Souder",
      primary: .init(.deliverService, Quantity(Self.amount("4"), .hour))
    )
    need.closesAt = now.addingTimeInterval(60)

    #expect(try Agreement.begin(Self.plain, on: need, at: now).stage == .offered)
    #expect(throws: Refusal.self) {
      try Agreement.begin(Self.plain, on: need, at: now.addingTimeInterval(60))
    }
    for status in [Need.Status.answered, .withdrawn] {
      need.status = status
      #expect(throws: Refusal.self) { try Agreement.begin(Self.plain, on: need, at: now) }
    }
  }

  @Test func `Who gives what follows from the purpose`() {
    #expect(Agreement.provider(of: .primary, .request) == .proposer)
    #expect(Agreement.provider(of: .reciprocal, .request) == .author)
    #expect(Agreement.provider(of: .primary, .offer) == .author)
    #expect(Agreement.provider(of: .reciprocal, .offer) == .proposer)
  }
}
