import Model
import Testing

@Suite("Decisions")
struct DecisionTests {
  @Test("More than half of the electors exclude, and nobody less")
  func exclusion() {
    var village = Village(4)
    let proposal = village.propose(.exclude(village.id(3)), by: 0, votes: [0, 1])
    #expect(village.isMember(3) && village.state.excluded.isEmpty)
    #expect(village.state.proposals.map(\.needed) == [3])
    village.say(2, .vote(proposal: proposal))
    #expect(!village.isMember(3) && village.state.excluded == [village.id(3)])
    #expect(village.state.proposals.map(\.isCarried) == [true])
  }

  @Test("To propose is not to vote")
  func proposing() {
    var village = Village(3)
    village.propose(.exclude(village.id(2)), by: 0, votes: [])
    #expect(village.state.proposals.map(\.yes) == [[]])
  }

  @Test("What somebody proposes who has no vote is no proposal")
  func outsiders() {
    var village = Village(3, Rules(endorsements: 1))
    let newcomer = village.arrive("d", endorsedBy: [0])
    village.propose(.exclude(village.id(2)), by: newcomer, votes: [0, 1, 2])
    #expect(village.state.proposals.isEmpty && village.isMember(2))
  }

  @Test("An excluded elector's endorsements fall with it")
  func sponsors() {
    var village = Village(4, Rules(endorsements: 1))
    let newcomer = village.arrive("d", endorsedBy: [3])
    #expect(village.isMember(newcomer))
    village.propose(.exclude(village.id(3)), by: 0, votes: [0, 1, 2])
    #expect(!village.isMember(newcomer))
  }

  @Test("Two who exclude each other both go")
  func mutual() {
    var village = Village(5)
    village.propose(.exclude(village.id(0)), by: 1, votes: [1, 2, 3])
    village.propose(.exclude(village.id(1)), by: 0, votes: [0, 3, 4])
    #expect(!village.isMember(0) && !village.isMember(1))
  }

  @Test("A few suspend, until the second seal after")
  func suspension() {
    var village = Village(4, Rules(endorsements: 1, suspend: 2))
    village.propose(.suspend(village.id(3)), by: 0, votes: [0])
    #expect(village.state.suspended.isEmpty)
    village.say(1, .vote(proposal: village.state.proposals.first?.digest ?? village.charter.id))
    #expect(village.state.suspended == [village.id(3)] && village.isMember(3))
    for name in ["d", "e"] {
      #expect(village.state.suspended == [village.id(3)])
      let newcomer = village.arrive(name, endorsedBy: [0])
      village.seal(admit: [newcomer], by: 0, cosigners: [1, 2, 3])
    }
    #expect(village.state.version == 2 && village.state.suspended.isEmpty)
  }

  @Test("A proposal closes when its window is over")
  func window() {
    var village = Village(3, Rules(endorsements: 1, window: 0))
    let proposal = village.propose(.exclude(village.id(2)), by: 0, votes: [0])
    let newcomer = village.arrive("d", endorsedBy: [0])
    village.seal(admit: [newcomer], by: 0, cosigners: [1])
    village.say(1, .vote(proposal: proposal))
    #expect(village.state.version == 1)
    #expect(village.state.proposals.isEmpty && village.isMember(2))
  }

  @Test("A proposal for a seal that is not yet here is not open")
  func future() {
    var village = Village(3)
    for version in [1, -1, Int.max, Int.min] {
      let wish = Proposal(wish: .exclude(village.id(2)), version: version, reason: "")
      let proposal = village.say(0, .propose(wish))
      for voter in 0..<3 { village.say(voter, .vote(proposal: proposal)) }
    }
    #expect(village.state.proposals.isEmpty && village.isMember(2))
  }

  @Test("Amended terms hold from the next seal on")
  func amendment() {
    var village = Village(3)
    let terms = Terms(Rules(endorsements: 3))
    let proposal = village.propose(
      .amend(terms, base: village.charter.terms.digest),
      by: 0,
      votes: [0, 1]
    )
    #expect(village.state.amendment == proposal && village.state.terms == village.charter.terms)
    village.seal(amend: proposal, by: 0, cosigners: [1])
    #expect(village.state.terms == terms && village.state.amendment == nil)
    #expect(village.state.proposals.isEmpty)
  }

  @Test("A seal brings no terms that were made for others than the present ones")
  func base() {
    var village = Village(3)
    let other = Terms(Rules(endorsements: 3))
    let proposal = village.propose(.amend(other, base: other.digest), by: 0, votes: [0, 1, 2])
    village.seal(amend: proposal, by: 0, cosigners: [1, 2])
    #expect(village.state.version == 0 && village.state.amendment == nil)
  }

  @Test("A member that lost its keys goes on under another id, once enough agree")
  func recovery() {
    var village = Village(4, Rules(endorsements: 1))
    let actor = village.authors[3].actor
    let successor = village.arrive("new", actor: actor, endorsedBy: [0])
    #expect(village.state.contested == [village.id(successor)])
    village.propose(
      .recover(village.id(3), successor: village.id(successor)),
      by: 0,
      votes: [0, 1, 2]
    )
    #expect(village.isMember(successor) && !village.isMember(3))
    #expect(village.state.contested.isEmpty && village.state.member(actor: actor) != nil)
    village.seal(admit: [successor], drop: [3], by: 0, cosigners: [1, 2])
    #expect(village.isMember(successor) && !village.isMember(3) && village.state.version == 1)
  }

  @Test("Where admission is closed a recovery still admits")
  func closedRecovery() {
    var village = Village(3, Rules(admission: .closed))
    let successor = village.arrive("new", actor: village.authors[2].actor)
    let wish = Proposal.Wish.recover(village.id(2), successor: village.id(successor))
    village.propose(wish, by: 0, votes: [0, 1])
    #expect(village.isMember(successor) && !village.isMember(2))
  }
}
