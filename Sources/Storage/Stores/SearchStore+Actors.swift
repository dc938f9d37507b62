import GRDB
import Model

extension SearchStore {
  /// The actors with all words in name, display name or host that the reader may find: those it
  /// follows and those of this node first.
  ///
  /// At most so many entries of the index are looked at, the newest first.
  package func actors(
    _ query: Query,
    for reader: Reader,
    onlyFollowed: Bool = false,
    limit: Int
  ) throws -> [ActorProfile] {
    var found: [(actor: ActorProfile, isFollowed: Bool)] = []
    let candidates = try db.all(Self.actors, [reader.number, query.match, Self.mostCandidates]) {
      row in (facts: ActorSearchFacts(row: row), actor: ActorProfile(row: row, from: 0))
    }
    for (facts, actor) in candidates
    where Permission.allows(reader, toFind: facts) && (facts.isFollowed || !onlyFollowed) {
      found.append((actor, facts.isFollowed))
    }
    func rank(_ entry: (actor: ActorProfile, isFollowed: Bool)) -> (Int, String) {
      let isNear = entry.isFollowed || entry.actor.isLocal
      return (isNear ? 0 : 1, entry.actor.name)
    }
    return found.sorted { rank($0) < rank($1) }.prefix(min(max(limit, 1), Page.largest))
      .map(\.actor)
  }

  private static let mostCandidates = 500

  private static let actors = """
    SELECT \(ActorStore.columns),
      actor.suspendedAt IS NULL AND actor.deletedAt IS NULL
        AND NOT EXISTS (SELECT 1 FROM member
          WHERE member.actorID = actor.id AND member.state <> 'active')
        AND NOT EXISTS (SELECT 1 FROM hostStanding
          WHERE hostStanding.host = actor.host AND standing = 'suspended'),
      EXISTS (SELECT 1 FROM accountLimit WHERE accountLimit.actorID = actor.id)
        OR EXISTS (SELECT 1 FROM hostStanding
          WHERE hostStanding.host = actor.host AND standing = 'limited'),
      EXISTS (SELECT 1 FROM follow WHERE followerID = ?1 AND followeeID = actor.id
        AND follow.state = 'accepted'),
      EXISTS (SELECT 1 FROM block WHERE block.actorID = actor.id AND targetID = ?1)
        OR EXISTS (SELECT 1 FROM block WHERE block.actorID = ?1 AND targetID = actor.id)
    FROM actorIndex CROSS JOIN actor ON actor.id = actorIndex.rowid
    WHERE actorIndex MATCH ?2
    ORDER BY actorIndex.rowid DESC LIMIT ?3
    """
}

extension ActorSearchFacts {
  fileprivate init(row: Row) {
    let actor = ActorProfile(row: row, from: 0)
    let start = ActorStore.columnCount
    self.init(
      id: actor.id,
      kind: actor.kind,
      isActive: row[start],
      isLimited: row[start + 1],
      isDiscoverable: actor.traits.isDiscoverable,
      isFollowed: row[start + 2],
      isBlocked: row[start + 3]
    )
  }
}
