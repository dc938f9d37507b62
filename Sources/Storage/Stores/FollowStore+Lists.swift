import GRDB
import Model

// Lists of people, as clients page them.
extension FollowStore {
  /// Who waits for an actor's answer, by falling actor number.
  package func requests(of id: ActorID, _ page: Page) throws -> [ActorProfile] {
    page.newestFirst(
      try db.all(
        """
        SELECT \(ActorStore.columns) FROM follow JOIN actor ON actor.id = followerID
        WHERE followeeID = ? AND state = 'pending' AND followerID < ? AND followerID > ?
          AND actor.suspendedAt IS NULL AND actor.deletedAt IS NULL
        ORDER BY followerID \(fixed: page.direction) LIMIT ?
        """,
        [id, page.before, page.after, page.limit],
        ActorProfile.init(row:)
      )
    )
  }

  /// Followers of an actor whom a member follows, too.
  package func familiar(
    with member: ActorID,
    following id: ActorID,
    limit: Int = 40
  ) throws -> [ActorProfile] {
    try db.all(
      """
      SELECT \(ActorStore.columns) FROM follow AS own
      CROSS JOIN follow AS other ON other.followerID = own.followeeID AND other.followeeID = ?2
        AND other.state = 'accepted'
      CROSS JOIN actor ON actor.id = own.followeeID
      WHERE own.followerID = ?1 AND own.state = 'accepted'
        AND actor.suspendedAt IS NULL AND actor.deletedAt IS NULL
      ORDER BY own.followeeID DESC LIMIT ?3
      """,
      [member, id, Page(limit: limit).limit],
      ActorProfile.init(row:)
    )
  }
}

extension BlockStore {
  /// Whom a member blocks, by falling actor number.
  package func list(of member: ActorID, _ page: Page) throws -> [ActorProfile] {
    page.newestFirst(
      try db.all(
        """
        SELECT \(ActorStore.columns) FROM block JOIN actor ON actor.id = block.targetID
        WHERE block.actorID = ? AND block.targetID < ? AND block.targetID > ?
        ORDER BY block.targetID \(fixed: page.direction) LIMIT ?
        """,
        [member, page.before, page.after, page.limit],
        ActorProfile.init(row:)
      )
    )
  }
}

extension ReactionStore {
  /// Who liked or boosted a post, by falling actor number, without those who are gone or whom the
  /// reader has blocked, or is blocked by, and without boosts that are not for the reader.
  package func actors(
    _ kind: Kind,
    of post: PostID,
    for reader: Reader,
    _ page: Page
  ) throws -> [ActorProfile] {
    switch kind {
    case .like: try actors("liking", where: "1", of: post, for: reader, page)
    case .boost: try actors("boost", where: Self.isForReader, of: post, for: reader, page)
    }
  }

  /// Whether a boost, as `given`, is for a reader, who is argument 1.
  private static let isForReader: StaticString = """
    (given.isForFollowers = 0 OR given.actorID = ?1 OR EXISTS (SELECT 1 FROM follow
      WHERE followerID = ?1 AND followeeID = given.actorID AND follow.state = 'accepted'))
    """

  /// Who passed on the post that a boost of this number holds, and that post, if the boost is for the
  /// reader.
  package func boosted(
    by number: Int64,
    for reader: Reader
  ) throws -> (post: PostID, booster: ActorID)? {
    try db.first(
      "SELECT postID, actorID FROM boost AS given WHERE number = ?2 AND \(fixed: Self.isForReader)",
      [reader.number, number]
    ) { ($0[0], $0[1]) }
  }

  private func actors(
    _ table: StaticString,
    where condition: StaticString,
    of post: PostID,
    for reader: Reader,
    _ page: Page
  ) throws -> [ActorProfile] {
    page.newestFirst(
      try db.all(
        """
        SELECT \(ActorStore.columns) FROM \(fixed: table) AS given
        JOIN actor ON actor.id = given.actorID
        WHERE given.postID = ?5 AND given.actorID < ?2 AND given.actorID > ?3
          AND actor.suspendedAt IS NULL AND actor.deletedAt IS NULL
          AND NOT EXISTS (SELECT 1 FROM hostStanding
            WHERE hostStanding.host = actor.host AND standing = 'suspended')
          AND NOT EXISTS (SELECT 1 FROM block
            WHERE block.actorID = ?1 AND block.targetID = actor.id)
          AND NOT EXISTS (SELECT 1 FROM block
            WHERE block.actorID = actor.id AND block.targetID = ?1)
          AND \(fixed: condition)
        ORDER BY given.actorID \(fixed: page.direction) LIMIT ?4
        """,
        [reader.number, page.before, page.after, page.limit, post],
        ActorProfile.init(row:)
      )
    )
  }
}

extension ActorStore {
  /// In what order a directory lists people.
  package enum DirectoryOrder: Sendable, Hashable { case active, new }

  /// How many of the newest posts say who is active elsewhere.
  private static let activePosts = 2_000

