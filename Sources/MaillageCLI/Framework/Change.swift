import Foundation
import Storage

/// What a command is about to change: looked up and checked, but not done yet.
struct Change: Sendable {
  /// How it is done.
  enum Work: Sendable {
    /// In one transaction, which the audit entry is part of; then what follows from it.
    case transaction(
      @Sendable (Transaction) throws -> Report,
      then: @Sendable () async throws -> Void = {}
    )
    /// By a part of the node that has transactions of its own; the audit entry is in the first.
    case steps(@Sendable () async throws -> Report)
  }

  /// What is changed, for the audit log: a name, a URL, a host.
  let target: String
  /// What happens, to be read after “would”.
  let summary: String
  let work: Work
  /// What somebody should know before a yes, shown by a trial and before a question.
  var details = Facts()
  /// What a trial says of each line of an imported file.
  var preview: [ImportResult]?

  /// A change in one transaction.
  init(
    of target: String,
    _ summary: String,
    writing body: @escaping @Sendable (Transaction) throws -> Report,
    then: @escaping @Sendable () async throws -> Void = {}
  ) {
    self.target = target
    self.summary = summary
    work = .transaction(body, then: then)
  }

  /// A change that a part of the node makes.
  init(
    of target: String,
    _ summary: String,
    _ steps: @escaping @Sendable () async throws -> Report
  ) {
    self.target = target
    self.summary = summary
    work = .steps(steps)
  }
}
