import Foundation
import GRDB
import Model

// Groups as members look for them, and what is said in one.
extension GroupStore {
  /// The groups that somebody is in, asks to be in, or looks after, the newest first.
  package func list(of member: ActorID, _ page: Page) throws -> [ActorProfile] {
    page.newestFirst(
      try db.all(
        """
        SELECT \(ActorStore.columns) FROM actor
        WHERE kind = 'group' AND \(fixed: Self.isThere) AND id IN (
          SELECT followeeID FROM follow WHERE followerID = ?1
          UNION SELECT groupID FROM affiliation WHERE actorID = ?1
            AND affiliation IN ('admin', 'moderator')
        ) ORDER BY +actor.id \(fixed: page.direction) LIMIT ?4
        """,
        [member, page.before, page.after, page.limit],
        ActorProfile.init(row:)
      )
    )
  }

  /// The groups of this node that somebody looks after and where it is waited for: somebody asks to
  /// come in, or a post is to be looked at; the newest first.
  package func busy(for member: ActorID, _ page: Page) throws -> [ActorProfile] {
    page.newestFirst(
      try db.all(
        """
        SELECT \(ActorStore.columns) FROM affiliation CROSS JOIN actor ON actor.id = groupID
        WHERE actorID = ?1 AND affiliation IN ('admin', 'moderator') AND isLocal = 1
          AND \(fixed: Self.isThere) AND (
            EXISTS (SELECT 1 FROM follow WHERE followeeID = groupID AND state = 'pending')
            OR EXISTS (SELECT 1 FROM groupPost
              WHERE groupPost.groupID = affiliation.groupID AND state = 'waiting')
          )
        ORDER BY +actor.id \(fixed: page.direction) LIMIT ?4
        """,
        [member, page.before, page.after, page.limit],
        ActorProfile.init(row:)
      )
    )
  }

  /// The groups of this node that somebody may know of: all but those that are closed and wish to be
  /// found by nobody; the newest first.
  package func local(for member: ActorID, _ page: Page) throws -> [ActorProfile] {
    page.newestFirst(
      try db.all(
        """
        SELECT \(ActorStore.columns) FROM actor
        WHERE kind = 'group' AND isLocal = 1 AND \(fixed: Self.isThere) AND \(fixed: Self.isFound)
        ORDER BY +actor.id \(fixed: page.direction) LIMIT ?4
        """,
        [member, page.before, page.after, page.limit],
        ActorProfile.init(row:)
      )
    )
  }

  /// The groups of other nodes that are known here, of these hosts alone, the newest first.
  package func remote(
    on hosts: Set<String>,
    for member: ActorID,
    _ page: Page
  ) throws -> [ActorProfile] {
    guard !hosts.isEmpty else { return [] }
    let list = try String(decoding: JSONEncoder().encode(hosts.sorted()), as: UTF8.self)
    return page.newestFirst(
      try db.all(
        """
        SELECT \(ActorStore.columns) FROM actor
        WHERE kind = 'group' AND isLocal = 0 AND host IN (SELECT value FROM json_each(?5))
          AND \(fixed: Self.isThere) AND \(fixed: Self.isFound)
        ORDER BY +actor.id \(fixed: page.direction) LIMIT ?4
        """,
        [member, page.before, page.after, page.limit, list],
        ActorProfile.init(row:)
      )
    )
  }

  /// Not in the order of rows: few actors are groups, and those few are found by other indices.
  private static let isThere: StaticString = """
    suspendedAt IS NULL AND deletedAt IS NULL AND +actor.id < ?2 AND +actor.id > ?3
    """

  private static let isFound: StaticString = """
    (approvesFollowers = 0 OR isDiscoverable = 1
      OR EXISTS (SELECT 1 FROM follow WHERE followerID = ?1 AND followeeID = actor.id)
      OR EXISTS (SELECT 1 FROM affiliation WHERE groupID = actor.id AND actorID = ?1
        AND affiliation <> 'outcast')
      OR EXISTS (SELECT 1 FROM teamInvitation WHERE groupID = actor.id AND personID = ?1
        AND teamInvitation.state = 'pending'))
    """

  /// Everybody in a group, those who may most first, then those who follow it, the latest first; with
  /// what each is to it; of followers no more than the limit.
  package func people(
    of group: ActorID,
    limit: Int = 200
  ) throws -> [(affiliation: Affiliation?, actor: ActorProfile)] {
    let named = try affiliations(of: group)
    let known = Set(named.map(\.actor.id))
    let others = try FollowStore(db: db).followers(of: group, Page(limit: limit))
      .filter { !known.contains($0.id) && $0.isActive }
    return named.map { (affiliation: $0.affiliation, actor: $0.actor) }
      + others.map { (affiliation: nil, actor: $0) }
  }
}

extension PostStore {
  /// What a group shows and a reader may read, the newest first.
  package func shown(
    in group: ActorID,
    to reader: Reader,
    _ page: Page
  ) throws -> [ReadablePost] {
    let posts = try page.filled { page in
      try db.all(
        "\(Self.inGroup) ORDER BY groupPost.postID \(fixed: page.direction) LIMIT ?4",
        [reader.number, page.before, page.after, page.limit, group]
      ) { row in
        (
          number: row[ReadingFacts.columnCount],
          value: post(row, for: reader, Permission.allows(_:toRead:))
        )
      }
    }
    return try complete(posts)
  }

  private static let inGroup = """
    SELECT \(ReadingFacts.columns), \(PostStore.columns), \
    \(ActorStore.columns.replacing("actor.", with: "author."))
    FROM groupPost CROSS JOIN post ON post.id = groupPost.postID
    CROSS JOIN actor AS author ON author.id = post.authorID
    WHERE groupPost.groupID = ?5 AND groupPost.state = 'shown' AND groupPost.postID < ?2
      AND groupPost.postID > ?3 AND \(PostStore.isWelcome)
    """
}
