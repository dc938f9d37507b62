import Foundation
import GRDB

extension DeliveryStore {
  /// Notes by which signatures a host should be addressed first, if nothing is known yet: what
  /// worked counts for more than what is announced.
  package func prefer(_ scheme: String, in lane: String, at now: Date) throws {
    try db.run(
      """
      INSERT INTO deliveryLane (lane, failures, isPaused, signatureScheme, touchedAt)
      VALUES (?1, 0, 0, ?2, ?3)
      ON CONFLICT (lane) DO UPDATE SET signatureScheme = excluded.signatureScheme
      WHERE signatureScheme IS NULL
      """,
      [lane, scheme, now.milliseconds]
    )
  }
}
