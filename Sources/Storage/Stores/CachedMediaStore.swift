import Foundation
import GRDB
import Model

/// Copies of other nodes' files, which may go at any time: they are fetched again when wanted.
package struct CachedMediaStore {
  let db: Database

  /// A copy that was found.
  package struct Copy: Sendable {
    package let media: MediaDescription
    package let usedAt: Date
  }

  package func find(url: String) throws -> Copy? {
    try db.first(
      """
      SELECT format, file, mediaFile.bytes, preview, width, height, blurhash, usedAt
      FROM cachedMedia JOIN mediaFile ON digest = file WHERE url = ?
      """,
      [url]
    ) { row in
      MediaFormat(rawValue: row[0]).map { format in
        let media = MediaDescription(
          format: format,
          file: row[1],
          bytes: row[2],
          preview: row[3],
          width: row[4],
          height: row[5],
          blurhash: row[6]
        )
        return Copy(media: media, usedAt: row.date(7))
      }
    } ?? nil
  }

  /// Keeps what was fetched, in place of what was there.
  ///
  /// - Parameters:
  ///   - media: What was fetched.
  ///   - url: Where it lies.
  ///   - host: The host that the URL names.
  ///   - bytes: What file and preview take together.
  ///   - time: Now.
  /// - Throws: What is wrong with the database.
  package func insert(
    _ media: MediaDescription,
    from url: String,
    host: String,
    bytes: Int,
    at time: Date
  ) throws {
    try db.run(
      """
      INSERT OR REPLACE INTO cachedMedia (url, host, format, file, preview, width, height, blurhash,
        bytes, usedAt) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        url, host, media.format.rawValue, media.file, media.preview, media.width, media.height,
        media.blurhash, bytes, time.milliseconds,
      ]
    )
  }

  package func use(url: String, at time: Date) throws {
    try db.run("UPDATE cachedMedia SET usedAt = ? WHERE url = ?", [time.milliseconds, url])
  }

  package func totalBytes() throws -> Int {
    try db.count("SELECT ifnull(sum(bytes), 0) FROM cachedMedia")
  }

  package func count() throws -> Int { try db.count("SELECT count(*) FROM cachedMedia") }

  /// Lets go of what was not used for longest, until the rest fits into a budget.
  ///
  /// - Parameters:
  ///   - budget: What all copies may take together, in bytes.
  ///   - limit: So many go at once, at most.
  /// - Returns: How many copies went.
  /// - Throws: What is wrong with the database.
  package func evict(to budget: Int, atMost limit: Int = 1_000) throws -> Int {
    var excess = try totalBytes() - budget
    var count = 0
    while excess > 0, count < limit {
      let oldest = try db.all(
        "SELECT url, bytes FROM cachedMedia ORDER BY usedAt LIMIT 100"
      ) { (url: $0[0] as String, bytes: $0[1] as Int) }
      guard !oldest.isEmpty else { break }
      for copy in oldest where excess > 0 && count < limit {
        try db.run("DELETE FROM cachedMedia WHERE url = ?", [copy.url])
        excess -= copy.bytes
        count += 1
      }
    }
    return count
  }
}
