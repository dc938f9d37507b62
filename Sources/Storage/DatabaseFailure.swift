import GRDB
import Model

/// What can be wrong with the node's database as a whole.
package enum DatabaseFailure: Error, Sendable, CustomStringConvertible {
  /// A newer maillage has written it: the version that last did, where it is known.
  case newer(path: String, program: String?)
  /// Not a database, or damaged.
  case unreadable(path: String, reason: String)
  /// The writer has been stopped.
  case writerStopped

  package var description: String {
    switch self {
    case .newer(let path, let program):
      "\(path) was written by a newer version of maillage\(program.map { " (\($0))" } ?? ""). Install that version again, or restore a backup."
    case .unreadable(let path, let reason):
      "\(path) cannot be opened: \(reason). Check its permissions and its disk, or restore a backup."
    case .writerStopped: "The node is stopping."
    }
  }

  /// What is said of a file that is damaged; nothing for other errors.
  static func damage(_ error: any Error) -> String? {
    guard let error = error as? DatabaseError,
      [.SQLITE_CORRUPT, .SQLITE_NOTADB].contains(error.resultCode)
    else { return nil }
    return "The database is damaged (\(error.extendedResultCode)): restore a backup."
  }
}

extension Refusal {
  /// What an error of SQLite means to the asker; nothing when it is a defect of ours.
  static func of(_ error: any Error) -> Refusal? {
    guard let error = error as? DatabaseError else { return nil }
    switch error.extendedResultCode {
    // Where the file that readers and writer share cannot grow, the disk is full, too.
    case .SQLITE_FULL, .SQLITE_IOERR_SHMSIZE: return .storageFull
    default: break
    }
    switch error.resultCode {
    case .SQLITE_READONLY, .SQLITE_IOERR, .SQLITE_NOMEM, .SQLITE_CANTOPEN:
      return .unavailable("The database cannot be written: \(error.extendedResultCode).")
    case .SQLITE_BUSY, .SQLITE_LOCKED:
      return .unavailable("Another process holds the database; try again in a moment.")
    default: return nil
    }
  }
}

extension NodeDatabase {
  /// Whether an error inside a transaction is about the disk or the file, and not about what was
  /// written: the whole transaction has to be tried again later.
  package static func undoesTransaction(_ error: any Error) -> Bool { Refusal.of(error) != nil }
}
