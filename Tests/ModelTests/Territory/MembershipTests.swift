import Model
import Testing

@Suite("Membership")
struct MembershipTests {
  @Test("Founders are members and electors once they have signed")
  func founding() {
    let village = Village(3)
    #expect(village.state.members.map(\.id) == village.charter.founders.map(\.digest))
    #expect(village.state.members.allSatisfy { $0.isElector && $0.isSealed })
    #expect(village.state.unsigned.isEmpty && village.state.version == 0)
    #expect(village.state.seal == village.charter.id)
  }

  @Test("A founder that has not signed votes, and is no member yet")
  func unsigned() {
    var village = Village(3, haveSigned: false)
    village.add(village.authors[0].join())
    #expect(village.state.members.map(\.id) == [village.id(0)])
    #expect(Set(village.state.unsigned) == [village.id(1), village.id(2)])
    #expect(village.state.electors.count == 3)
  }

  @Test("Enough endorsements of electors admit")
  func admission() {
    var village = Village(3, Rules(endorsements: 2))
    let newcomer = village.arrive("d", endorsedBy: [0])
    #expect(!village.isMember(newcomer))
    #expect(village.state.candidates.map(\.endorsers) == [[village.id(0)]])
    let join = village.state.candidates.first?.join
    village.say(1, .endorse(join: join ?? village.charter.id))
    #expect(village.isMember(newcomer) && village.state.candidates.isEmpty)
    #expect(village.state.member(village.id(newcomer))?.isElector == false)
    #expect(village.state.member(village.id(newcomer))?.isSealed == false)
  }

  @Test("One elector counts once, however often it endorses")
  func repetition() {
    var village = Village(3, Rules(endorsements: 2))
    let newcomer = village.arrive("d", endorsedBy: [0, 0, 0])
    #expect(!village.isMember(newcomer))
  }

  @Test("Endorsements of candidates, strangers and new members do not count")
  func forged() {
    var village = Village(3, Rules(endorsements: 2))
    let member = village.arrive("d", endorsedBy: [0, 1])
    let stranger = village.arrive("e")
    let newcomer = village.arrive("f", endorsedBy: [member, stranger, 0])
    #expect(!village.isMember(newcomer))
    #expect(
      village.state.candidates.last { $0.member == village.id(newcomer) }?.endorsers.count == 1
    )
  }

  @Test("A member that leaves is gone at once, and so is what its endorsement alone carried")
  func leaving() {
    var village = Village(4, Rules(endorsements: 2))
    let newcomer = village.arrive("d", endorsedBy: [0, 1])
    village.say(1, .leave)
    #expect(village.state.left == [village.id(1)])
    #expect(!village.isMember(1) && !village.isMember(newcomer))
    #expect(village.state.candidates.map(\.member) == [village.id(newcomer)])
  }

  @Test("A join that comes again changes nothing")
  func replay() {
    var village = Village(3, Rules(endorsements: 1))
    village.arrive("d", endorsedBy: [0])
    let before = village.state
    var author = Author("d")
    let join = author.join()
    let isNew = village.ledger.insert(join)
    #expect(!isNew)
    #expect(village.state == before)
  }

  @Test("Whoever was dropped by a seal does not come back under the same id")
  func retired() {
    var village = Village(3, Rules(endorsements: 1))
    let newcomer = village.arrive("d", endorsedBy: [0])
    village.say(newcomer, .leave)
    village.seal(drop: [newcomer], by: 0, cosigners: [1])
    #expect(village.state.version == 1)
    let join = village.ledger.entries(of: village.id(newcomer)).first?.digest
    village.say(2, .endorse(join: join ?? village.charter.id))
    #expect(!village.isMember(newcomer) && village.state.candidates.isEmpty)
  }

  @Test("Where admission is closed endorsements admit nobody")
  func closed() {
    var village = Village(3, Rules(endorsements: 1, admission: .closed))
    let newcomer = village.arrive("d", endorsedBy: [0, 1, 2])
    #expect(!village.isMember(newcomer))
  }

  @Test("Where stewards admit only their endorsements count, and only they vote")
  func stewards() {
    let names = (0..<4).map { Author("n\($0)").id }
    let rules = Rules(
      endorsements: 1,
      electors: .stewards([names[0], names[1]]),
      admission: .stewards
    )
    var village = Village(4, rules)
    #expect(Set(village.state.electors) == [names[0], names[1]])
    let refused = village.arrive("d", endorsedBy: [2, 3])
    let admitted = village.arrive("e", endorsedBy: [0])
    #expect(!village.isMember(refused) && village.isMember(admitted))
    #expect(village.isMember(2) && village.isMember(3))
  }

  @Test("Where stewards admit and everybody votes, nobody is a steward")
  func noStewards() {
    var village = Village(3, Rules(endorsements: 1, admission: .stewards))
    let newcomer = village.arrive("d", endorsedBy: [0, 1, 2])
    #expect(!village.isMember(newcomer))
  }

  @Test("Whoever claims the actor of a member waits, and harms nobody")
  func contested() {
    var village = Village(3, Rules(endorsements: 1))
    let twin = village.arrive("d", actor: village.authors[0].actor, endorsedBy: [1])
    #expect(village.state.contested == [village.id(twin)])
    #expect(!village.isMember(twin) && village.isMember(0))
  }

  @Test("Two newcomers who claim one actor both wait")
  func twins() {
    var village = Village(3, Rules(endorsements: 1))
    let actor = "https://twin.example/actor"
    let twins = ["d", "e"].map { village.arrive($0, actor: actor, endorsedBy: [0]) }
    #expect(Set(village.state.contested) == Set(twins.map { village.id($0) }))
    #expect(village.state.member(actor: actor) == nil)
  }
}
