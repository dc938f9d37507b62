import GRDB
import Model
import Synchronization

/// A row that was written, by its number; told after the commit.
package enum StoredChange: Sendable, Hashable {
  case posted(PostID)
  case edited(PostID)
  case deleted(PostID, for: FormerReaders)
  /// A boost that was taken back, by its number, and whose it was.
  case unboosted(Int64, by: ActorID)
  /// A notification that came.
  case notified(Int64)
  /// An access token that is none any more.
  case tokenEnded(Int64)
  /// A browser session that is none any more.
  case sessionEnded(Int64)
  /// An announcement that members are shown from now on.
  case announced(Int64)
  /// One that they are shown no longer.
  case announcementEnded(Int64)
}

/// Who was, or could be, shown a post that is no more.
package enum FormerReaders: Sendable, Hashable {
  case anyone
  /// Of this node.
  case members
  case only(Set<ActorID>)
}

/// Notes which rows a transaction writes, and tells after the commit whoever wants to know.
///
/// SQLite reports every row by its number, whichever store wrote it and however, so that nobody
/// who writes has to think of those who look on.
final class ChangeWatch: TransactionObserver, Sendable {
  // A class, since GRDB keeps observers by reference.
  private let changes = Mutex<[StoredChange]>([])
  /// Of posts that are being deleted.
  private let readers = Mutex<[Int64: FormerReaders]>([:])
  let freshness = Freshness()
  private let listener = Mutex<(@Sendable ([StoredChange]) -> Void)?>(nil)

  func listen(_ body: @escaping @Sendable ([StoredChange]) -> Void) {
    listener.withLock { $0 = body }
  }

  /// Notes what a trigger says.
  func note(_ change: StoredChange) { changes.withLock { $0.append(change) } }

  var notedCount: Int { changes.withLock { $0.count } }

  /// Forgets what was noted in a part of a transaction that is undone.
  ///
  /// Rows that a part writes come here only once it is kept; what triggers say comes at once.
  func forget(from count: Int) {
    changes.withLock { $0.removeSubrange(min(count, $0.count)...) }
  }

  func note(_ readers: FormerReaders, ofPost id: Int64) {
    self.readers.withLock { $0[id] = readers }
  }

  func observes(eventsOfKind kind: DatabaseEventKind) -> Bool {
    switch kind {
    case .insert("post"), .delete("post"), .insert("notification"), .delete("accessToken"),
      .delete("webSession"), .insert("announcement"):
      true
    case .update("post", let columns): columns.contains("editedAt")
    case .update("announcement", let columns): columns.contains("endedAt")
    default: false
    }
  }

  func databaseDidChange(with event: DatabaseEvent) {
    let id = PostID(rawValue: event.rowID)
    let change: StoredChange =
      switch (event.tableName, event.kind) {
      case ("notification", _): .notified(event.rowID)
      case ("accessToken", _): .tokenEnded(event.rowID)
      case ("webSession", _): .sessionEnded(event.rowID)
      case ("announcement", .insert): .announced(event.rowID)
      case ("announcement", _): .announcementEnded(event.rowID)
      case (_, .insert): .posted(id)
      case (_, .update): .edited(id)
      case (_, .delete):
        .deleted(id, for: readers.withLock { $0.removeValue(forKey: event.rowID) } ?? .only([]))
      }
    changes.withLock { $0.append(change) }
  }

  func databaseDidCommit(_ db: Database) {
    freshness.publish()
    readers.withLock { $0 = [:] }
    let committed = changes.withLock { changes in
      defer { changes = [] }
      return changes
    }
    guard !committed.isEmpty else { return }
    listener.withLock { $0 }?(committed)
  }

  func databaseDidRollback(_ db: Database) {
    changes.withLock { $0 = [] }
    readers.withLock { $0 = [:] }
    freshness.drop()
  }
}

extension NodeDatabase {
  /// Calls whoever wants to know after each commit that wrote posts, notifications or announcements, or
  /// ended tokens or sessions.
  package func onChange(_ body: @escaping @Sendable ([StoredChange]) -> Void) {
    watch.listen(body)
  }
}

extension Transaction {
  /// Calls a body once what this transaction wrote is committed; not if the part of it that asks for
  /// this is undone.
  package func afterCommit(_ body: @escaping @Sendable () -> Void) {
    hooks.bodies.append(body)
  }
}
