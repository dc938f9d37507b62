import GRDB
import Model

extension PublicationStore {
  /// Two publications under one number: their origin said two things.
  package struct Fork: Sendable, Hashable {
    package var log: Digest
    package var sequence: Int
    package var evidence: [Digest]
  }

  /// Where members published two things under one number, by log and number.
  package func forks(in territory: Digest, limit: Int = 100) throws -> [Fork] {
    try db.all(
      """
      SELECT log, sequence, min(digest), max(digest) FROM publication WHERE territoryID = ?
      GROUP BY log, sequence HAVING count(*) > 1 ORDER BY log, sequence LIMIT ?
      """,
      [territory, limit]
    ) { Fork(log: $0[0], sequence: $0[1], evidence: [$0[2], $0[3]]) }
  }
}
