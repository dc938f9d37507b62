import GRDB
import Model

/// Posts that members want to find again.
package struct BookmarkStore {
  let db: Database

  package func add(_ post: PostID, by member: ActorID) throws {
    try db.run("INSERT OR IGNORE INTO bookmark (memberID, postID) VALUES (?, ?)", [member, post])
  }

  package func remove(_ post: PostID, by member: ActorID) throws {
    try db.run("DELETE FROM bookmark WHERE memberID = ? AND postID = ?", [member, post])
  }
}
