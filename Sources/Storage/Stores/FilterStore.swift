import Foundation
import GRDB
import Model

/// What members do not want to see.
package struct FilterStore {
  let db: Database

  /// A member's filters with all that they look for.
  package func filters(of member: ActorID) throws -> [ContentFilter] {
    let filters = try db.all(
      "SELECT id, title, contexts, action, endsAt FROM filter WHERE memberID = ? ORDER BY id",
      [member],
      ContentFilter.init(row:)
    )
    return filters.isEmpty ? [] : try complete(filters)
  }

  package func find(_ id: Int64, of member: ActorID) throws -> ContentFilter? {
    try db.first(
      "SELECT id, title, contexts, action, endsAt FROM filter WHERE id = ? AND memberID = ?",
      [id, member],
      ContentFilter.init(row:)
    ).flatMap { try complete([$0]).first }
  }

  /// The filter of a member that one of its keywords belongs to.
  package func find(keyword id: Int64, of member: ActorID) throws -> ContentFilter? {
    let filter: Int64? = try db.first(
      "SELECT filterID FROM filterKeyword WHERE id = ?",
      [id]
    ) { $0[0] }
    return try filter.flatMap { try find($0, of: member) }
  }

  /// The filter of a member that one of its posts belongs to.
  package func find(status id: Int64, of member: ActorID) throws -> ContentFilter? {
    let filter: Int64? = try db.first(
      "SELECT filterID FROM filterStatus WHERE id = ?",
      [id]
    ) { $0[0] }
    return try filter.flatMap { try find($0, of: member) }
  }

  private func complete(_ filters: [ContentFilter]) throws -> [ContentFilter] {
    let list = filters.map(\.id).list
    let keywords: [Int64: [ContentFilter.Keyword]] = try db.gathered(
      """
      SELECT filterID, id, keyword, isWholeWord FROM filterKeyword
      WHERE filterID IN (SELECT value FROM json_each(?)) ORDER BY filterID, id
      """,
      [list]
    ) { ContentFilter.Keyword(id: $0[1], text: $0[2], isWholeWord: $0[3]) }
    let statuses: [Int64: [ContentFilter.Status]] = try db.gathered(
      """
      SELECT filterID, id, postID FROM filterStatus
      WHERE filterID IN (SELECT value FROM json_each(?)) ORDER BY filterID, id
      """,
      [list]
    ) { ContentFilter.Status(id: $0[1], postID: $0[2]) }
    return filters.map { filter in
      var filter = filter
      filter.keywords = keywords[filter.id] ?? []
      filter.statuses = statuses[filter.id] ?? []
      return filter
    }
  }

  // MARK: Filters

  /// Keeps a filter with its keywords and posts.
  ///
  /// - Returns: The filter with its numbers.
  package func insert(_ filter: ContentFilter, of member: ActorID) throws -> ContentFilter {
    try require(filter)
    let count = try db.count("SELECT count(*) FROM filter WHERE memberID = ?", [member])
    guard count < ContentFilter.most else {
      throw Refusal.conflict("A member has up to \(ContentFilter.most) filters.")
    }
    try db.run(
      "INSERT INTO filter (memberID, title, contexts, action, endsAt) VALUES (?, ?, ?, ?, ?)",
      [
        member, filter.title, filter.contextWords, filter.action, filter.endsAt?.milliseconds,
      ]
    )
    let id = db.lastInsertedRowID
    for keyword in filter.keywords { try add(keyword, to: id, of: member) }
    for status in filter.statuses { try add(status.postID, to: id, of: member) }
    guard let kept = try find(id, of: member) else { throw Refusal.absent }
    return kept
  }

  /// Changes a filter itself; its keywords and posts are changed by themselves.
  ///
  /// - Returns: Whether there is such a filter.
  @discardableResult
  package func update(_ filter: ContentFilter, of member: ActorID) throws -> Bool {
    try require(filter)
    try db.run(
      """
      UPDATE filter SET title = ?, contexts = ?, action = ?, endsAt = ?
      WHERE id = ? AND memberID = ?
      """,
      [
        filter.title, filter.contextWords, filter.action, filter.endsAt?.milliseconds, filter.id,
        member,
      ]
    )
    return db.changesCount > 0
  }

  /// - Returns: Whether there was such a filter.
  @discardableResult
  package func remove(_ id: Int64, of member: ActorID) throws -> Bool {
    try db.run("DELETE FROM filter WHERE id = ? AND memberID = ?", [id, member])
    return db.changesCount > 0
  }

  private func require(_ filter: ContentFilter) throws(Refusal) {
    guard !filter.title.isEmpty, filter.title.fits(ContentFilter.longestTitle) else {
      throw .malformed("A title has 1 to \(ContentFilter.longestTitle) characters.")
    }
    guard !filter.contexts.isEmpty else { throw .malformed("A filter applies somewhere.") }
  }

  // MARK: Keywords and posts

  /// - Returns: The keyword's number.
  @discardableResult
  package func add(
    _ keyword: ContentFilter.Keyword,
    to id: Int64,
    of member: ActorID
  ) throws -> Int64 {
    try require(keyword)
    guard let filter = try find(id, of: member) else { throw Refusal.absent }
    guard filter.keywords.count < ContentFilter.mostKeywords else {
      throw Refusal.conflict("A filter has up to \(ContentFilter.mostKeywords) keywords.")
    }
    let all = try db.count(
      """
      SELECT count(*) FROM filter JOIN filterKeyword ON filterKeyword.filterID = filter.id
      WHERE filter.memberID = ?
      """,
      [member]
    )
    guard all < ContentFilter.mostKeywordsOfMember else {
      throw Refusal.conflict(
        "A member’s filters have up to \(ContentFilter.mostKeywordsOfMember) keywords together."
      )
    }
    try db.run(
      "INSERT INTO filterKeyword (filterID, keyword, isWholeWord) VALUES (?, ?, ?)",
      [id, keyword.text, keyword.isWholeWord]
    )
    return db.lastInsertedRowID
  }

  /// - Returns: Whether there is such a keyword.
  @discardableResult
  package func update(_ keyword: ContentFilter.Keyword, of member: ActorID) throws -> Bool {
    try require(keyword)
    try db.run(
      """
      UPDATE filterKeyword SET keyword = ?, isWholeWord = ?
      WHERE id = ? AND filterID IN (SELECT id FROM filter WHERE memberID = ?)
      """,
      [keyword.text, keyword.isWholeWord, keyword.id, member]
    )
    return db.changesCount > 0
  }

  @discardableResult
  package func removeKeyword(_ id: Int64, of member: ActorID) throws -> Bool {
    try db.run(
      """
      DELETE FROM filterKeyword WHERE id = ?
        AND filterID IN (SELECT id FROM filter WHERE memberID = ?)
      """,
      [id, member]
    )
    return db.changesCount > 0
  }

  /// - Returns: The number under which the filter has the post.
  @discardableResult
  package func add(_ post: PostID, to id: Int64, of member: ActorID) throws -> Int64 {
    guard let filter = try find(id, of: member) else { throw Refusal.absent }
    if let known = filter.statuses.first(where: { $0.postID == post }) { return known.id }
    guard filter.statuses.count < ContentFilter.mostStatuses else {
      throw Refusal.conflict("A filter has up to \(ContentFilter.mostStatuses) posts.")
    }
    try db.run("INSERT INTO filterStatus (filterID, postID) VALUES (?, ?)", [id, post])
    return db.lastInsertedRowID
  }

  @discardableResult
  package func removeStatus(_ id: Int64, of member: ActorID) throws -> Bool {
    try db.run(
      """
      DELETE FROM filterStatus WHERE id = ?
        AND filterID IN (SELECT id FROM filter WHERE memberID = ?)
      """,
      [id, member]
    )
    return db.changesCount > 0
  }

  private func require(_ keyword: ContentFilter.Keyword) throws(Refusal) {
    guard keyword.text.fits(ContentFilter.longestKeyword),
      !keyword.text.allSatisfy(\.isWhitespace)
    else { throw .malformed("A keyword has 1 to \(ContentFilter.longestKeyword) characters.") }
  }
}

extension ContentFilter {
  fileprivate init(row: Row) {
    let words = (row[2] as String).split(separator: " ")
    self.init(
      id: row[0],
      title: row[1],
      contexts: Set(words.compactMap { Context(rawValue: String($0)) }),
      action: row[3],
      endsAt: row.dateIfAny(4)
    )
  }

  fileprivate var contextWords: String {
    contexts.map(\.rawValue).sorted().joined(separator: " ")
  }
}
