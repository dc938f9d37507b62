import Foundation
import Node
import Testing

@Suite("Starting and stopping", .serialized)
struct LifecycleTests {
  @Test("SIGTERM ends the node after what is under way, and nothing acknowledged is lost")
  func drains() async throws {
    let territory = try await Territory()
    let (atelier, jardins) = (territory.atelier, territory.jardins)
    let sender = try NodeSender(atelier)
    let url = try await jardins.post("avant l'arrêt", "--audience", "public")
    let follow = sender.activity("Follow", .string("\(jardins.origin)/users/awa"), number: 1)
    let request = try sender.post(follow, to: jardins)
    let wire = try await jardins.connect()
    let head = request.index(request.endIndex, offsetBy: -10)
    try await wire.send(String(request[..<head]))
    try await eventually("the request has begun") { try await jardins.get("/readyz").status == 200 }

    try jardins.process.send(SIGTERM)
    try await eventually("no new connection is taken") {
      (try? await jardins.connect()) == nil || AdminClient(home: jardins.home) == nil
    }
    try await wire.send(String(request[head...]))
    let answer = try await wire.answer()
    let exitCode = try await jardins.process.end(within: .seconds(10))

    #expect(answer.status == 202)
    #expect(exitCode == 0)
    try await jardins.start()
    #expect(try await jardins.timeline().contains("avant l'arrêt"))
    #expect(try await jardins.get(url.dropping(jardins.origin)).status == 200)
    try await eventually("what was accepted last has had its effect") {
      try await jardins.command("follower", "list", "awa").contains(atelier.authority)
    }
  }

  @Test("A node with nothing to do stops soon, though clients keep connections open")
  func stopsSoon() async throws {
    let node = try await NodeProcess.make("idle.test")
    try await node.start()
    let idle = try await node.connect()
    try await idle.send("GET /healthz HTTP/1.1\r\nHost: \(node.authority)\r\n\r\n")
    #expect(try await idle.answer().status == 200)
    let silent = try await node.connect()

    try node.process.send(SIGTERM)
    let exitCode = try await node.process.end(within: .seconds(4))

    #expect(exitCode == 0)
    try await eventually("both connections have ended") { idle.isClosed && silent.isClosed }
    // The whole database is in its one file.
    #expect(try Data(contentsOf: URL(fileURLWithPath: node.home.database + "-wal")).isEmpty)
  }

  @Test("systemd hears when the node serves and when it stops")
  func notifies() async throws {
    let node = try await NodeProcess.make("notify.test")
    let socket = try NotifySocket(node.scratch.file("notify"))

    try await node.start(["NOTIFY_SOCKET": socket.path])
    #expect(try await socket.message().hasPrefix("READY=1\nSTATUS=Serving \(node.origin)"))
    #expect(try await node.get("/readyz").status == 200)

    try node.process.send(SIGHUP)
    #expect(try await socket.message().hasPrefix("RELOADING=1\nMONOTONIC_USEC="))
    #expect(try await socket.message().hasPrefix("READY=1\nSTATUS=Serving \(node.origin)"))

    #expect(try await node.stop() == 0)
    #expect(try await socket.message() == "STOPPING=1")
  }

  @Test("What a home holds is for its user alone")
  func privateFiles() async throws {
    let node = try await NodeProcess.make("private.test")
    try await node.start()
    let home = node.home

    #expect(try node.mode(of: home.path) == 0o700)
    #expect(try node.mode(of: home.keys) == 0o700)
    #expect(try node.mode(of: home.adminSocket) == 0o600)
    for key in try FileManager.default.contentsOfDirectory(atPath: home.keys) {
      #expect(try node.mode(of: "\(home.keys)/\(key)") == 0o600, "\(key)")
    }
    for ending in ["", "-wal", "-shm"] {
      #expect(try node.mode(of: home.database + ending) == 0o600, "node.sqlite\(ending)")
    }
    #expect(try node.mode(of: home.configurationFile) == 0o600)
  }
}

/// A socket such as systemd listens at.
private final class NotifySocket: Sendable {
  let path: String
  private let descriptor: Int32

  init(_ path: String) throws {
    self.path = path
    descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_NONBLOCK.rawValue), 0)
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
    let result = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    try #require(result == 0)
  }

  deinit {
    close(descriptor)
  }

  /// The next message.
  func message() async throws -> String {
    var text = ""
    try await eventually("systemd is told something", within: .seconds(10)) {
      var bytes = [UInt8](repeating: 0, count: 1_024)
      let count = recv(descriptor, &bytes, bytes.count, 0)
      text = String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
      return count > 0
    }
    return text
  }
}
