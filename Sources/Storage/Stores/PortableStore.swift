import Foundation
import GRDB
import Model

/// What a member takes along besides posts and lists, row by row, in the words of the tables.
package struct PortableStore {
  let db: Database

  /// A part of an archive; its name is that of its file.
  package enum Part: String, Sendable, CaseIterable {
    case account, preferences, mail, notes, followedTags, featuredTags, featuredAccounts, followers
    case filters, filterKeywords, groups, pollVotes, scheduledPosts, mutedThreads
  }

  /// A value of a row.
  package enum Value: Sendable, Hashable {
    case nothing
    case number(Int64)
    case fraction(Double)
    case text(String)
  }

  /// A row: names, each with its value.
  package typealias Record = [(name: String, value: Value)]

  /// Gives each row of a part to a closure; none is gathered.
  ///
  /// Names that end with `At` are moments, in milliseconds since 1970; with `Day`, days since then.
  package func each(
    _ part: Part,
    of member: ActorID,
    _ body: (Record) throws -> Void
  ) throws {
    guard let query = Self.queries[part] else { preconditionFailure("Each part has a query.") }
    try db.each("\(fixed: query)", [member]) { row in
      try body(
        zip(row.columnNames, row.databaseValues).map { (name: $0, value: Self.value($1)) }
      )
    }
  }

  private static func value(_ stored: DatabaseValue) -> Value {
    switch stored.storage {
    case .null, .blob: .nothing
    case .int64(let number): .number(number)
    case .double(let number): .fraction(number)
    case .string(let text): .text(text)
    }
  }

  private static let queries: [Part: StaticString] = [
    .account:
      """
    SELECT actor.name, displayName, email, role, state, defaultAudience, member.createdAt
    FROM member JOIN actor ON actor.id = actorID WHERE actorID = ?1
    """,
    .preferences:
      """
    SELECT isListed, isSensitive, quotableBy, media, expandsWarnings FROM preference
    WHERE memberID = ?1
    """,
    .mail:
      """
    SELECT pace, quietFrom, quietTo, tellsSignIns FROM mailPreference WHERE memberID = ?1
    """,
    .notes:
      """
    SELECT actor.uri AS account, text FROM accountNote JOIN actor ON actor.id = targetID
    WHERE memberID = ?1
    """,
    .followedTags: "SELECT name FROM followedTag WHERE memberID = ?1 ORDER BY id",
    .featuredTags: "SELECT name FROM featuredTag WHERE memberID = ?1 ORDER BY id",
    .featuredAccounts:
      """
    SELECT actor.uri AS account FROM endorsement JOIN actor ON actor.id = targetID
    WHERE memberID = ?1
    """,
    .followers:
      """
    SELECT actor.uri AS account, actor.name || '@' || host AS address, state,
      follow.createdAt AS followedAt
    FROM follow JOIN actor ON actor.id = followerID WHERE followeeID = ?1 ORDER BY followerID
    """,
    .filters:
      "SELECT id, title, contexts, action, endsAt FROM filter WHERE memberID = ?1 ORDER BY id",
    .filterKeywords:
      """
    SELECT filterID AS filter, keyword, isWholeWord FROM filterKeyword
    JOIN filter ON filter.id = filterID WHERE memberID = ?1 ORDER BY filterKeyword.id
    """,
    .groups:
      """
    SELECT actor.uri AS "group", displayName, affiliation, affiliation.createdAt AS joinedAt
    FROM affiliation JOIN actor ON actor.id = groupID WHERE actorID = ?1 ORDER BY groupID
    """,
    .pollVotes:
      """
    SELECT post.uri AS poll, pollOption.name AS choice, vote.createdAt AS votedAt FROM vote
    JOIN post ON post.id = vote.postID
    JOIN pollOption ON pollOption.postID = vote.postID AND pollOption.position = vote.position
    WHERE actorID = ?1 ORDER BY vote.postID, vote.position
    """,
    .scheduledPosts:
      "SELECT draft, dueAt FROM scheduledPost WHERE memberID = ?1 ORDER BY id",
    .mutedThreads: "SELECT thread, createdAt FROM threadMute WHERE memberID = ?1",
  ]

  /// What a member passed on, the latest first: the boost's id, the post's, and when.
  package struct PassedOn: Sendable, Hashable {
    package let number: Int64
    package let uri: String
    package let post: String
    package let at: Date
  }

  package func boosts(by member: ActorID, before: Int64, limit: Int) throws -> [PassedOn] {
    try db.all(
      """
      SELECT boost.number, boost.uri, post.uri, boost.createdAt FROM boost
      JOIN post ON post.id = postID WHERE boost.actorID = ? AND boost.number < ?
      ORDER BY boost.number DESC LIMIT ?
      """,
      [member, before, limit]
    ) { PassedOn(number: $0[0], uri: $0[1], post: $0[2], at: $0.date(3)) }
  }
}
