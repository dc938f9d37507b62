import Foundation
import Model
import Testing

/// In a territory of hundreds, as many join as a seal can hold while it is torn in two.
@Suite("Rounds of a large territory")
struct LargeRoundTests {
  private static let later = Date(timeIntervalSince1970: 400 * 86400)

  /// Two halves seal all that they know of, each something else; then everybody hears of everything
  /// and signs what can be signed until one seal holds.
  @Test(
    "Two halves that sealed as many as fit agree on a later round",
    arguments: 1...12 as ClosedRange<UInt64>
  )
  func halves(seed: UInt64) throws {
    print("large round: seed \(seed)")
    var random = Seeded(seed)
    let electors = Int.random(in: 4...9, using: &random)
    var village = Village(electors, Rules(endorsements: 1, growthMinimum: 60, growthPercent: 0))
    let (left, right) = (Array(0..<electors / 2), Array(electors / 2..<electors))
    var sealed: [[Int]] = []
    for half in [left, right] {
      let count = Int.random(in: 50...70, using: &random)
      let start = village.authors.count
      for number in 0..<count {
        let length = Int.random(in: 1...60, using: &random)
        let name = "s\(start)-\(number)-" + String(repeating: "x", count: length)
        village.arrive(name, endorsedBy: [half[0]])
      }
      sealed.append(Array(start..<village.authors.count))
    }
    // Each half knows its own newcomers only, and nothing of the other's seal.
    let seals = try zip([left, right], sealed).map { half, newcomers in
      try #require(village.draft(of: newcomers, by: half[0]))
    }
    for (half, seal) in zip([left, right], seals) {
      #expect(seal.admit.count >= 15)
      let digest = village.say(half[0], .seal(seal))
      for elector in half.dropFirst() { village.say(elector, .cosign(seal: digest)) }
    }
    #expect(village.state.version == 0)
    let rounds = village.settle(electors: Array(0..<electors), at: Self.later)
    #expect(village.state.version == 1, "seed \(seed): no seal after \(rounds) rounds")
  }
}

extension Village {
  /// What an elector would seal that knows of some newcomers only.
  fileprivate func draft(of newcomers: [Int], by elector: Int) -> Seal? {
    let known = Set(newcomers.map { id($0) })
    let founders = Set(charter.founders.map(\.digest))
    let some = ledger.statements.values.filter {
      known.contains($0.log) || founders.contains($0.log)
    }
    let torn = TerritoryLedger(charter: charter, statements: some)
    let signer = SealSigner(ledger: torn, member: id(elector)) { _ in .distantPast }
    return signer.proposal(at: Date(timeIntervalSince1970: 40 * 86400))
  }

  /// Lets all electors sign what they can; the number of passes.
  fileprivate mutating func settle(electors: [Int], at now: Date) -> Int {
    for pass in 0..<20 {
      for elector in electors where state.version == 0 {
        let signer = signer(elector)
        if let digest = signer.cosignable(at: now).first {
          say(elector, .cosign(seal: digest))
        } else if let seal = signer.proposal(at: now) {
          say(elector, .seal(seal))
        }
      }
      if state.version > 0 { return pass + 1 }
    }
    return 20
  }
}
