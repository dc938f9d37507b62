import Foundation
import Node
import Testing

@Suite("Reading the configuration again", .serialized)
struct ReloadingTests {
  private struct Reload: Decodable {
    struct Changed: Decodable { let key: String }

    let applied: [Changed]
    let needsRestart: [Changed]
  }

  @Test("What can be changed is in force at once, by command and by SIGHUP; the rest is named")
  func reloads() async throws {
    let node = try await NodeProcess.make("reload.test")
    try node.editConfiguration { $0 + "metrics:\n  token: the-token-before\n" }
    try await node.start()
    let tokens = ["the-first-token-here", "the-second-token-here"]
    try node.editConfiguration { text in
      text.replacing("the-token-before", with: tokens[0])
        + "posts:\n  maxCharacters: 100\nlimits:\n  maxConnections: 100\n"
    }
    #expect(try await metrics(node, tokens[0]) == 404)

    let reply = try await node.command("config", "reload", "--json")
    let reload = try JSONDecoder().decode(Reload.self, from: Data(reply.utf8))

    #expect(Set(reload.applied.map(\.key)) == ["metrics.token", "posts.maxCharacters"])
    #expect(reload.needsRestart.map(\.key) == ["limits.maxConnections"])
    #expect(try await metrics(node, tokens[0]) == 200)
    let long = String(repeating: "a", count: 101)
    #expect(try await node.ask(["post", "create", node.member, long]).exitCode == 1)
    #expect(try await node.command("status").contains("wait for a restart: limits.maxConnections"))
    #expect(try await page(node, tokens[0]).contains("maillage_settings_waiting 1\n"))

    try node.editConfiguration { text in
      text.replacing(tokens[0], with: tokens[1]) + "log:\n  level: debug\n"
    }
    try node.process.send(SIGHUP)
    try await eventually("the second token counts") { try await metrics(node, tokens[1]) == 200 }
    #expect(try await metrics(node, tokens[0]) == 404)
    #expect(node.text(of: node.log).contains("The configuration was read again."))
  }

  @Test("How much may be asked, and whom to trust by its pin, is in force at once")
  func limitsAndPins() async throws {
    let settings = [
      "MAILLAGE_NETWORK_HOSTS": "reload.test=127.0.0.1,other.test=127.0.0.1",
      "MAILLAGE_NETWORK_ALLOWED_ADDRESSES": "127.0.0.0/8",
    ]
    let node = try await NodeProcess.make("reload.test", settings: settings)
    let other = try await NodeProcess.make("other.test", settings: settings)
    try await node.start()
    try await other.start()
    let address = "@\(other.member)@\(other.authority)"
    #expect(try await node.ask(["webfinger", address]).exitCode != 0)
    let pin = try await other.command("certificate", "pin")
      .trimmingCharacters(in: .whitespacesAndNewlines)
    #expect(pin.hasPrefix("sha256/"))

    try node.editConfiguration { text in
      text
        + "network:\n  pins:\n    \(other.authority): [\(pin)]\nlimits:\n  requestsPerMinute: 3\n"
    }
    try await node.command("config", "reload")

    let found = try await node.ask(["webfinger", address])
    #expect(found.exitCode == 0, "\(found.errors)")
    var statuses: [Int] = []
    for _ in 0..<6 { statuses.append(try await node.get("/healthz").status) }
    #expect(statuses.contains(429), "\(statuses)")
  }

  @Test("A configuration that is refused changes nothing, and says where it is wrong")
  func refused() async throws {
    let node = try await NodeProcess.make("refused.test")
    try await node.start()
    try node.editConfiguration { text in
      text + "posts:\n  maxCharacters: 100\nlimits:\n  inboxPerMinute: none\n"
    }

    let reply = try await node.ask(["config", "reload"])
    let long = String(repeating: "a", count: 101)

    #expect(reply.exitCode == 1)
    #expect(reply.errors.contains("maillage.yaml:") && reply.errors.contains("inboxPerMinute"))
    #expect(try await node.ask(["post", "create", node.member, long]).exitCode == 0)
    try node.process.send(SIGHUP)
    try await eventually("the log says so") {
      node.text(of: node.log).contains("The configuration is refused, the old one stays in use.")
    }
    #expect(try await node.ask(["post", "create", node.member, long]).exitCode == 0)
  }

  private func metrics(_ node: NodeProcess, _ token: String) async throws -> Int {
    try await node.get("/metrics", "Authorization: Bearer \(token)").status
  }

  private func page(_ node: NodeProcess, _ token: String) async throws -> String {
    try await node.get("/metrics", "Authorization: Bearer \(token)").body
  }
}
