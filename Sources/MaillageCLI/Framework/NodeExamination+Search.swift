import Node
import Storage

extension NodeExamination {
  /// Whether what is stored can be found.
  func search() async throws -> Check {
    let mend = "maillage search rebuild"
    let condition = try await node.database.write { try $0.search.condition() }
    if let complaint = condition.complaint {
      return .failed("search", "the index is not what was stored: \(complaint)", mend: mend)
    }
    guard condition.isComplete else {
      return .warning("search", "older posts are still being indexed", mend: nil)
    }
    guard condition.missing == 0 else {
      return .failed(
        "search",
        "\(condition.missing) posts and actors are stored and cannot be found",
        mend: mend
      )
    }
    return .passed("search", "the index holds what is stored")
  }
}
