import Foundation
import GRDB
import Model

/// The second factor of members, and the codes that stand in for it.
package struct TwoFactorStore {
  let db: Database

  package func find(_ member: ActorID) throws -> TwoFactor? {
    try db.first(
      """
      SELECT memberID, sealedSecret, lastStep, enabledAt, createdAt FROM twoFactor
      WHERE memberID = ?
      """,
      [member]
    ) { row in
      TwoFactor(
        memberID: row[0],
        sealedSecret: row.bytes(1),
        lastStep: row[2],
        enabledAt: row.dateIfAny(3),
        createdAt: row.date(4)
      )
    }
  }

  /// Keeps a member's second factor in the place of one before, whose recovery codes go.
  package func set(_ factor: TwoFactor) throws {
    try remove(factor.memberID)
    try db.run(
      """
      INSERT INTO twoFactor (memberID, sealedSecret, lastStep, enabledAt, createdAt)
      VALUES (?, ?, ?, ?, ?)
      """,
      [
        factor.memberID, Data(factor.sealedSecret), factor.lastStep,
        factor.enabledAt?.milliseconds, factor.createdAt.milliseconds,
      ]
    )
  }

  package func enable(_ member: ActorID, at now: Date) throws {
    try db.run(
      "UPDATE twoFactor SET enabledAt = ? WHERE memberID = ?",
      [now.milliseconds, member]
    )
  }

  /// Notes the step of a code that was taken.
  ///
  /// - Returns: Whether it was not taken before; if not, nothing has changed.
  package func take(_ step: Int64, of member: ActorID) throws -> Bool {
    try db.run(
      """
      UPDATE twoFactor SET lastStep = ?1 WHERE memberID = ?2 AND (lastStep IS NULL OR lastStep < ?1)
      """,
      [step, member]
    )
    return db.changesCount > 0
  }

  package func remove(_ member: ActorID) throws {
    try db.run("DELETE FROM twoFactor WHERE memberID = ?", [member])
  }

  // MARK: Recovery codes

  /// Puts the digests of new codes in the place of all there were.
  package func setRecoveryCodes(_ digests: [[UInt8]], of member: ActorID) throws {
    try db.run("DELETE FROM recoveryCode WHERE memberID = ?", [member])
    for digest in digests {
      try db.run(
        "INSERT INTO recoveryCode (memberID, digest) VALUES (?, ?)",
        [member, Data(digest)]
      )
    }
  }

  /// Uses a code up.
  ///
  /// - Returns: Whether there was one.
  package func spendRecoveryCode(_ digest: [UInt8], of member: ActorID) throws -> Bool {
    try db.run(
      "DELETE FROM recoveryCode WHERE memberID = ? AND digest = ?",
      [member, Data(digest)]
    )
    return db.changesCount > 0
  }

  package func countRecoveryCodes(of member: ActorID) throws -> Int {
    try db.count("SELECT count(*) FROM recoveryCode WHERE memberID = ?", [member])
  }
}
