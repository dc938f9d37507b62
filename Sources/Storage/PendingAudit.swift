import Model
import Synchronization

/// An entry of the audit log that goes into the next transaction of the task that it is about.
///
/// What a part of the node writes in transactions of its own is so never without its entry, also
/// when the machine stops right after.
package final class PendingAudit: Sendable {
  // A class, since the one who sets it learns whether it was written.
  @TaskLocal package static var current: PendingAudit?

  private let entry: Mutex<AuditEntry?>

  package init(_ entry: AuditEntry) {
    self.entry = Mutex(entry)
  }

  /// Whether the entry is in the log.
  package var isWritten: Bool { entry.withLock { $0 == nil } }

  /// Takes the entry, so that it is written once.
  func take() -> AuditEntry? {
    entry.withLock { entry in
      defer { entry = nil }
      return entry
    }
  }

  /// Puts it back: the transaction it was taken for was undone.
  func putBack(_ entry: AuditEntry) {
    self.entry.withLock { $0 = entry }
  }
}