  /// People and groups who agreed to be listed, without those whom a member, if one asks, does not
  /// want to see.
  ///
  /// It goes through all of this node's actors: they are few against all that are known. Of those
  /// elsewhere it lists who wrote something lately.
  package func directory(
    for reader: Reader,
    by order: DirectoryOrder,
    onlyLocal: Bool = true,
    offset: Int,
    limit: Int
  ) throws -> [ActorProfile] {
    let (most, first) = (Page(limit: limit).limit, min(max(offset, 0), 100_000))
    let arguments: Arguments = [reader.number, most, first]
    guard onlyLocal else {
      let arguments: Arguments = [reader.number, most, first, Self.activePosts, Int64.max]
      // Of whom nothing is known is older than everybody.
      let newest: StaticString =
        switch order {
        case .active: "ifnull((SELECT max(post.id) FROM post WHERE post.authorID = actor.id), 0)"
        case .new: "actor.id"
        }
      return try db.all(
        "\(Self.everywhere) ORDER BY \(fixed: newest) DESC, actor.id DESC LIMIT ?2 OFFSET ?3",
        arguments,
        ActorProfile.init(row:)
      )
    }
    return switch order {
    case .active:
      try db.all(
        """
        \(Self.directory) ORDER BY (SELECT max(post.id) FROM post
          WHERE post.authorID = actor.id) DESC NULLS LAST, actor.id DESC LIMIT ?2 OFFSET ?3
        """,
        arguments,
        ActorProfile.init(row:)
      )
    case .new:
      try db.all(
        "\(Self.directory) ORDER BY actor.id DESC LIMIT ?2 OFFSET ?3",
        arguments,
        ActorProfile.init(row:)
      )
    }
  }

  /// Suggests somebody to a member no more; only people of this node are suggested at all.
  package func declineSuggestion(of target: ActorID, by member: ActorID) throws {
    try db.run(
      """
      INSERT OR IGNORE INTO declinedSuggestion (memberID, targetID)
      SELECT ?1, id FROM actor WHERE id = ?2 AND isLocal = 1
      """,
      [member, target]
    )
  }

  /// People of this node who agreed to be listed, and whom a member neither follows yet nor has
  /// declined.
  package func suggestions(for member: ActorID, limit: Int) throws -> [ActorProfile] {
    try db.all(
      """
      \(Self.directory) AND actor.id <> ?1
        AND NOT EXISTS (SELECT 1 FROM follow
          WHERE follow.followerID = ?1 AND follow.followeeID = actor.id)
        AND NOT EXISTS (SELECT 1 FROM declinedSuggestion AS declined
          WHERE declined.memberID = ?1 AND declined.targetID = actor.id)
      ORDER BY (SELECT max(post.id) FROM post WHERE post.authorID = actor.id) DESC NULLS LAST
      LIMIT ?2
      """,
      [member, Page(limit: limit).limit],
      ActorProfile.init(row:)
    )
  }

  private static let directory = """
    SELECT \(ActorStore.columns) FROM actor INDEXED BY actor_localName
    LEFT JOIN member ON member.actorID = actor.id
    WHERE actor.isLocal = 1 AND \(ActorStore.isListed)
    """

  private static let everywhere = """
    SELECT \(ActorStore.columns) FROM (
      SELECT id FROM actor INDEXED BY actor_localName WHERE isLocal = 1
      UNION
      SELECT authorID FROM (SELECT authorID FROM post WHERE id < ?5
        ORDER BY id DESC LIMIT ?4)
    ) AS candidate
    CROSS JOIN actor ON actor.id = candidate.id
    LEFT JOIN member ON member.actorID = actor.id
    WHERE \(ActorStore.isListed)
      AND NOT EXISTS (SELECT 1 FROM hostStanding WHERE hostStanding.host = actor.host)
      AND NOT EXISTS (SELECT 1 FROM domainBlock
        WHERE domainBlock.memberID = ?1 AND domainBlock.domain = actor.host)
    """

  private static let isListed = """
    actor.isDiscoverable = 1 AND actor.kind IN ('person', 'group')
      AND actor.suspendedAt IS NULL AND actor.deletedAt IS NULL
      AND (actor.isLocal = 0 OR actor.kind = 'group' OR member.state = 'active')
      AND NOT EXISTS (SELECT 1 FROM accountLimit WHERE accountLimit.actorID = actor.id)
      AND NOT EXISTS (SELECT 1 FROM block
        WHERE block.actorID = ?1 AND block.targetID = actor.id)
      AND NOT EXISTS (SELECT 1 FROM block
        WHERE block.actorID = actor.id AND block.targetID = ?1)
      AND NOT EXISTS (SELECT 1 FROM mute
        WHERE mute.memberID = ?1 AND mute.targetID = actor.id)
    """
}

extension FollowStore {
  /// How many on one host an actor follows.
  package func countFollowing(of id: ActorID, on host: String) throws -> Int {
    try db.count(
      """
      SELECT count(*) FROM follow JOIN actor ON actor.id = follow.followeeID
      WHERE follow.followerID = ? AND actor.host = ? AND follow.state = 'accepted'
      """,
      [id, host]
    )
  }

  /// Accepted followers of an actor on one host.
  package func followers(of id: ActorID, on host: String, limit: Int) throws -> [ActorProfile] {
    try db.all(
      """
      SELECT \(ActorStore.columns) FROM follow JOIN actor ON actor.id = followerID
      WHERE followeeID = ? AND state = 'accepted' AND +actor.host = ? LIMIT ?
      """,
      [id, host, limit],
      ActorProfile.init(row:)
    )
  }
}
