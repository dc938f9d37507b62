import Foundation

/// What makes a post a question that is kept track of (Protocol/consultations.md).
package struct AskedQuestion: Hashable, Sendable {
  /// The kind of the posts that are one.
  package static let kind = "AskedQuestion"

  /// The post that the asker calls the answer.
  package var answer: String?

  package init(answer: String? = nil) { self.answer = answer }
}

/// How questions of some time were answered.
package struct QuestionFigures: Hashable, Sendable {
  package let asked: Int
  /// To how many somebody else than the asker has answered.
  package let answered: Int
  /// Of how many the asker has marked the answer.
  package let settled: Int
  /// The median time to the first answer, in seconds, of those that have one.
  package let medianSeconds: TimeInterval?

  /// - Parameter waits: For each question how long it waited for its first answer, or nothing, and
  ///   whether the asker has marked one.
  package init(_ waits: [(first: TimeInterval?, isSettled: Bool)]) {
    asked = waits.count
    settled = waits.count { $0.isSettled }
    let times = waits.compactMap(\.first).sorted()
    answered = times.count
    let middle = times.count / 2
    if times.isEmpty {
      medianSeconds = nil
    } else if times.count.isMultiple(of: 2) {
      medianSeconds = (times[middle - 1] + times[middle]) / 2
    } else {
      medianSeconds = times[middle]
    }
  }
}
