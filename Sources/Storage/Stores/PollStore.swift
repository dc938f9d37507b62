import Foundation
import GRDB
import Model

/// Polls, and who voted in them.
package struct PollStore {
  let db: Database

  /// The most remote voters that are told how a poll goes on.
  static let mostTold = 5_000

  package func find(_ post: PostID) throws -> Poll? { try find([post])[post] }

  /// The same of many.
  func find(_ posts: [PostID]) throws -> [PostID: Poll] {
    guard !posts.isEmpty else { return [:] }
    let options: [PostID: [Poll.Option]] = try db.gathered(
      """
      SELECT postID, name, votes
      FROM json_each(?) AS wanted CROSS JOIN pollOption ON pollOption.postID = wanted.value
      """,
      [posts.list]
    ) { Poll.Option(name: $0[1], votes: $0[2]) }
    return try db.indexed(
      """
      SELECT postID, isMultiple, closesAt, closedAt, voters, hidesTotals
      FROM json_each(?) AS wanted CROSS JOIN poll ON poll.postID = wanted.value
      """,
      [posts.list]
    ) { row in
      Poll(
        options: options[row[0]] ?? [],
        isMultiple: row[1],
        closesAt: row.dateIfAny(2),
        closedAt: row.dateIfAny(3),
        voters: row[4],
        hidesTotals: row[5]
      )
    }
  }

  /// The places of the options that an actor has chosen.
  package func choices(of actor: ActorID, in post: PostID) throws -> Set<Int> {
    Set(try choices(of: actor, in: [post])[post] ?? [])
  }

  /// The same of many polls.
  func choices(of actor: ActorID, in posts: [PostID]) throws -> [PostID: [Int]] {
    guard !posts.isEmpty else { return [:] }
    return try db.gathered(
      """
      SELECT postID, position FROM json_each(?) AS wanted
      CROSS JOIN vote ON vote.postID = wanted.value AND vote.actorID = ?
      """,
      [posts.list, actor]
    ) { $0[1] }
  }

  /// Counts a vote of a poll of this node; of another's the author's node counts.
  package func add(
    _ place: Int,
    by actor: ActorID,
    in post: PostID,
    uri: String,
    counting: Bool,
    at time: Date
  ) throws {
    let isFirst = try choices(of: actor, in: post).isEmpty
    try db.run(
      "INSERT INTO vote (postID, actorID, position, uri, createdAt) VALUES (?, ?, ?, ?, ?)",
      [post, actor, place, uri, time.milliseconds]
    )
    guard counting else { return }
    try db.run(
      "UPDATE pollOption SET votes = votes + 1 WHERE postID = ? AND position = ?",
      [post, place]
    )
    try db.run(
      """
      UPDATE poll SET voters = ifnull(voters, 0) + ?,
        isTold = (SELECT audience = 'node' FROM post WHERE id = poll.postID) WHERE postID = ?
      """,
      [isFirst ? 1 : 0, post]
    )
  }

  /// Takes over what the author's node says of its poll.
  ///
  /// Other options, or another number that may be chosen, are another question, so what was chosen of
  /// the old ones is forgotten (Mastodon does the same).
  package func replace(with poll: Poll, of post: PostID) throws {
    guard let old = try find(post) else { return try insert(poll, of: post, at: Date.distantPast) }
    try db.run(
      """
      UPDATE poll SET isMultiple = ?, closesAt = ?, closedAt = ?, voters = ?, hidesTotals = ?
      WHERE postID = ?
      """,
      [
        poll.isMultiple, poll.closesAt?.milliseconds, poll.closedAt?.milliseconds, poll.voters,
        poll.hidesTotals, post,
      ]
    )
    if old.isAnother(than: poll) {
      try db.run("DELETE FROM vote WHERE postID = ?", [post])
    }
    try db.run("DELETE FROM pollOption WHERE postID = ?", [post])
    try insertOptions(of: poll, post)
  }

  /// Makes another question of a poll of this node: it begins anew, and nobody has voted.
  package func restart(_ poll: Poll, of post: PostID, at time: Date) throws {
    try remove(post)
    try insert(poll, of: post, at: time)
  }

  package func remove(_ post: PostID) throws {
    try db.run("DELETE FROM poll WHERE postID = ?", [post])
  }

  /// Forgets what somebody who is no more has chosen; in polls of this node that are open it counts
  /// no longer, the result of the others stays.
  func forget(voter: ActorID) throws {
    let open = try db.all(
      """
      SELECT DISTINCT vote.postID FROM vote JOIN poll ON poll.postID = vote.postID
      JOIN post ON post.id = vote.postID
      WHERE vote.actorID = ? AND poll.closedAt IS NULL AND post.isLocal = 1
      """,
      [voter]
    ) { $0[0] as PostID }
    for post in open {
      try db.run(
        """
        UPDATE pollOption SET votes = max(votes - 1, 0) WHERE postID = ?1 AND position IN (
          SELECT position FROM vote WHERE postID = ?1 AND actorID = ?2)
        """,
        [post, voter]
      )
      try db.run(
        """
        UPDATE poll SET voters = max(ifnull(voters, 0) - 1, 0),
          isTold = (SELECT audience = 'node' FROM post WHERE id = poll.postID) WHERE postID = ?
        """,
        [post]
      )
    }
    try db.run("DELETE FROM vote WHERE actorID = ?", [voter])
  }

  // MARK: Telling others

  /// Polls of this node that closed by themselves.
  package func due(at now: Date, limit: Int) throws -> [PostID] {
    try db.all(
      """
      SELECT poll.postID FROM poll JOIN post ON post.id = poll.postID
      WHERE poll.closedAt IS NULL AND poll.closesAt IS NOT NULL AND poll.closesAt <= ?
        AND post.isLocal = 1 LIMIT ?
      """,
      [now.milliseconds, limit]
    ) { $0[0] }
  }

  /// Polls of other nodes whose time is over, of which nobody here was told.
  package func endedElsewhere(at now: Date, limit: Int) throws -> [PostID] {
    try db.all(
      """
      SELECT poll.postID FROM poll JOIN post ON post.id = poll.postID
      WHERE poll.hasEnded = 0 AND poll.closesAt IS NOT NULL AND poll.closesAt <= ?
        AND post.isLocal = 0 LIMIT ?
      """,
      [now.milliseconds, limit]
    ) { $0[0] }
  }

  package func markEnded(_ post: PostID) throws {
    try db.run("UPDATE poll SET hasEnded = 1 WHERE postID = ?", [post])
  }

  /// Polls of which others have not heard the latest, and were last told before a time.
  ///
  /// In a territory all that is told is kept for good, so there only the end is.
  package func untold(since time: Date, limit: Int) throws -> [PostID] {
    try db.all(
      """
      SELECT poll.postID FROM poll JOIN post ON post.id = poll.postID
      WHERE poll.isTold = 0 AND poll.toldAt < ?
        AND (post.audience <> 'territory' OR poll.closedAt IS NOT NULL) LIMIT ?
      """,
      [time.milliseconds, limit]
    ) { $0[0] }
  }

  /// Closes a poll; that it is has to be told.
  package func close(_ post: PostID, at time: Date) throws {
    try db.run(
      """
      UPDATE poll SET closedAt = ?, toldAt = 0, hasEnded = 1,
        isTold = (SELECT audience = 'node' FROM post WHERE id = poll.postID) WHERE postID = ?
      """,
      [time.milliseconds, post]
    )
  }

  /// Remembers that others hear of a poll as it was with so many votes.
  package func markTold(_ post: PostID, votes: Int, at time: Date) throws {
    try db.run(
      """
      UPDATE poll SET toldAt = ?1, isTold = (SELECT total(votes) FROM pollOption
        WHERE pollOption.postID = poll.postID) = ?2 WHERE postID = ?3
      """,
      [time.milliseconds, votes, post]
    )
  }

  /// The inboxes of actors of other nodes that voted.
  package func remoteInboxes(of post: PostID) throws -> [String] {
    try db.all(
      """
      SELECT DISTINCT coalesce(actor.sharedInbox, actor.inbox) FROM vote
      JOIN actor ON actor.id = vote.actorID
      WHERE vote.postID = ? AND actor.isLocal = 0 AND actor.deletedAt IS NULL
        AND actor.suspendedAt IS NULL LIMIT ?
      """,
      [post, Self.mostTold]
    ) { $0[0] }
  }

  // MARK: Writing

  func insert(_ poll: Poll, of post: PostID, at time: Date) throws {
    try db.run(
      """
      INSERT INTO poll (postID, isMultiple, closesAt, closedAt, voters, hidesTotals, isTold, toldAt)
      VALUES (?, ?, ?, ?, ?, ?, 1, ?)
      """,
      [
        post, poll.isMultiple, poll.closesAt?.milliseconds, poll.closedAt?.milliseconds,
        poll.voters, poll.hidesTotals, time.milliseconds,
      ]
    )
    try insertOptions(of: poll, post)
  }

  private func insertOptions(of poll: Poll, _ post: PostID) throws {
    for (position, option) in poll.options.enumerated() {
      try db.run(
        "INSERT INTO pollOption (postID, position, name, votes) VALUES (?, ?, ?, ?)",
        [post, position, option.name, option.votes]
      )
    }
  }
}
