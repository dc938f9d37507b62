import Foundation
import Node
import Testing

/// Holds the rules for alerts and the dashboard to what a running node measures.
@Suite("Monitoring", .serialized)
struct MonitoringTests {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../..")

  /// The names of metrics in a file, without what a histogram adds to its own.
  private static func names(in path: String) throws -> Set<String> {
    let text = try String(contentsOf: root.appending(path: path), encoding: .utf8)
    let found = text.matches(of: /\b(?:maillage|process)_[a-z_]+/).map { String($0.output) }
    return Set(
      found.map { $0.replacing(/_(bucket|sum|count)$/, with: "") }
    )
  }

  private static func page(of node: NodeProcess) async throws -> String {
    let answer = try await node.get("/metrics", host: "127.0.0.1")
    #expect(answer.status == 200)
    return answer.body
  }

  private static func value(_ name: String, in page: String) -> Double? {
    page.split(separator: "\n").first { $0.hasPrefix(name + " ") || $0.hasPrefix(name + "{") }
      .flatMap { $0.split(separator: " ").last }.flatMap { Double($0) }
  }

  @Test("Every metric that rules, dashboard and manual name is one that a node gives")
  func names() async throws {
    let node = try await NodeProcess.make("metrics.test")
    try await node.start()
    // The first request is counted after its answer; a write makes the first commit.
    _ = try await Self.page(of: node)
    try await node.command("post", "create", node.member, "Bonjour")
    try await eventually("what is counted each minute was counted") {
      try await Self.page(of: node).contains("# TYPE maillage_media_on gauge")
    }

    let page = try await Self.page(of: node)

    let given = Set(page.matches(of: #/TYPE ([a-z_]+) /#).map { String($0.output.1) })
    for path in [
      "packaging/prometheus/maillage.rules.yml", "packaging/grafana/maillage.json",
      "docs/manual/monitoring.md",
    ] {
      let named = try Self.names(in: path)
      #expect(named.count > 10, "\(path)")
      #expect(named.subtracting(given) == [], "\(path)")
    }
    let manual = try Self.names(in: "docs/manual/monitoring.md")
    #expect(given.filter { $0.hasPrefix("maillage_") }.subtracting(manual) == [])
    for name in given {
      #expect(page.ranges(of: "# TYPE \(name) ").count == 1, "\(name)")
    }
  }

  @Test("What is measured is so: certificate, disk, backups, maintenance, failed sign-ins")
  func values() async throws {
    let node = try await NodeProcess.make("values.test")
    try await node.start()
    var page = try await Self.page(of: node)
    #expect(try #require(Self.value("maillage_certificate_days", in: page)) > 300)
    #expect(try #require(Self.value("maillage_disk_free_bytes", in: page)) > 0)
    #expect(Self.value("maillage_backup_age_seconds", in: page) == -1)
    #expect(Self.value("maillage_backup_verified_age_seconds", in: page) == -1)
    #expect(Self.value("maillage_maintenance", in: page) == 0)
    #expect(page.contains("maillage_sign_in_failures_total{reason=\"wrong\"} 0\n"))

    try await node.command("backup", "create")
    page = try await Self.page(of: node)
    #expect(try #require(Self.value("maillage_backup_age_seconds", in: page)) >= 0)
    #expect(Self.value("maillage_backup_verified_age_seconds", in: page) == -1)
    try await node.succeed(["backup", "verify"])
    try await node.command("maintenance", "on")
    let form = "name=\(node.member)&password=guessed"
    let answer = try await node.exchange(
      """
      POST /sign-in HTTP/1.1\r
      Host: \(node.authority)\r
      Origin: \(node.origin)\r
      Accept: text/html\r
      Content-Type: application/x-www-form-urlencoded\r
      Content-Length: \(form.utf8.count)\r
      Connection: close\r
      \r
      \(form)
      """
    )
    #expect(answer.status == 401)

    page = try await Self.page(of: node)
    #expect(try #require(Self.value("maillage_backup_verified_age_seconds", in: page)) >= 0)
    #expect(Self.value("maillage_maintenance", in: page) == 1)
    #expect(page.contains("maillage_sign_in_failures_total{reason=\"wrong\"} 1\n"))
    #expect(try #require(Self.value("maillage_commit_seconds_count", in: page)) > 0)
  }
}
