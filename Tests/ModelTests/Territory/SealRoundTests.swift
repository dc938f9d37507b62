import Foundation
import Model
import Testing

@Suite("Later rounds of a seal")
struct SealRoundTests {
  private static let later = Date(timeIntervalSince1970: 40 * 86400)

  @Test("A later round drops whom an earlier one admitted and nobody endorses any more")
  func fallen() throws {
    var village = Village(5, Rules(endorsements: 1))
    let newcomer = village.arrive("d", endorsedBy: [4])
    village.seal(admit: [newcomer], by: 0)
    village.say(4, .leave)
    let seal = try #require(village.signer(1).proposal(at: Self.later))
    #expect(seal.round == 1 && seal.admit.isEmpty)
    #expect(Set(seal.drop) == [village.id(newcomer), village.id(4)])
    let digest = village.say(1, .seal(seal))
    #expect(village.signer(0).cosignable(at: Self.later) == [digest])
    #expect(village.signer(2).cosignable(at: Self.later) == [digest])
  }

  @Test("It admits whom an earlier one dropped, if it is endorsed again")
  func risen() throws {
    var village = Village(5, Rules(endorsements: 1))
    let newcomer = village.arrive("d", endorsedBy: [4])
    village.seal(admit: [newcomer], by: 0)
    village.say(4, .leave)
    village.seal(drop: [newcomer, 4], round: 1, by: 1, cosigners: [0])
    let join = try #require(village.state.candidates.first?.join)
    village.say(2, .endorse(join: join))
    let seal = try #require(village.signer(0).proposal(at: Self.later))
    #expect(seal.round == 2 && seal.drop == [village.id(4)])
    #expect(seal.admit.map(\.member) == [village.id(newcomer)])
    let digest = village.say(0, .seal(seal))
    #expect(village.signer(1).cosignable(at: Self.later) == [digest])
  }

  @Test("It takes up what two halves have signed, beyond the growth of one")
  func halves() throws {
    var village = Village(4, Rules(endorsements: 1, growthMinimum: 1, growthPercent: 0))
    let newcomers = ["d", "e"].map { village.arrive($0, endorsedBy: [0]) }
    village.seal(admit: [newcomers[0]], by: 0, cosigners: [1])
    village.seal(admit: [newcomers[1]], by: 2, cosigners: [3])
    let seal = try #require(village.signer(1).proposal(at: Self.later))
    #expect(seal.round == 1 && seal.admit.count == 2)
    let digest = village.say(1, .seal(seal))
    for elector in [0, 2, 3] {
      #expect(village.signer(elector).cosignable(at: Self.later) == [digest])
    }
  }

  @Test("Nobody is put out because some have signed that it is")
  func collusion() {
    var village = Village(7, Rules(endorsements: 1))
    let candidate = village.arrive("d")
    village.propose(.exclude(village.id(6)), by: 0, votes: [0, 1, 2])
    for round in 0...1 {
      village.seal(drop: [6], exclude: [6], round: round, by: 0, cosigners: [1, 2])
      village.seal(drop: [candidate], round: round, by: 1, cosigners: [0, 2])
    }
    village.seal(admit: [candidate], round: 1, by: 2)
    village.seal(drop: [candidate], round: 2, by: 2)
    for elector in 3...6 {
      #expect(village.signer(elector).cosignable(at: Self.later).isEmpty)
      #expect(village.signer(elector).proposal(at: Self.later) == nil)
    }
  }
}
