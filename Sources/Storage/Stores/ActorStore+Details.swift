import Foundation
import GRDB
import Model

extension ActorStore {
  package func details(of id: ActorID) throws -> ActorDetails {
    ActorDetails(
      lines: try db.all(
        "SELECT name, value FROM profileLine WHERE actorID = ? ORDER BY position",
        [id]
      ) { ActorDetails.Line(name: $0[0], value: $0[1]) },
      aliases: try db.all("SELECT uri FROM alias WHERE actorID = ? ORDER BY uri", [id]) { $0[0] },
      movedTo: try db.first("SELECT target FROM relocation WHERE actorID = ?", [id]) { $0[0] }
        ?? nil,
      emoji: try db.all(
        "SELECT name, url FROM actorEmoji WHERE actorID = ? ORDER BY name",
        [id]
      ) { CustomEmoji(name: $0[0], url: $0[1]) }
    )
  }

  /// Takes over what an actor says of itself; when it last moved stays known.
  package func setDetails(_ details: ActorDetails, of id: ActorID) throws {
    try db.run("DELETE FROM profileLine WHERE actorID = ?", [id])
    for (position, line) in details.lines.enumerated() {
      try db.run(
        "INSERT INTO profileLine (actorID, position, name, value) VALUES (?, ?, ?, ?)",
        [id, position, line.name, line.value]
      )
    }
    try db.run("DELETE FROM alias WHERE actorID = ?", [id])
    for uri in details.aliases {
      try db.run("INSERT OR IGNORE INTO alias (actorID, uri) VALUES (?, ?)", [id, uri])
    }
    try db.run("DELETE FROM actorEmoji WHERE actorID = ?", [id])
    for emoji in details.emoji {
      try db.run(
        "INSERT OR IGNORE INTO actorEmoji (actorID, name, url) VALUES (?, ?, ?)",
        [id, emoji.name, emoji.url]
      )
    }
    guard details.movedTo != nil else {
      try db.run("UPDATE relocation SET target = NULL WHERE actorID = ?", [id])
      return
    }
    try setTarget(details.movedTo, of: id)
  }

  /// When an actor last moved, as far as a Move was acted on here.
  package func lastMove(of id: ActorID) throws -> Date? {
    try db.first("SELECT movedAt FROM relocation WHERE actorID = ?", [id]) { $0.dateIfAny(0) }
      ?? nil
  }

  package func recordMove(of id: ActorID, to target: String, at time: Date) throws {
    try setTarget(target, of: id)
    try db.run("UPDATE relocation SET movedAt = ? WHERE actorID = ?", [time.milliseconds, id])
  }

  private func setTarget(_ target: String?, of id: ActorID) throws {
    try db.run(
      """
      INSERT INTO relocation (actorID, target) VALUES (?, ?)
      ON CONFLICT (actorID) DO UPDATE SET target = excluded.target
      """,
      [id, target]
    )
  }
}
