/// What became of an activity that was sent to an inbox; or a `Refusal` was thrown.
package enum InboxOutcome: Hashable, Sendable {
  /// Kept durably; its effects follow.
  case accepted
  /// Known already.
  case duplicate
  /// Well-formed and of no concern here; not kept.
  case ignored(String)
}
