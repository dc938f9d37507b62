import Foundation
import GRDB
import Model

/// What members want to get by mail, and the links in letters that do something once.
package struct MailPreferenceStore {
  let db: Database

  /// What a member wants; of who never said, what is usual since its account was made.
  package func find(_ member: Member) throws -> MailPreference {
    let found = try db.first(
      """
      SELECT pace, quietFrom, quietTo, tellsSignIns, confirmed, seen, digestedAt
      FROM mailPreference WHERE memberID = ?
      """,
      [member.actorID]
    ) { row in
      var quiet: QuietHours?
      if let from = row[1] as Int?, let to = row[2] as Int? {
        quiet = QuietHours(from: from, to: to)
      }
      return MailPreference(
        pace: row[0],
        quiet: quiet,
        tellsSignIns: row[3],
        confirmed: row[4],
        seen: row[5],
        digestedAt: row.date(6)
      )
    }
    return found ?? MailPreference(digestedAt: member.createdAt)
  }

  package func set(_ preference: MailPreference, of member: ActorID) throws {
    try db.run(
      """
      INSERT OR REPLACE INTO mailPreference
        (memberID, pace, quietFrom, quietTo, tellsSignIns, confirmed, seen, digestedAt)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        member, preference.pace, preference.quiet?.from, preference.quiet?.to,
        preference.tellsSignIns, preference.confirmed, preference.seen,
        preference.digestedAt.milliseconds,
      ]
    )
  }

  /// Takes a member's own address for confirmed; it is told of what happens from now on.
  ///
  /// - Throws: `Refusal.absent` when the member has another address meanwhile.
  package func confirm(_ recipient: String, of id: ActorID, at now: Date) throws {
    guard let member = try MemberStore(db: db).find(id),
      member.email?.lowercased() == recipient.lowercased()
    else { throw Refusal.absent }
    var preference = try find(member)
    preference.confirmed = recipient
    preference.seen = max(preference.seen, try newestNotification())
    preference.digestedAt = now
    try set(preference, of: id)
  }

  /// The number of the last that anybody was told.
  package func newestNotification() throws -> Int64 {
    try db.first("SELECT ifnull(max(id), 0) FROM notification") { $0[0] } ?? 0
  }

  /// Active members with a confirmed address who may be told something, and have something to be told.
  package func expecting(limit: Int = 10_000) throws -> [ActorID] {
    try db.all(
      """
      SELECT member.actorID FROM mailPreference CROSS JOIN member
        ON member.actorID = mailPreference.memberID
      WHERE pace <> 'never' AND member.state = 'active'
        AND member.email = mailPreference.confirmed COLLATE NOCASE
        AND NOT EXISTS (SELECT 1 FROM mailPause WHERE mailPause.recipient = member.email)
        AND EXISTS (SELECT 1 FROM notification WHERE notification.memberID = member.actorID
          AND notification.id > mailPreference.seen AND notification.isFiltered = 0
          AND notification.kind <> ?)
      LIMIT ?
      """,
      [Self.unwritten, limit]
    ) { $0[0] }
  }

  /// The numbers of what a member was not yet told by mail, the newest first.
  package func untold(_ member: ActorID, after seen: Int64, limit: Int) throws -> [Int64] {
    try db.all(
      """
      SELECT id FROM notification WHERE memberID = ? AND id > ? AND isFiltered = 0 AND kind <> ?
      ORDER BY id DESC LIMIT ?
      """,
      [member, seen, Self.unwritten, limit]
    ) { $0[0] }
  }

  /// What is in no letter: that a call means somebody is for nobody else, nor for the servers that letters
  /// pass.
  private static let unwritten = MemberNotification.Kind.call

  // MARK: Links

  /// Keeps the digest of a link; earlier ones of its purpose stop working.
  package func issue(
    _ digest: [UInt8],
    _ purpose: MailTokenPurpose,
    of member: ActorID,
    for recipient: String,
    at now: Date
  ) throws {
    try db.run(
      "DELETE FROM mailToken WHERE memberID = ? AND purpose = ?",
      [member, purpose]
    )
    try db.run(
      "INSERT INTO mailToken (digest, memberID, purpose, recipient, endsAt) VALUES (?, ?, ?, ?, ?)",
      [
        Data(digest), member, purpose, recipient,
        now.addingTimeInterval(purpose.life).milliseconds,
      ]
    )
  }

  /// Whose link it is, and to which address it went, while it works.
  package func find(
    _ digest: [UInt8],
    _ purpose: MailTokenPurpose,
    at now: Date
  ) throws -> (member: ActorID, recipient: String)? {
    try db.first(
      """
      SELECT memberID, recipient FROM mailToken WHERE digest = ? AND purpose = ? AND endsAt > ?
      """,
      [Data(digest), purpose, now.milliseconds]
    ) { ($0[0], $0[1]) }
  }

  /// A link was used: none of its purpose works any more.
  package func spend(_ purpose: MailTokenPurpose, of member: ActorID) throws {
    try db.run("DELETE FROM mailToken WHERE memberID = ? AND purpose = ?", [member, purpose])
  }

  package func purge(before now: Date) throws -> Int {
    try db.run("DELETE FROM mailToken WHERE endsAt <= ?", [now.milliseconds])
    return db.changesCount
  }
}
