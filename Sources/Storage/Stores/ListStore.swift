import GRDB
import Model

/// Members' lists, and who is in them.
package struct ListStore {
  let db: Database

  /// How many posts of somebody enter a list with it.
  static let mostFilled = 200

  package func lists(of member: ActorID) throws -> [MemberList] {
    try db.all(
      "SELECT id, title, repliesPolicy, isExclusive FROM list WHERE memberID = ? ORDER BY id",
      [member],
      MemberList.init(row:)
    )
  }

  package func find(_ id: Int64, of member: ActorID) throws -> MemberList? {
    try db.first(
      "SELECT id, title, repliesPolicy, isExclusive FROM list WHERE id = ? AND memberID = ?",
      [id, member],
      MemberList.init(row:)
    )
  }

  /// The lists of a member that somebody is in.
  package func lists(of member: ActorID, holding actor: ActorID) throws -> [MemberList] {
    try db.all(
      """
      SELECT id, title, repliesPolicy, isExclusive
      FROM listAccount CROSS JOIN list ON list.id = listAccount.listID
      WHERE listAccount.actorID = ? AND memberID = ? ORDER BY listAccount.listID
      """,
      [actor, member],
      MemberList.init(row:)
    )
  }

  // MARK: Writing

  /// - Returns: The list with its number.
  package func insert(_ list: MemberList, of member: ActorID) throws -> MemberList {
    try requireTitle(list)
    guard try db.count("SELECT count(*) FROM list WHERE memberID = ?", [member]) < MemberList.most
    else { throw Refusal.conflict("A member has up to \(MemberList.most) lists.") }
    try db.run(
      "INSERT INTO list (memberID, title, repliesPolicy, isExclusive) VALUES (?, ?, ?, ?)",
      [member, list.title, list.replies, list.isExclusive]
    )
    var list = list
    list.id = db.lastInsertedRowID
    return list
  }

  /// - Returns: Whether there is such a list.
  @discardableResult
  package func update(_ list: MemberList, of member: ActorID) throws -> Bool {
    try requireTitle(list)
    try db.run(
      """
      UPDATE list SET title = ?, repliesPolicy = ?, isExclusive = ? WHERE id = ? AND memberID = ?
      """,
      [list.title, list.replies, list.isExclusive, list.id, member]
    )
    return db.changesCount > 0
  }

  /// - Returns: Whether there was such a list.
  @discardableResult
  package func remove(_ id: Int64, of member: ActorID) throws -> Bool {
    try db.run("DELETE FROM list WHERE id = ? AND memberID = ?", [id, member])
    return db.changesCount > 0
  }

  private func requireTitle(_ list: MemberList) throws(Refusal) {
    guard !list.title.isEmpty, list.title.fits(MemberList.longestTitle) else {
      throw .malformed("A title has 1 to \(MemberList.longestTitle) characters.")
    }
  }

  // MARK: Accounts

  package func accounts(in id: Int64, _ page: Page) throws -> [ActorProfile] {
    page.newestFirst(
      try db.all(
        """
        SELECT \(ActorStore.columns) FROM listAccount JOIN actor ON actor.id = listAccount.actorID
        WHERE listAccount.listID = ? AND listAccount.actorID < ? AND listAccount.actorID > ?
          AND actor.suspendedAt IS NULL AND actor.deletedAt IS NULL
        ORDER BY listAccount.actorID \(fixed: page.direction) LIMIT ?
        """,
        [id, page.before, page.after, page.limit],
        ActorProfile.init(row:)
      )
    )
  }

  /// Puts somebody into a list, with what it wrote last.
  ///
  /// - Throws: `Refusal.absent` for a list that is not the member's, or somebody it does not follow.
  package func add(_ actor: ActorID, to id: Int64, of member: ActorID) throws {
    guard try find(id, of: member) != nil,
      try actor == member || FollowStore(db: db).find(follower: member, followee: actor) != nil
    else { throw Refusal.absent }
    let count = try db.count("SELECT count(*) FROM listAccount WHERE listID = ?", [id])
    guard count < MemberList.mostAccounts else {
      throw Refusal.conflict("A list holds up to \(MemberList.mostAccounts) accounts.")
    }
    try db.run("INSERT OR IGNORE INTO listAccount (listID, actorID) VALUES (?, ?)", [id, actor])
    guard db.changesCount > 0 else { return }
    try db.run(
      """
      INSERT OR IGNORE INTO listEntry (listID, id, postID, boosterID)
      SELECT ?1, timelineEntry.id, timelineEntry.postID, NULL
      FROM post CROSS JOIN timelineEntry ON timelineEntry.postID = post.id
        AND timelineEntry.memberID = ?3
      WHERE post.authorID = ?2 AND timelineEntry.boosterID IS NULL
      ORDER BY post.id DESC LIMIT ?4
      """,
      [id, actor, member, Self.mostFilled]
    )
  }

  package func remove(_ actor: ActorID, from id: Int64, of member: ActorID) throws {
    guard try find(id, of: member) != nil else { throw Refusal.absent }
    try db.run("DELETE FROM listAccount WHERE listID = ? AND actorID = ?", [id, actor])
    guard db.changesCount > 0 else { return }
    try db.run(
      """
      DELETE FROM listEntry WHERE listID = ?1 AND (boosterID = ?2 OR (boosterID IS NULL
        AND (SELECT authorID FROM post WHERE post.id = listEntry.postID) = ?2))
      """,
      [id, actor]
    )
  }

  /// Takes somebody whom a member follows no longer out of all its lists.
  func removeAll(_ actor: ActorID, of member: ActorID) throws {
    try db.run(
      """
      DELETE FROM listAccount WHERE actorID = ?
        AND listID IN (SELECT id FROM list WHERE memberID = ?)
      """,
      [actor, member]
    )
  }
}

extension MemberList {
  fileprivate init(row: Row) {
    self.init(id: row[0], title: row[1], replies: row[2], isExclusive: row[3])
  }
}
