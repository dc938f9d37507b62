import Foundation
import Logging
import Model
import Node
import Storage

/// A real home for a real server, prepared in this process.
struct BenchmarkHome {
  let home: NodeHome
  let port: Int
  private let configuration: NodeConfiguration

  init(place: URL, name: String, port: Int, change: (inout NodeConfiguration) -> Void = { _ in }) {
    home = NodeHome(path: place.appendingPathComponent(name).path)
    self.port = port
    var configuration = NodeConfiguration()
    configuration.nodeHost = "bench.test"
    configuration.nodePort = port
    configuration.serverAddress = .v4(0x7F00_0001)
    configuration.limitsInboxPerMinute = 10_000_000
    configuration.limitsRequestsPerMinute = 10_000_000
    change(&configuration)
    self.configuration = configuration
  }

  func make() async throws -> BenchmarkHome {
    _ = try await FirstRun(home: home, configuration: configuration).run()
    return self
  }

  /// Opens the home in this process, while no server has it.
  func open<Value>(_ body: (OpenNode) async throws -> Value) async throws -> Value {
    let node = try await OpenNode.open(
      home: home,
      configuration: configuration,
      logger: Logger(label: "benchmark")
    )
    let value = try await body(node)
    try await node.close()
    return value
  }

  func addFollowers(of sender: Sender, count: Int) async throws {
    try await open { node in
      let author = try await sender.save(in: node.database)
      for number in 0..<count {
        let member = try await node.accounts.add(
          Accounts.Applicant(name: try LocalName("reader\(number)"))
        )
        let now = node.services.now()
        try await node.database.write { tx in
          try tx.follows.save(
            Follow(
              uri: "https://bench.test/f/\(number)",
              followerID: member.actorID,
              followeeID: author,
              state: .pending,
              createdAt: now
            )
          )
          try tx.follows.accept(follower: member.actorID, followee: author)
        }
      }
    }
  }

  /// Starts a server; also says after how many seconds its port answered.
  func serve(_ program: URL) async throws -> (ChildProcess, Double) {
    let start = ContinuousClock.now
    let server = try ChildProcess(program, ["serve", "--home", home.path])
    while !isListening() { try await Task.sleep(for: .milliseconds(2)) }
    return (server, (ContinuousClock.now - start) / .seconds(1))
  }

  private func isListening() -> Bool {
    let socket = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(socket) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(port).bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    return withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
      }
    }
  }

  // MARK: Looking in from outside

  private func read<Value: Sendable>(
    _ body: @escaping @Sendable (Transaction) throws -> Value
  ) async throws -> Value {
    let database = try NodeDatabase(path: home.database)
    let value = try await database.read(body)
    try await database.close()
    return value
  }

  func waiting() async throws -> Int { try await read { try $0.inbox.countWaiting() } }

  func deliveriesWaiting() async throws -> Int {
    try await read { try $0.deliveries.count(.waiting) }
  }

  func countKept() async throws -> Int { try await read { try $0.inbox.count() } }

  func waitUntilProcessed() async throws {
    let database = try NodeDatabase(path: home.database)
    while try await database.read({ try $0.inbox.countWaiting() }) > 0 {
      try await Task.sleep(for: .milliseconds(20))
    }
    try await database.close()
  }
}
