import Foundation
import Node

/// Three nodes that know each other's names, addresses and certificates: a company, an
/// association and a town.
struct Territory: Sendable {
  let atelier: NodeProcess
  let jardins: NodeProcess
  let mairie: NodeProcess

  var nodes: [NodeProcess] { [atelier, jardins, mairie] }

  /// Makes and starts the three.
  init(_ settings: [String: String] = [:]) async throws {
    async let atelier = Self.make("atelier.test", member: "camille")
    async let jardins = Self.make("jardins.test", member: "awa")
    async let mairie = Self.make("mairie.test", member: "louis")
    (self.atelier, self.jardins, self.mairie) = try await (atelier, jardins, mairie)
    let pins = try nodes.map { "\($0.authority)=\(try $0.pin)" }.joined(separator: ",")
    for node in nodes {
      node.settings.withLock { all in
        all["MAILLAGE_NETWORK_PINS"] = pins
        all.merge(settings) { $1 }
      }
    }
    try await withThrowingTaskGroup { group in
      for node in nodes { group.addTask { try await node.start() } }
      try await group.waitForAll()
    }
  }

  private static func make(_ host: String, member: String) async throws -> NodeProcess {
    let hosts = ["atelier.test", "jardins.test", "mairie.test"]
    return try await NodeProcess.make(
      host,
      member: member,
      options: ["--self-signed", "--allow-address", "127.0.0.0/8", "--map"]
        + hosts.map { "\($0)=127.0.0.1" }
    )
  }

  /// Lets a member follow another one and waits until it may.
  func follow(_ follower: NodeProcess, as name: String? = nil, _ other: NodeProcess) async throws {
    let name = name ?? follower.member
    try await follower.command("follow", name, other.address)
    try await eventually("\(name) of \(follower.host) follows \(other.address)") {
      try await follower.command("follower", "list", name, "--following").contains(other.address)
    }
  }

  /// Waits until nothing waits in any queue.
  func settle(within limit: Duration = .seconds(45)) async throws {
    try await eventually("all queues are empty", within: limit) {
      for node in nodes where try await node.waiting() > 0 { return false }
      return true
    }
  }
}

extension NodeProcess {
  /// The pin of the certificate that the node made for itself.
  var pin: String {
    get throws {
      let files = CertificateFiles(
        certificate: home.ownCertificate,
        key: home.ownCertificateKey
      )
      return try ServedCertificate(reading: files).summary.pin
    }
  }

  /// How many activities wait in the node's queues, inwards and outwards.
  func waiting() async throws -> Int {
    let status = try await command("status", "--json")
    let counts = status.matches(of: /"(?:inbox|deliveries|queue)Waiting" *: *([0-9]+)/)
    guard counts.count >= 2 else {
      throw NotInTime(description: "The status does not count what waits: \(status)")
    }
    return counts.reduce(0) { $0 + (Int($1.1) ?? 0) }
  }
}
