import Foundation
import Insight
import Testing

/// The measures of a search.
@Suite("The quality of a search")
struct RetrievalQualityTests {
  private typealias Answer = RetrievalQuality.Answer<String>

  @Test("Right answers in front give one, none give nothing")
  func ends() {
    let best = RetrievalQuality(of: [Answer(found: ["a", "b", "x"], right: ["b", "a"])])
    let worst = RetrievalQuality(of: [Answer(found: ["x"], right: ["a"])])

    #expect(best.recall == 1)
    #expect(best.ndcg == 1)
    #expect(worst.recall == 0)
    #expect(worst.ndcg == 0)
  }

  @Test("The gain of a later place is divided by the logarithm of its number")
  func discount() {
    let quality = RetrievalQuality(of: [Answer(found: ["x", "a", "y", "b"], right: ["a", "b"])])

    let ideal = 1 + 1 / log2(3.0)
    #expect(quality.recall == 1)
    #expect(abs(quality.ndcg - (1 / log2(3.0) + 1 / log2(5.0)) / ideal) < 1e-12)
  }

  @Test("Only the first answers count, and an answer counts once")
  func depth() {
    let late = RetrievalQuality(of: [Answer(found: ["x", "y", "a"], right: ["a"])], at: 2)
    let twice = RetrievalQuality(of: [Answer(found: ["a", "a"], right: ["a", "b"])])

    #expect(late.recall == 0)
    #expect(twice.recall == 0.5)
    #expect(twice.ndcg < 1)
  }

  @Test("Questions are averaged; those without a right answer are left out")
  func mean() {
    let quality = RetrievalQuality(of: [
      Answer(found: ["a"], right: ["a"]), Answer(found: [], right: ["a"]),
      Answer(found: ["a"], right: []),
    ])

    #expect(quality.questions == 2)
    #expect(quality.recall == 0.5)
    #expect(RetrievalQuality(of: [Answer]()).recall == 0)
  }
}
