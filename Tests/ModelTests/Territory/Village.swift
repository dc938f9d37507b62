import Foundation
import Model

/// A territory in which everybody says what a test asks for.
struct Village {
  let charter: Charter
  var authors: [Author]
  var ledger: TerritoryLedger

  init(_ founders: Int, _ rules: Rules = Rules(), haveSigned: Bool = true) {
    authors = (0..<founders).map { Author("n\($0)") }
    charter = Charter(authors, rules)
    ledger = TerritoryLedger(charter: charter)
    guard haveSigned else { return }
    for index in authors.indices { add(authors[index].join()) }
  }

  var state: TerritoryState { ledger.state }

  func id(_ index: Int) -> Digest { authors[index].id }

  mutating func add(_ statement: Statement) { _ = ledger.insert(statement) }

  @discardableResult
  mutating func say(_ index: Int, _ content: Statement.Content) -> Digest {
    let statement = authors[index].write(content)
    add(statement)
    return statement.digest
  }

  /// Somebody new who has joined, with its place among the authors.
  @discardableResult
  mutating func arrive(
    _ name: String,
    actor: String? = nil,
    endorsedBy endorsers: [Int] = []
  ) -> Int {
    var author = Author(name, actor: actor)
    let join = author.join()
    authors.append(author)
    add(join)
    for endorser in endorsers { say(endorser, .endorse(join: join.digest)) }
    return authors.count - 1
  }

  @discardableResult
  mutating func propose(_ wish: Proposal.Wish, by author: Int, votes: [Int]) -> Digest {
    let proposal = Proposal(wish: wish, version: state.version, reason: "")
    let digest = say(author, .propose(proposal))
    for voter in votes { say(voter, .vote(proposal: digest)) }
    return digest
  }

  /// A seal of this era, whatever it says.
  @discardableResult
  mutating func seal(
    admit: [Int] = [],
    drop: [Int] = [],
    exclude: [Int] = [],
    amend: Digest? = nil,
    round: Int = 0,
    by author: Int,
    cosigners: [Int] = []
  ) -> Digest {
    let seal = Seal(
      version: state.version + 1,
      previous: state.seal,
      round: round,
      admit: admit.map { Seal.Admission(member: id($0), actor: authors[$0].actor) },
      drop: drop.map { id($0) },
      exclude: exclude.map { id($0) },
      amend: amend
    )
    let digest = say(author, .seal(seal))
    for cosigner in cosigners { say(cosigner, .cosign(seal: digest)) }
    return digest
  }

  /// A signer for whom everything that is here came long ago.
  func signer(_ index: Int, since date: Date = Date(timeIntervalSince1970: 0)) -> SealSigner {
    SealSigner(ledger: ledger, member: id(index)) { _ in date }
  }

  func isMember(_ index: Int) -> Bool { state.member(id(index)) != nil }
}
