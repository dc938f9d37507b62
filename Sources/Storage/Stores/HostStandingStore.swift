import GRDB
import Model

/// What the rules mean for each host of which an actor is known, so that a read of posts need not
/// go through the rules.
package struct HostStandingStore {
  let db: Database

  package func find(_ host: String) throws -> HostStanding? {
    try db.first("SELECT standing FROM hostStanding WHERE host = ?", [host]) { $0[0] }
  }

  /// Settles how all known hosts stand, after a change of the rules.
  func settle(by rules: PolicyRules) throws {
    try db.run("DELETE FROM hostStanding")
    for host in try hosts() { try save(HostStanding(of: host, by: rules), of: host) }
  }

  /// Settles how a host stands of which the first actor comes.
  func settle(_ host: String) throws {
    try save(HostStanding(of: host, by: try PolicyStore(db: db).rules(about: host)), of: host)
  }

  private func save(_ standing: HostStanding?, of host: String) throws {
    guard let standing else { return }
    try db.run(
      "INSERT OR REPLACE INTO hostStanding (host, standing) VALUES (?, ?)",
      [host, standing]
    )
  }

  /// Each host once: from one to the next in the index, not through all actors.
  private func hosts() throws -> [String] {
    try db.all(
      """
      WITH RECURSIVE next (host) AS (
        SELECT min(host) FROM actor
        UNION ALL
        SELECT (SELECT min(host) FROM actor WHERE host > next.host) FROM next
        WHERE next.host IS NOT NULL)
      SELECT host FROM next WHERE host IS NOT NULL
      """
    ) { $0[0] }
  }
}
