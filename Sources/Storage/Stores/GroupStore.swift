import Foundation
import GRDB
import Model

/// How groups are run, who is what to them, and which posts belong to which.
package struct GroupStore {
  let db: Database

  /// Where a post stands in a group.
  package enum State: String, Sendable {
    /// A moderator has to look at it.
    case waiting
    case shown
    /// A moderator took it away, or the group took it back.
    case removed
  }

  /// The most groups that one post is shown in; it bounds what one activity causes.
  package static let mostGroups = 8

  // MARK: Rules

  /// How a group of this node is run; one without rules of its own is open.
  package func rules(of group: ActorID) throws -> GroupRules {
    try db.first(
      "SELECT isClosed, isModerated, posting FROM groupRules WHERE groupID = ?",
      [group]
    ) { GroupRules(isClosed: $0[0], isModerated: $0[1], posting: $0[2]) } ?? GroupRules()
  }

  /// Sets how a group of this node is run.
  package func setRules(_ rules: GroupRules, of group: ActorID) throws {
    try db.run(
      """
      INSERT INTO groupRules (groupID, isClosed, isModerated, posting) VALUES (?, ?, ?, ?)
      ON CONFLICT (groupID) DO UPDATE SET isClosed = excluded.isClosed,
        isModerated = excluded.isModerated, posting = excluded.posting
      """,
      [group, rules.isClosed, rules.isModerated, rules.posting]
    )
    try db.run("UPDATE actor SET approvesFollowers = ? WHERE id = ?", [rules.isClosed, group])
  }

  // MARK: People

  /// The hosts of those who follow each group, this node's own as an empty text; of the groups that
  /// people of several hosts follow.
  package func hostsByGroup() throws -> [ActorID: Set<String>] {
    var hosts: [ActorID: Set<String>] = [:]
    try db.each(
      """
      SELECT DISTINCT groupActor.id, CASE WHEN follower.isLocal THEN '' ELSE follower.host END
      FROM actor AS groupActor CROSS JOIN follow ON follow.followeeID = groupActor.id
        CROSS JOIN actor AS follower ON follower.id = follow.followerID
      WHERE groupActor.kind = 'group' AND groupActor.isLocal = 1 AND follow.state = 'accepted'
      """
    ) { hosts[$0[0], default: []].insert($0[1]) }
    return hosts.filter { $0.value.count > 1 }
  }

  package func standing(of actor: ActorID, in group: ActorID) throws -> GroupStanding {
    GroupStanding(
      affiliation: try db.first(
        "SELECT affiliation FROM affiliation WHERE groupID = ? AND actorID = ?",
        [group, actor]
      ) { $0[0] },
      isFollower: try db.has(
        "SELECT 1 FROM follow WHERE followerID = ? AND followeeID = ? AND state = 'accepted'",
        [actor, group]
      )
    )
  }

  /// Sets what somebody is to a group; nothing: nothing special.
  package func affiliate(
    _ actor: ActorID,
    with group: ActorID,
    as affiliation: Affiliation?,
    at time: Date
  ) throws {
    try db.run("DELETE FROM affiliation WHERE groupID = ? AND actorID = ?", [group, actor])
    guard let affiliation else { return }
    try db.run(
      "INSERT INTO affiliation (groupID, actorID, affiliation, createdAt) VALUES (?, ?, ?, ?)",
      [group, actor, affiliation, time.milliseconds]
    )
  }

  /// Lets somebody who is a mere member of a group be nothing special to it.
  package func dismiss(_ actor: ActorID, from group: ActorID) throws {
    try db.run(
      "DELETE FROM affiliation WHERE groupID = ? AND actorID = ? AND affiliation = 'member'",
      [group, actor]
    )
  }

  /// Everybody who is something to a group, those who may most first.
  package func affiliations(
    of group: ActorID,
    limit: Int = 1000
  ) throws -> [(affiliation: Affiliation, actor: ActorProfile)] {
    try db.all(
      """
      SELECT \(ActorStore.columns), affiliation FROM affiliation JOIN actor ON actor.id = actorID
      WHERE groupID = ? AND deletedAt IS NULL
      ORDER BY CASE affiliation WHEN 'admin' THEN 0 WHEN 'moderator' THEN 1 WHEN 'member' THEN 2
        ELSE 3 END, actorID LIMIT ?
      """,
      [group, limit]
    ) { (affiliation: $0[ActorStore.columnCount], actor: ActorProfile(row: $0)) }
  }

  /// Who looks after a group of this node, its admins first.
  package func moderators(of group: ActorID) throws -> [ActorID] {
    try affiliations(of: group).filter { $0.affiliation >= .moderator }.map(\.actor.id)
  }

  /// How many admins a group has beside somebody: active members of this node, for nobody else can
  /// look after it for sure.
  package func countAdmins(of group: ActorID, but actor: ActorID) throws -> Int {
    try db.count(
      """
      SELECT count(*) FROM affiliation JOIN actor ON actor.id = affiliation.actorID
        JOIN member ON member.actorID = actor.id
      WHERE groupID = ? AND affiliation = 'admin' AND affiliation.actorID <> ?
        AND suspendedAt IS NULL AND deletedAt IS NULL AND member.state = 'active'
      """,
      [group, actor]
    )
  }

  /// Whether somebody wished to have to do with a group: it follows it, has asked to, or has said yes
  /// to an invitation.
  package func hasAgreed(_ actor: ActorID, to group: ActorID) throws -> Bool {
    try db.has(
      """
      SELECT 1 FROM follow WHERE followerID = ?1 AND followeeID = ?2
      UNION ALL
      SELECT 1 FROM teamInvitation WHERE groupID = ?2 AND personID = ?1 AND state = 'accepted'
      LIMIT 1
      """,
      [actor, group]
    )
  }

  /// Whether somebody asks to come into another group than this one that a member looks after.
  package func isAsking(
    _ actor: ActorID,
    of moderator: ActorID,
    besides group: ActorID
  ) throws -> Bool {
    try db.has(
      """
      SELECT 1 FROM affiliation CROSS JOIN follow ON followeeID = groupID
      WHERE actorID = ?1 AND affiliation IN ('admin', 'moderator') AND groupID <> ?3
        AND followerID = ?2 AND follow.state = 'pending'
      LIMIT 1
      """,
      [moderator, actor, group]
    )
  }

  /// This node's groups that somebody is the admin of.
  package func administered(by actor: ActorID) throws -> [ActorProfile] {
    try db.all(
      """
      SELECT \(ActorStore.columns) FROM affiliation JOIN actor ON actor.id = groupID
      WHERE actorID = ? AND affiliation = 'admin' AND deletedAt IS NULL AND isLocal = 1
      ORDER BY actor.name LIMIT 1000
      """,
      [actor],
      ActorProfile.init(row:)
    )
  }

  /// How many of this node's groups somebody is the admin of.
  package func countAdministered(by actor: ActorID) throws -> Int {
    try db.first(
      """
      SELECT count(*) FROM affiliation JOIN actor ON actor.id = groupID
      WHERE actorID = ? AND affiliation = 'admin' AND deletedAt IS NULL
      """,
      [actor]
    ) { $0[0] } ?? 0
  }

  /// Whether somebody reads what is for a closed group: it follows it, or its node has somebody who
  /// does, for nodes fetch for all who are there.
  package func isInsider(_ reader: ActorID, of group: ActorID) throws -> Bool {
    try db.has(
      """
      SELECT 1 FROM follow WHERE followerID = ?1 AND followeeID = ?2 AND state = 'accepted'
      UNION ALL
      SELECT 1 FROM follow JOIN actor AS insider ON insider.id = followerID
      WHERE followeeID = ?2 AND state = 'accepted' AND insider.isLocal = 0
        AND insider.suspendedAt IS NULL AND insider.deletedAt IS NULL
        AND insider.host = (SELECT host FROM actor WHERE actor.id = ?1 AND actor.isLocal = 0)
      LIMIT 1
      """,
      [reader, group]
    )
  }

  // MARK: Posts

  /// Puts a post into a group, of this node or another, or changes where it stands there; with
  /// `waiting`, its Create is kept as it came.
  package func put(
    _ post: PostID,
    in group: ActorID,
    _ state: State,
    activity: [UInt8]? = nil
  ) throws {
    try db.run(
      """
      INSERT INTO groupPost (groupID, postID, state, activity) VALUES (?, ?, ?, ?)
      ON CONFLICT (groupID, postID) DO UPDATE SET state = excluded.state,
        activity = excluded.activity
      """,
      [group, post, state, activity.map { Data($0) }]
    )
  }

  package func state(of post: PostID, in group: ActorID) throws -> State? {
    try db.first(
      "SELECT state FROM groupPost WHERE groupID = ? AND postID = ?",
      [group, post]
    ) { $0[0] }
  }

  /// The groups, of this node and others, that show a post.
  package func groups(showing post: PostID) throws -> [ActorProfile] {
    try db.all(
      """
      SELECT \(ActorStore.columns) FROM groupPost JOIN actor ON actor.id = groupID
      WHERE postID = ? AND state = 'shown' AND deletedAt IS NULL ORDER BY groupID LIMIT ?
      """,
      [post, Self.mostGroups],
      ActorProfile.init(row:)
    )
  }

  /// Whether anything was ever written in a group that is still here.
  package func hasPosts(_ group: ActorID) throws -> Bool {
    try db.has("SELECT 1 FROM groupPost WHERE groupID = ? LIMIT 1", [group])
  }

  /// The Create of a post that waits.
  package func waitingActivity(_ post: PostID, in group: ActorID) throws -> [UInt8]? {
    try db.first(
      "SELECT activity FROM groupPost WHERE groupID = ? AND postID = ? AND state = 'waiting'",
      [group, post]
    ) { $0.bytesIfAny(0) } ?? nil
  }

  /// How many posts of an author wait in a group.
  package func countWaiting(by author: ActorID, in group: ActorID) throws -> Int {
    try db.count(
      """
      SELECT count(*) FROM groupPost JOIN post ON post.id = postID
      WHERE groupID = ? AND state = 'waiting' AND authorID = ?
      """,
      [group, author]
    )
  }

  /// How many posts wait in a group.
  package func countWaiting(in group: ActorID) throws -> Int {
    try db.count(
      "SELECT count(*) FROM groupPost WHERE groupID = ? AND state = 'waiting'",
      [group]
    )
  }

  /// The posts that wait in a group, oldest first, with who wrote them.
  package func waiting(in group: ActorID, limit: Int = 100) throws -> [ReadablePost] {
    let posts = PostStore(db: db)
    let ids: [PostID] = try db.all(
      """
      SELECT postID FROM groupPost WHERE groupID = ? AND state = 'waiting'
      ORDER BY postID LIMIT ?
      """,
      [group, limit]
    ) { $0[0] }
    return try ids.compactMap { id in
      guard let post = try posts.find(id),
        let author = try ActorStore(db: db).find(post.authorID)
      else { return nil }
      return ReadablePost(post: post, author: author)
    }
  }
}

extension GroupRules.Posting: DatabaseValueConvertible {}
extension Affiliation: DatabaseValueConvertible {}
extension GroupStore.State: DatabaseValueConvertible {}
