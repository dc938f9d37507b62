import Foundation
import Testing

/// Random histories; `MAILLAGE_SEEDS=0..<10000` runs others than those of every day.
@Suite("Simulated territories")
struct SimulationTests {
  private static var seeds: Range<UInt64> {
    let text = ProcessInfo.processInfo.environment["MAILLAGE_SEEDS"] ?? ""
    let bounds = text.split(separator: "..<").compactMap { UInt64($0) }
    guard bounds.count == 2, bounds[0] < bounds[1] else { return 0..<200 }
    return bounds[0]..<bounds[1]
  }

  @Test("agree, keep what was certified, and heed no key that has no say")
  func properties() async {
    let seeds = Self.seeds
    let counts = await withTaskGroup(of: World.Counts.self) { group in
      let width = UInt64(max(1, ProcessInfo.processInfo.activeProcessorCount))
      for first in 0..<width {
        group.addTask {
          var counts = World.Counts()
          for seed in seeds where seed % width == first {
            let verdict = Simulation(seed: seed).run()
            counts = counts + verdict.counts
            if !verdict.findings.isEmpty {
              Issue.record("\(Simulation(seed: seed).explain(verdict))")
            }
          }
          return counts
        }
      }
      return await group.reduce(World.Counts()) { $0 + $1 }
    }
    print("simulated \(seeds): \(counts)")

    // An idle simulation would prove nothing; a few seeds may well be idle.
    guard seeds.count >= 100 else { return }
    #expect(counts.seals > seeds.count / 4)
    #expect(counts.admissionsKept > seeds.count / 2)
    #expect(counts.retired > 0 && counts.equivocators > 0)
  }
}
