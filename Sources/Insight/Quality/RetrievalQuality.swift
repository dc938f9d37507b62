import Foundation

/// How well a search answers questions whose right answers are known.
package struct RetrievalQuality: Hashable, Sendable {
  /// The mean share of the right answers that stand among the first ones.
  package let recall: Double
  /// Normalised discounted cumulative gain: the same, where the first place counts most
  /// (Järvelin and Kekäläinen 2002), each right answer with gain 1.
  package let ndcg: Double
  /// How many questions were asked.
  package let questions: Int

  /// A question's answers in their order, and which would have been right.
  package struct Answer<ID: Hashable> {
    let found: [ID]
    let right: Set<ID>

    package init(found: [ID], right: Set<ID>) {
      (self.found, self.right) = (found, right)
    }
  }

  /// Measures the first answers to each question; questions without a right answer do not count.
  package init<ID: Hashable>(of answers: [Answer<ID>], at depth: Int = 10) {
    let asked = answers.filter { !$0.right.isEmpty }
    questions = asked.count
    let count = Double(max(asked.count, 1))
    recall = asked.map { Self.recall(of: $0, at: depth) }.reduce(0, +) / count
    ndcg = asked.map { Self.ndcg(of: $0, at: depth) }.reduce(0, +) / count
  }

  private static func recall<ID>(of answer: Answer<ID>, at depth: Int) -> Double {
    let found = answer.right.intersection(answer.found.prefix(depth))
    return Double(found.count) / Double(answer.right.count)
  }

  private static func ndcg<ID>(of answer: Answer<ID>, at depth: Int) -> Double {
    var missing = answer.right
    var gain = 0.0
    for (place, id) in answer.found.prefix(depth).enumerated() where missing.remove(id) != nil {
      gain += discount(at: place)
    }
    let ideal = (0..<min(answer.right.count, depth)).map(discount).reduce(0, +)
    return gain / ideal
  }

  private static func discount(at place: Int) -> Double { 1 / log2(Double(place) + 2) }
}
