import Foundation
import GRDB
import Model

/// Which members of this node have accepted which terms of a territory.
package struct CharterAcceptanceStore {
  let db: Database

  package func accept(
    _ terms: Digest,
    of territory: Digest,
    by member: ActorID,
    at time: Date
  ) throws {
    try db.run(
      """
      INSERT OR REPLACE INTO charterAcceptance (territoryID, memberID, termsDigest, acceptedAt)
      VALUES (?, ?, ?, ?)
      """,
      [territory, member, terms, time.milliseconds]
    )
  }

  /// The terms that a member accepted last, if any.
  package func accepted(_ member: ActorID, _ territory: Digest) throws -> Digest? {
    try db.first(
      "SELECT termsDigest FROM charterAcceptance WHERE territoryID = ? AND memberID = ?",
      [territory, member]
    ) { $0[0] }
  }

  /// How many members have accepted these terms.
  package func count(_ terms: Digest, of territory: Digest) throws -> Int {
    try db.count(
      "SELECT count(*) FROM charterAcceptance WHERE territoryID = ? AND termsDigest = ?",
      [territory, terms]
    )
  }
}
