import Foundation
import GRDB
import Model

extension ActorStore {
  package func details(of id: ActorID) throws -> ActorDetails {
    ActorDetails(
      lines: try db.all(
        """
        SELECT name, value, source, verifiedAt FROM profileLine WHERE actorID = ? ORDER BY position
        """,
        [id]
      ) {
        ActorDetails.Line(name: $0[0], value: $0[1], source: $0[2], verifiedAt: $0.dateIfAny(3))
      },
      aliases: try db.all("SELECT uri FROM alias WHERE actorID = ? ORDER BY uri", [id]) { $0[0] },
      movedTo: try db.first("SELECT target FROM relocation WHERE actorID = ?", [id]) {
        row -> String? in
        row[0]
      } ?? nil,
      emoji: try db.all(
        "SELECT name, url FROM actorEmoji WHERE actorID = ? ORDER BY name",
        [id]
      ) { CustomEmoji(name: $0[0], url: $0[1]) }
    )
  }

  /// The description of a local actor as it was typed, in Markdown; nothing where nobody kept it.
  package func summarySource(of id: ActorID) throws -> String? {
    try db.first("SELECT summarySource FROM actor WHERE id = ?", [id]) { row -> String? in
      row[0]
    } ?? nil
  }

  package func setSummarySource(_ source: String, of id: ActorID) throws {
    try db.run("UPDATE actor SET summarySource = ? WHERE id = ?", [source, id])
  }

  /// A line of a local actor whose link is to be looked at.
  package struct LineToCheck: Sendable, Hashable {
    package let actor: ActorID
    package let value: String
    package let source: String?
  }

  /// Lines of members and groups that lead somewhere and were not looked at since a time, those that wait
  /// longest first.
  package func linesToCheck(since time: Date, limit: Int) throws -> [LineToCheck] {
    try db.all(
      """
      SELECT actorID, value, source FROM profileLine WHERE checkedAt <= ? ORDER BY checkedAt LIMIT ?
      """,
      [time.milliseconds, limit]
    ) { LineToCheck(actor: $0[0], value: $0[1], source: $0[2]) }
  }

  /// Notes whether the page of a line leads back; the line may be another one by now.
  package func setChecked(_ line: LineToCheck, leadsBack: Bool, at time: Date) throws {
    try db.run(
      """
      UPDATE profileLine SET checkedAt = ?1,
        verifiedAt = CASE WHEN ?2 THEN ifnull(verifiedAt, ?1) ELSE NULL END
      WHERE actorID = ?3 AND value = ?4
      """,
      [time.milliseconds, leadsBack, line.actor, line.value]
    )
  }

  /// Puts a line off that could not be looked at; what was seen before stays.
  package func putOff(_ line: LineToCheck, at time: Date) throws {
    try db.run(
      "UPDATE profileLine SET checkedAt = ? WHERE actorID = ? AND value = ?",
      [time.milliseconds, line.actor, line.value]
    )
  }

  private func setLines(_ lines: [ActorDetails.Line], of id: ActorID) throws {
    let verified = Dictionary(
      try db.all(
        "SELECT value, verifiedAt FROM profileLine WHERE actorID = ? AND verifiedAt IS NOT NULL",
        [id]
      ) { ($0[0] as String, $0[1] as Int64) },
      uniquingKeysWith: { first, _ in first }
    )
    let isLocal = try db.has("SELECT 1 FROM actor WHERE id = ? AND isLocal = 1", [id])
    try db.run("DELETE FROM profileLine WHERE actorID = ?", [id])
    for (position, line) in lines.enumerated() {
      // Whoever saves a profile has its links looked at again.
      let isToCheck = isLocal && line.value.hasPrefix("<a href=\"https://")
      let verifiedAt: Int64? = isLocal ? verified[line.value] : nil
      let checkedAt: Int64? = isToCheck ? 0 : nil
      try db.run(
        """
        INSERT INTO profileLine (actorID, position, name, value, source, verifiedAt, checkedAt)
        VALUES (?, ?, ?, ?, ?, ?, ?)
        """,
        [id, position, line.name, line.value, line.source, verifiedAt, checkedAt]
      )
    }
  }

  /// Takes over what an actor says of itself; when it last moved stays known.
  package func setDetails(_ details: ActorDetails, of id: ActorID) throws {
    try setLines(details.lines, of: id)
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
