import Foundation
import GRDB
import Model

/// How often members made or closed a group lately: a name that was given is never given again.
package struct GroupTurnStore {
  let db: Database

  /// How many turns a member has in a period.
  package static let most = 20
  /// In seconds.
  package static let period: TimeInterval = 86_400

  /// Counts a turn.
  ///
  /// - Throws: `Refusal.rateLimited` for who has none left, with the time until the oldest counts no more.
  package func take(by member: ActorID, at now: Date) throws {
    let turns = try db.all(
      "SELECT at FROM groupTurn WHERE memberID = ? AND at > ? AND at <= ? ORDER BY at DESC LIMIT ?",
      [
        member, now.addingTimeInterval(-Self.period).milliseconds,
        // What a clock that was far ahead wrote does not count until then.
        now.addingTimeInterval(Self.period).milliseconds, Self.most,
      ]
    ) { $0.date(0) }
    if turns.count == Self.most, let oldest = turns.last {
      let seconds = oldest.addingTimeInterval(Self.period).timeIntervalSince(now)
      throw Refusal.rateLimited(seconds: max(1, Int(seconds.rounded(.up))))
    }
    try db.run(
      "INSERT INTO groupTurn (memberID, at) VALUES (?, ?)",
      [member, now.milliseconds]
    )
  }

  /// Forgets what counts no more.
  package func purge(at now: Date) throws {
    try db.run(
      "DELETE FROM groupTurn WHERE at <= ? OR at > ?",
      [
        now.addingTimeInterval(-Self.period).milliseconds,
        now.addingTimeInterval(Self.period).milliseconds,
      ]
    )
  }
}
