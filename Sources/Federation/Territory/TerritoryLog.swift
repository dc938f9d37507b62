import Foundation
import Logging
import Model
import Storage
import StrictJSON

/// The way of statements into a territory: others' after their proofs were checked, this node's own
/// after it knows where its log ends.
package struct TerritoryLog: Sendable {
  let services: FederationServices

  package init(services: FederationServices) {
    self.services = services
  }

  /// As many statements of one log are taken in a day.
  private static let mostADay = 2000

  /// What became of statements that others sent.
  package struct Intake: Sendable, Hashable {
    package var added = 0
    package var known = 0
    /// Why some were not taken.
    package var refused: [String] = []
  }

  /// Takes statements of others that whoever brings them may bring; each stands and falls alone.
  func take(
    _ documents: [JSON],
    into territory: Digest,
    where isAcceptable: (_ actor: String?) -> Bool = { _ in true }
  ) async throws -> Intake {
    var intake = Intake()
    guard let holding = services.territories.holding(territory) else { throw Refusal.absent }
    var fresh: [SignedStatement] = []
    for document in documents {
      do {
        // Before its proof, which takes longer to check than to write.
        guard isAcceptable(document["actor"]?.string) else {
          throw Refusal.forbidden("Only a member may pass on the statements of others.")
        }
        let signed = try read(document, for: territory, in: holding)
        guard let signed else {
          intake.known += 1
          continue
        }
        fresh.append(signed)
      } catch {
        intake.refused.append("\(error)")
      }
    }
    intake.added = try await keep(fresh, in: territory)
    intake.known += fresh.count - intake.added
    return intake
  }

  private func read(
    _ document: JSON,
    for territory: Digest,
    in holding: TerritoryRegistry.Holding
  ) throws(Refusal) -> SignedStatement? {
    guard let object = document.object else { throw .malformed("A statement is an object.") }
    // What is here already need not be checked again.
    if holding.knows(try Digest(of: object)) { return nil }
    let signed = try SignedStatement(object)
    guard signed.territory == territory else {
      throw .malformed("The statement is for another territory.")
    }
    return signed
  }

  private func keep(_ statements: [SignedStatement], in territory: Digest) async throws -> Int {
    guard !statements.isEmpty else { return 0 }
    guard let holding = services.territories.holding(territory) else { throw Refusal.absent }
    let (now, own) = (services.now(), services.addresses.nodeActor.string)
    let room = OpenLogs(in: holding)
    let added = try await services.database.write { [territories = services.territories] tx in
      var (room, left) = (room, StatementStore.most - (try tx.statements.count(of: territory)))
      let added = try statements.filter { signed in
        let statement = signed.statement
        // What this node said itself always fits: it must not forget where its log ends.
        if statement.actor != own || statement.log != holding.entry.memberID {
          let today = try tx.statements.count(statement.log, in: territory, since: now - 86_400)
          // What is too much today is there to be had tomorrow.
          guard left > 0, today < Self.mostADay, room.admit(statement) else { return false }
        }
        guard try tx.statements.insert(signed.entry(at: now)) else { return false }
        left -= 1
        return true
      }
      // Both or neither: a start between the two would follow what is to be set aside.
      if let aside = territories.aside(after: added.map(\.statement), in: territory, at: now) {
        try AsideStatements.keep(aside, in: territory, tx)
      }
      return added
    }
    try await services.insert(added.map(\.statement), into: territory, at: now)
    return added.count
  }

  // MARK: Own

  /// States something in this node's log.
  ///
  /// When forced, also if no other member could be asked for the end of the log: a node restored
  /// from an old copy would say two things under one number.
  package func append(
    _ draft: StatementDraft,
    to territory: Digest,
    isForced: Bool = false
  ) async throws -> SignedStatement {
    let signed = try await services.territories.appending.pass(for: territory) {
      guard let holding = services.territories.holding(territory) else { throw Refusal.absent }
      let log = try log(of: draft, in: holding)
      guard holding.mayAppend || isForced || isAlone(holding) else {
        throw Refusal.unavailable(
          """
          Since it started this node has not yet compared its log with another member, and it might \
          be a restored copy that lacks its last statements. Try again when one can be reached \
          (maillage territory sync), or insist with --force.
          """
        )
      }
      let place = StatementDraft.Place(
        territory: territory,
        log: log,
        head: holding.ledger.head(of: log)
      )
      let signed = try draft.signed(at: place, in: holding.ledger, with: services)
      let entry = signed.entry(at: services.now())
      try await services.database.write { tx in _ = try tx.statements.insert(entry) }
      services.territories.insert([signed.statement], into: territory, at: entry.receivedAt)
      return signed
    }
    services.spreading.add(signed)
    return signed
  }

  private func log(
    of draft: StatementDraft,
    in holding: TerritoryRegistry.Holding
  ) throws -> Digest {
    if case .join(let record) = draft { return try Digest(of: record) }
    guard let own = holding.entry.memberID, holding.ledger.head(of: own) != nil else {
      throw Refusal.conflict("This node has not joined \(holding.charter.name).")
    }
    return own
  }

  /// Whether nobody else could know more of this node's log than it does.
  private func isAlone(_ holding: TerritoryRegistry.Holding) -> Bool {
    guard let own = holding.entry.memberID, holding.ledger.head(of: own) != nil else { return true }
    return holding.state.members.allSatisfy { $0.id == own }
  }
}

extension SignedStatement {
  func entry(at time: Date) -> StatementStore.Entry {
    StatementStore.Entry(
      digest: statement.digest,
      territory: territory,
      log: statement.log,
      sequence: statement.sequence,
      body: body,
      receivedAt: time
    )
  }
}
