import Foundation
import GRDB
import Model

extension MaterialStore {
  /// What is told of actors, by their numbers.
  package func actors(_ ids: [ActorID]) throws -> [ActorID: ActorMaterial] {
    guard !ids.isEmpty else { return [:] }
    let (lines, emoji) = (try lines(of: ids), try emoji(of: ids))
    return try db.indexed(Self.actors, [ids.list]) { row in
      var material = ActorMaterial(row: row)
      material.lines = lines[row[0]] ?? []
      material.emoji = emoji[row[0]] ?? []
      return material
    }
  }

  private static let actors = """
    SELECT actor.id,
      (SELECT count(*) FROM follow WHERE followeeID = actor.id AND state = 'accepted'),
      (SELECT count(*) FROM follow WHERE followerID = actor.id AND state = 'accepted'),
      (SELECT count(*) FROM post WHERE authorID = actor.id AND audience <> 'direct'),
      (SELECT publishedAt FROM post WHERE authorID = actor.id AND audience <> 'direct'
        ORDER BY id DESC LIMIT 1),
      actor.hidesTies,
      EXISTS (SELECT 1 FROM accountLimit WHERE accountLimit.actorID = actor.id),
      (SELECT role FROM member WHERE member.actorID = actor.id),
      (SELECT url FROM actorPicture WHERE actorPicture.actorID = actor.id AND place = 'icon'),
      (SELECT url FROM actorPicture WHERE actorPicture.actorID = actor.id AND place = 'image'),
      \(ActorStore.columns.replacing("actor.", with: "there."))
    FROM json_each(?) AS wanted CROSS JOIN actor ON actor.id = wanted.value
    LEFT JOIN relocation ON relocation.actorID = actor.id
    LEFT JOIN actor AS there ON there.uri = relocation.target
    """

  /// The lines of profiles, in their order.
  private func lines(of actors: [ActorID]) throws -> [ActorID: [ActorDetails.Line]] {
    try db.gathered(
      """
      SELECT actorID, name, profileLine.value, source, verifiedAt
      FROM json_each(?) AS wanted CROSS JOIN profileLine ON profileLine.actorID = wanted.value
      """,
      [actors.list]
    ) { ActorDetails.Line(name: $0[1], value: $0[2], source: $0[3], verifiedAt: $0.dateIfAny(4)) }
  }

  private func emoji(of actors: [ActorID]) throws -> [ActorID: [CustomEmoji]] {
    try db.gathered(
      """
      SELECT actorID, name, url
      FROM json_each(?) AS wanted CROSS JOIN actorEmoji ON actorEmoji.actorID = wanted.value
      """,
      [actors.list]
    ) { CustomEmoji(name: $0[1], url: $0[2]) }
  }
}

/// What is told of an actor besides what its row says.
package struct ActorMaterial: Sendable {
  /// How many follow it, and how many it follows, as far as this node knows.
  package var followers = 0
  package var following = 0
  /// Posts of all audiences but direct ones.
  package var posts = 0
  package var lastPostAt: Date?
  /// Whether it shows to nobody who follows it and whom it follows, only how many.
  package var hidesTies = false
  /// Whether only those who follow it see it.
  package var isLimited = false
  /// Of a member of this node.
  package var role: Member.Role?
  /// The addresses of its pictures.
  package var icon: String?
  package var image: String?
  /// Where the account has moved.
  package var successor: ActorProfile?
  package var lines: [ActorDetails.Line] = []
  package var emoji: [CustomEmoji] = []

  /// Of an actor of whom nothing is known.
  package init() {}

  fileprivate init(row: Row) {
    (followers, following, posts) = (row[1], row[2], row[3])
    lastPostAt = row.dateIfAny(4)
    (hidesTies, isLimited, role) = (row[5], row[6], row[7])
    (icon, image) = (row[8], row[9])
    if !row.hasNull(atIndex: 10) { successor = ActorProfile(row: row, from: 10) }
  }
}
