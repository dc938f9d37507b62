import Foundation
import Insight
import Model
import Taxonomy
import Testing

/// A hundred things that people type, and what they mean (queries_fr.tsv).
@Suite("Finding in the starter set")
struct StarterRetrievalTests {
  private struct Question {
    let typed: String
    let right: Set<SkillID>
  }

  private func questions() throws -> [Question] {
    try Fixture("queries_fr.tsv").text.split(separator: "\n").filter { !$0.hasPrefix("# ") }
      .map { line in
        let parts = line.split(separator: "\t", omittingEmptySubsequences: false)
        let ids = try parts[1].split(separator: " ").map { try #require(SkillID($0)) }
        return Question(typed: String(parts[0]), right: Set(ids))
      }
  }

  private func quality(_ questions: [Question], by find: (String) -> [SkillID]) -> RetrievalQuality
  {
    RetrievalQuality(
      of: questions.map { RetrievalQuality.Answer(found: find($0.typed), right: $0.right) }
    )
  }

  @Test("The questions ask for skills that exist")
  func exist() throws {
    let known = Set(StarterSkills.all.map(\.id))

    #expect(try questions().count == 100)
    #expect(try questions().allSatisfy { !$0.right.isEmpty && $0.right.isSubset(of: known) })
  }

  @Test("The index answers better than a search for substrings, and well enough")
  func better() throws {
    let questions = try questions()
    let index = SkillIndex(StarterSkills.all)
    let substrings = SubstringBaseline(StarterSkills.all)

    let ours = quality(questions) { index.find($0, in: "fr").map(\.skill) }
    let baseline = quality(questions) { substrings.find($0) }

    print("SkillIndex: recall@10 \(rounded(ours.recall)), nDCG@10 \(rounded(ours.ndcg))")
    print("substring:  recall@10 \(rounded(baseline.recall)), nDCG@10 \(rounded(baseline.ndcg))")
    #expect(ours.recall > baseline.recall + 0.3)
    #expect(ours.ndcg > baseline.ndcg + 0.3)
    #expect(ours.recall >= 0.9)
    #expect(ours.ndcg >= 0.85)
  }

  private func rounded(_ value: Double) -> Double { (value * 1000).rounded() / 1000 }
}
