import Foundation
import GRDB
import Testing

/// What is wrong with a home, and what the program says about it.
enum Damage: String, CaseIterable, Sendable {
  case brokenYAML, unknownSetting, wrongValue, openKey, missingKey, brokenKey
  case brokenCertificate, missingCertificate, newerDatabase, changedHost, brokenDatabase

  /// What has to be said.
  func words(_ node: NodeProcess) -> [String] {
    switch self {
    case .brokenYAML: ["maillage.yaml:4:1", "YAML"]
    case .unknownSetting: ["maillage.yaml", "limits.headerTimeot", "limits.headerTimeout"]
    case .wrongValue: ["node.port", "65535", "eighty"]
    case .openKey: [node.home.rsaKey, "chmod 600"]
    case .missingKey: [node.home.sealingKey, "missing", "backup"]
    case .brokenKey: [node.home.ed25519Key, "cannot be used"]
    case .brokenCertificate, .missingCertificate: [node.home.ownCertificate, "certificate"]
    case .newerDatabase: ["newer version", "node.sqlite"]
    case .changedHost: [node.origin, "other.test", "node.host"]
    case .brokenDatabase: ["node.sqlite", "cannot be opened"]
    }
  }

  func inflict(on node: NodeProcess) throws {
    switch self {
    case .brokenYAML: try node.editConfiguration { _ in "node:\n  host: x.test\n  port: [443\n" }
    case .unknownSetting:
      try node.editConfiguration { $0 + "\nlimits:\n  headerTimeot: 5\n" }
    case .wrongValue:
      try node.editConfiguration { $0.replacing("port: \(node.port)", with: "port: eighty") }
    case .openKey: try node.setMode(0o644, of: node.home.rsaKey)
    case .missingKey: try FileManager.default.removeItem(atPath: node.home.sealingKey)
    case .brokenKey: try node.replace(node.home.ed25519Key, with: "-----BEGIN PRIVATE KEY-----\n")
    case .brokenCertificate: try node.replace(node.home.ownCertificate, with: "no PEM\n")
    case .missingCertificate: try FileManager.default.removeItem(atPath: node.home.ownCertificate)
    case .newerDatabase: try add("9999 of the future", to: node.home.database)
    case .changedHost:
      try node.editConfiguration { $0.replacing("host: \(node.host)", with: "host: other.test") }
    case .brokenDatabase:
      try node.replace(node.home.database, with: String(repeating: "not a database ", count: 999))
    }
  }

  private func add(_ migration: String, to database: String) throws {
    let queue = try DatabaseQueue(path: database)
    try queue.write {
      try $0.execute(
        sql: "INSERT INTO grdb_migrations (identifier) VALUES (?)",
        arguments: [migration]
      )
    }
    try queue.close()
  }
}

@Suite("Refusing to start", .serialized)
struct RefusedStartTests {
  @Test("What is wrong is said in words that help, with exit code 1")
  func refuses() async throws {
    let whole = try await NodeProcess.make("refused.test")
    for damage in Damage.allCases {
      let node = try whole.copy()
      try damage.inflict(on: node)

      let result = try await node.run(["serve"])

      #expect(result.exitCode == 1, "\(damage)")
      for words in damage.words(node) {
        #expect(result.errors.contains(words), "\(damage): \(result.errors)")
      }
      // A message, and not what a debugger prints.
      #expect(!result.errors.contains("Fatal error"), "\(damage)")
      #expect(result.errors.split(separator: "\n").count <= 8, "\(damage): \(result.errors)")
    }
  }

  @Test("A port in use is named, with what to do")
  func portInUse() async throws {
    let node = try await NodeProcess.make("refused.test")
    let listener = try await Listener(port: node.port)

    let result = try await node.run(["serve"])

    #expect(result.exitCode == 1)
    #expect(result.errors.contains("Port \(node.port)"))
    #expect(result.errors.contains("in use"))
    #expect(result.errors.contains("server.port"))
    #expect(listener.connections == 0)
  }

  @Test("A second server in the same home is refused while the first goes on")
  func secondServer() async throws {
    let node = try await NodeProcess.make("twice.test")
    try await node.start()

    let second = try await node.run(["serve"])

    #expect(second.exitCode == 1)
    #expect(second.errors.contains("\(try node.process.id)"))
    #expect(second.errors.contains("Another server runs"))
    #expect(try await node.get("/readyz").status == 200)
    #expect(try await node.timeline().contains("Nothing yet."))
  }

  @Test("Where there is no node, the program says how to make one, with exit code 3")
  func noHome() async throws {
    let node = try NodeProcess("nowhere.test", member: "alice")

    let result = try await node.run(["serve"])

    #expect(result.exitCode == 3)
    #expect(result.errors.contains("maillage init"))
  }
}
