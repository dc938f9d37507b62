import Foundation
import Model
import Testing

@Suite("Seals")
struct SealTests {
  private static let later = Date(timeIntervalSince1970: 40 * 86400)

  @Test("Any two quorums share more than a third of the electors")
  func quorum() {
    for count in 1...500 {
      let quorum = ReferenceFold.quorum(count)
      #expect(2 * quorum - count > (count - 1) / 3 && quorum <= count)
    }
  }

  @Test("A seal without a quorum has no effect; one with it takes in and puts out")
  func enough() {
    var village = Village(4, Rules(endorsements: 1))
    let newcomer = village.arrive("d", endorsedBy: [0])
    village.say(3, .leave)
    let seal = village.seal(admit: [newcomer], drop: [3], by: 0, cosigners: [1, newcomer])
    #expect(village.state.version == 0 && village.state.left == [village.id(3)])
    village.say(2, .cosign(seal: seal))
    #expect(village.state.version == 1 && village.state.seal == seal)
    #expect(village.state.member(village.id(newcomer))?.isSealed == true)
    #expect(village.state.left.isEmpty && village.ledger.seals == [seal])
  }

  @Test("Nobody silences an elector by an entry in its log under a key that never had the say")
  func parked() {
    var village = Village(3, Rules(endorsements: 1))
    village.arrive("d", endorsedBy: [0])
    var forger = village.authors[0]
    forger.key = "z6MkForged/0"
    forger.previous = Mixing.digest(of: "nowhere")
    village.add(forger.write(.leave))
    #expect(village.signer(0).proposal(at: Self.later) != nil)

    var own = village.authors[0]
    own.previous = Mixing.digest(of: "lost in a backup")
    village.add(own.write(.leave))
    #expect(village.signer(0).proposal(at: Self.later) == nil)
  }

  @Test("Somebody who is sealed in votes one seal later")
  func probation() {
    var village = Village(3, Rules(endorsements: 1))
    let first = village.arrive("d", endorsedBy: [0])
    village.seal(admit: [first], by: 0, cosigners: [1, 2])
    #expect(village.state.electors.count == 3)
    let second = village.arrive("e", endorsedBy: [0])
    village.seal(admit: [second], by: 0, cosigners: [1, 2])
    #expect(village.state.version == 2 && village.state.electors.contains(village.id(first)))
    #expect(!village.state.electors.contains(village.id(second)))
  }

  @Test("Of two seals the higher round holds, then the lower digest")
  func rivals() {
    var village = Village(3, Rules(endorsements: 1))
    let newcomer = village.arrive("d", endorsedBy: [0])
    let all = village
    let first = village.seal(admit: [newcomer], by: 0, cosigners: [1, 2])
    var other = all
    other.authors = village.authors
    let second = other.seal(admit: [newcomer], round: 1, by: 1, cosigners: [0, 2])
    for statement in other.ledger.statements.values { village.add(statement) }
    #expect(first != second && village.state.seal == second)
  }

  @Test("A seal holds no more admissions than the growth allows, a later round twice as many")
  func growth() {
    var village = Village(3, Rules(endorsements: 1, growthMinimum: 1, growthPercent: 0))
    let newcomers = ["d", "e", "f"].map { village.arrive($0, endorsedBy: [0]) }
    village.seal(admit: Array(newcomers.prefix(2)), by: 0, cosigners: [1, 2])
    village.seal(admit: newcomers, round: 1, by: 0, cosigners: [1, 2])
    #expect(village.state.version == 0)
    village.seal(admit: Array(newcomers.prefix(2)), round: 1, by: 0, cosigners: [1, 2])
    #expect(village.state.version == 1)
    #expect(village.signer(0).proposal(at: Self.later)?.admit.count == 1)
  }

  @Test("A seal that contradicts itself or the past has no effect")
  func nonsense() {
    var village = Village(3, Rules(endorsements: 1))
    let newcomer = village.arrive("d", endorsedBy: [0])
    village.seal(admit: [newcomer, newcomer], by: 0, cosigners: [1, 2])
    village.seal(admit: [newcomer], drop: [newcomer], by: 0, cosigners: [1, 2])
    village.seal(admit: [1], by: 0, cosigners: [1, 2])
    village.seal(exclude: [1], by: 0, cosigners: [1, 2])
    village.seal(by: 0, cosigners: [1, 2])
    village.seal(admit: [newcomer], round: -1, by: 0, cosigners: [1, 2])
    village.seal(admit: [newcomer], by: newcomer, cosigners: [0, 1, 2])
    #expect(village.state.version == 0)
  }

