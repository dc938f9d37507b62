import Foundation

/// Five nodes, each of which reaches each other one over a wire of its own that can be cut; their TLS
/// is known by the pins of tickets.
struct WiredTerritory: Sendable {
  /// From whom to whom, by place in `nodes`.
  private struct Way: Hashable {
    let from: Int
    let to: Int
  }

  let nodes: [NodeProcess]
  private let wires: [Way: CuttingProxy]

  private static let names = ["anse", "brie", "crau", "dole", "eawy"]

  init() async throws {
    let all = try Self.names.map { name in
      try NodeProcess(
        "\(name).test",
        member: "\(name)_post",
        settings: [
          "MAILLAGE_TERRITORY_SYNC_INTERVAL": "1", "MAILLAGE_TERRITORY_SEAL_INTERVAL": "5",
          "MAILLAGE_LOG_LEVEL": "debug",
        ]
      )
    }
    var wires: [Way: CuttingProxy] = [:]
    for from in all.indices {
      for to in all.indices where to != from {
        wires[Way(from: from, to: to)] = try await CuttingProxy(to: all[to].port)
      }
    }
    nodes = all
    self.wires = wires
    try await withThrowingTaskGroup { group in
      for place in all.indices { group.addTask { [self] in try await make(place) } }
      try await group.waitForAll()
    }
  }

  private func make(_ place: Int) async throws {
    let node = nodes[place]
    let map = nodes.indices.filter { $0 != place }.compactMap { other in
      wires[Way(from: place, to: other)].map { "\(nodes[other].host)=127.0.0.1:\($0.port)" }
    }
    try await node.succeed(
      ["init", "--host", node.host, "--port", "\(node.port)", "--listen", "127.0.0.1:\(node.port)"]
        + ["--self-signed", "--allow-address", "127.0.0.0/8", "--map"] + map
    )
    try await node.succeed(["member", "add", node.member])
    try await node.start()
  }

  // MARK: Wires

  /// Cuts every wire between those named and the others.
  func cut(off places: Set<Int>) {
    for (way, wire) in wires where places.contains(way.from) != places.contains(way.to) {
      wire.cut()
    }
  }

  func mend() {
    for wire in wires.values { wire.mend() }
  }

  // MARK: Founding

  /// The first three found a territory and the other two are admitted; everybody accepts its terms.
  func found() async throws {
    for other in 1..<nodes.count { try await befriend(0, other) }
    let charter = nodes[0].scratch.file("charter.md")
    try "# Charter\n\nWhat we share stays among us.\n"
      .write(toFile: charter, atomically: true, encoding: .utf8)
    try await nodes[0].succeed([
      "territory", "found", "Five Vales", "--as", "vales", "--text", charter, "--with",
      nodes[1].authority, nodes[2].authority,
    ])
    for place in 1...2 { try await join(place) }
    try await eventually("the founders are three") { try await members(0).count == 3 }
    for place in 3...4 {
      try await nodes[0].command("territory", "invite", nodes[place].authority)
      try await join(place)
      try await endorse(place, by: [1, 2])
    }
    for place in nodes.indices {
      try await eventually("\(nodes[place].host) counts five", within: .seconds(60)) {
        try await members(place).count == 5
      }
      try await nodes[place].command("territory", "charter", "--accept", nodes[place].member)
    }
  }

  private func befriend(_ sponsor: Int, _ joiner: Int) async throws {
    let invited = try await nodes[sponsor].command("peer", "invite", "--json")
    guard let ticket = invited.firstMatch(of: /"ticket" *: *"([^"]+)"/)?.1 else {
      throw NotInTime(description: "No ticket: \(invited)")
    }
    try await nodes[joiner].command("peer", "join", String(ticket), "--yes")
  }

  private func join(_ place: Int) async throws {
    try await eventually("\(nodes[place].host) is invited") {
      try await nodes[place].command("territory", "list", "--json").contains("Five Vales")
    }
    try await nodes[place].command("territory", "join", "--yes")
  }

  private func endorse(_ place: Int, by endorsers: [Int]) async throws {
    for endorser in endorsers {
      try await eventually("\(nodes[endorser].host) knows the candidate", within: .seconds(60)) {
        try await nodes[endorser].command("territory", "decide", "--json")
          .contains(nodes[place].authority)
      }
      try await nodes[endorser].command("territory", "endorse", nodes[place].authority)
    }
  }

  // MARK: Looking

  /// The hosts that a node counts as members, sorted.
  func members(_ place: Int) async throws -> [String] {
    let text = try await nodes[place].command("territory", "members", "--json")
    return try JSONDecoder().decode([Member].self, from: Data(text.utf8))
      .filter { $0.standing == "member" }.map(\.host).sorted()
  }

  private struct Member: Decodable {
    let host: String
    let standing: String
  }

  /// How often a text stands in the territory's timeline at a node.
  func count(_ text: String, at place: Int) async throws -> Int {
    try await nodes[place].command(
      "timeline",
      nodes[place].member,
      "--territory",
      "--limit",
      "200",
      "--json"
    )
    .matches(of: /"text" *: *"([^"]*)"/).count { $0.1.contains(text) }
  }

  func post(_ text: String, at place: Int) async throws {
    _ = try await nodes[place].post(text, "--audience", "territory")
  }
}
