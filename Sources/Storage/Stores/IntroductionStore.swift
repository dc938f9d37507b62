import Foundation
import GRDB
import Model

/// The signed activities by which nodes vouch for their actors, and to whom this node has shown its
/// own.
package struct IntroductionStore {
  let db: Database

  /// A node's word for one of its actors.
  package struct Entry: Sendable, Hashable {
    package var actorURI: String
    package var host: String
    package var body: [UInt8]
    package var publishedAt: Date

    package init(actorURI: String, host: String, body: [UInt8], publishedAt: Date) {
      self.actorURI = actorURI
      self.host = host
      self.body = body
      self.publishedAt = publishedAt
    }
  }

  /// Keeps the newest word for each actor.
  ///
  /// - Returns: False when one as new or newer is there.
  package func save(_ entry: Entry) throws -> Bool {
    try db.run(
      """
      INSERT INTO introduction (actorURI, host, body, publishedAt) VALUES (?, ?, ?, ?)
      ON CONFLICT (actorURI) DO UPDATE SET host = excluded.host, body = excluded.body,
        publishedAt = excluded.publishedAt WHERE excluded.publishedAt > introduction.publishedAt
      """,
      [entry.actorURI, entry.host, Data(entry.body), entry.publishedAt.milliseconds]
    )
    return db.changesCount > 0
  }

  package func find(_ uri: String) throws -> Entry? {
    try db.first(
      "SELECT actorURI, host, body, publishedAt FROM introduction WHERE actorURI = ?",
      [uri]
    ) { row in
      Entry(actorURI: row[0], host: row[1], body: row.bytes(2), publishedAt: row.date(3))
    }
  }

  /// Those that are there, in the order asked for, a thousand at most.
  package func of(_ uris: [String]) throws -> [Entry] {
    try uris.prefix(1000).compactMap(find)
  }

  /// How many actors a node has introduced: nobody may without end.
  package func count(host: String) throws -> Int {
    try db.count("SELECT count(*) FROM introduction WHERE host = ?", [host])
  }

  package func remove(host: String) throws -> Int {
    try db.run("DELETE FROM introduction WHERE host = ?", [host])
    return db.changesCount
  }

  // MARK: Introduced by this node

  /// Remembers that a node was told of an actor as it is in the document with this digest.
  package func markIntroduced(_ uri: String, _ digest: Digest, to host: String) throws {
    try db.run(
      "INSERT OR REPLACE INTO introduced (host, actorURI, digest) VALUES (?, ?, ?)",
      [host, uri, digest]
    )
  }

  package func isIntroduced(_ uri: String, _ digest: Digest, to host: String) throws -> Bool {
    try db.has(
      "SELECT 1 FROM introduced WHERE host = ? AND actorURI = ? AND digest = ?",
      [host, uri, digest]
    )
  }

  /// Forgets what a node was told, so that it is told again.
  package func forgetIntroduced(to host: String) throws {
    try db.run("DELETE FROM introduced WHERE host = ?", [host])
  }
}