  @Test("What is true and pending is proposed, and the others cosign it")
  func proposal() throws {
    var village = Village(4, Rules(endorsements: 1))
    let newcomer = village.arrive("d", endorsedBy: [0])
    village.say(2, .leave)
    village.propose(.exclude(village.id(3)), by: 0, votes: [0, 1, 2])
    let seal = try #require(village.signer(0).proposal(at: Self.later))
    #expect(seal.admit.map(\.member) == [village.id(newcomer)])
    #expect(Set(seal.drop) == [village.id(2), village.id(3)] && seal.exclude == [village.id(3)])
    let digest = village.say(0, .seal(seal))
    #expect(village.signer(1).cosignable(at: Self.later) == [digest])
    #expect(village.signer(0).cosignable(at: Self.later).isEmpty)
  }

  @Test("Nothing is proposed before its time, nor where nothing is pending")
  func patience() {
    var village = Village(3, Rules(endorsements: 1))
    #expect(village.signer(0).proposal(at: Self.later) == nil)
    village.arrive("d", endorsedBy: [0])
    let early = Date(timeIntervalSince1970: 6 * 86400)
    #expect((0..<3).allSatisfy { village.signer($0).proposal(at: early) == nil })
  }

  @Test("A seal that invents is not cosigned")
  func invention() {
    var village = Village(4, Rules(endorsements: 2))
    let candidate = village.arrive("d", endorsedBy: [0])
    village.propose(.exclude(village.id(3)), by: 0, votes: [0])
    village.seal(admit: [candidate], by: 0)
    village.seal(drop: [3], exclude: [3], by: 0)
    village.seal(drop: [3], by: 0)
    village.seal(amend: village.charter.id, by: 0)
    #expect(village.signer(1).cosignable(at: Self.later).isEmpty)
  }

  @Test("A seal that omits what is long known is not cosigned; what came just now is excused")
  func omission() {
    var village = Village(4, Rules(endorsements: 1))
    let first = village.arrive("d", endorsedBy: [0])
    village.arrive("e", endorsedBy: [0])
    let seal = village.seal(admit: [first], by: 0)
    #expect(village.signer(1).cosignable(at: Self.later).isEmpty)
    #expect(village.signer(1, since: Self.later).cosignable(at: Self.later) == [seal])
  }

  @Test("An elector signs one seal of a round, and in a later one what covers it")
  func rounds() {
    var village = Village(4, Rules(endorsements: 1))
    let first = village.arrive("d", endorsedBy: [0])
    let seal = village.seal(admit: [first], by: 0, cosigners: [1])
    let second = village.arrive("e", endorsedBy: [0])
    village.seal(admit: [second], by: 2)
    village.seal(admit: [second], round: 1, by: 2)
    #expect(village.signer(1, since: Self.later).cosignable(at: Self.later).isEmpty)
    let covering = village.seal(admit: [first, second], round: 1, by: 2)
    #expect(village.signer(1, since: Self.later).cosignable(at: Self.later) == [covering])
    #expect(village.ledger.statements[seal] != nil)
  }

  @Test("A node that lacks a part of its own log signs nothing")
  func restored() {
    var village = Village(3, Rules(endorsements: 1))
    let newcomer = village.arrive("d", endorsedBy: [0])
    _ = village.authors[1].update("lost")
    village.say(1, .leave)
    village.seal(admit: [newcomer], by: 0)
    #expect(village.signer(1).cosignable(at: Self.later).isEmpty)
    #expect(village.signer(2).cosignable(at: Self.later).count == 1)
  }

  @Test("An old seal with two successors is not given up; a young one is")
  func horizon() {
    let names = (0..<5).map { Mixing.digest(of: "seal \($0)") }
    let mine = SealChain(Array(names[0..<4]))
    let other = SealChain([names[4]])
    func age(_ days: Double) -> (Digest) -> TimeInterval? { { _ in days * 86400 } }
    #expect(mine.isReorgBelowHorizon(to: other, age: age(31)))
    #expect(!mine.isReorgBelowHorizon(to: other, age: age(29)))
    #expect(!mine.isReorgBelowHorizon(to: SealChain(names), age: age(31)))
    #expect(!mine.isReorgBelowHorizon(to: SealChain([names[0], names[1], names[4]]), age: age(31)))
    #expect(!mine.isReorgBelowHorizon(to: other, age: { _ in nil }))
  }

  @Test("People are told when few electors remain, and when many members await a seal")
  func warnings() {
    var village = Village(3, Rules(endorsements: 1, growthMinimum: 1, growthPercent: 0))
    #expect(village.ledger.warnings.isEmpty)
    #expect(village.ledger.warnings(before: .exclude(village.id(2))) == [.fewElectors(2)])
    #expect(village.ledger.warnings(before: .suspend(village.id(2))).isEmpty)
    #expect(village.ledger.warnings(without: village.charter.id).isEmpty)
    let rules = Rules(electors: .stewards([village.id(0)]))
    let wish = Proposal.Wish.amend(Terms(rules), base: village.charter.terms.digest)
    #expect(village.ledger.warnings(before: wish) == [.fewElectors(1)])
    village.arrive("d", endorsedBy: [0])
    village.arrive("e", endorsedBy: [0])
    #expect(village.ledger.warnings == [.manyUnsealed(2, cap: 1)])
  }
}
