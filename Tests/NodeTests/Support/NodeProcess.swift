import Foundation
import Node
import Synchronization
import TestSupport
import Testing

/// How a command ended and what it printed.
struct CommandResult: Sendable {
  let exitCode: Int32
  let output: String
  let errors: String
}

/// A node of a test: its home, and the process that serves it when it serves.
final class NodeProcess: Sendable {
  /// The member that each node has.
  let member: String
  let host: String
  let port: Int
  /// Settings by the names of their environment variables, for each start.
  let settings: Mutex<[String: String]>
  let scratch: ScratchDirectory
  private let server = Mutex<ChildProcess?>(nil)
  private let serial = Mutex(0)

  /// Makes a home by `maillage init`, with one member.
  static func make(
    _ host: String,
    member: String = "alice",
    options: [String] = ["--self-signed"],
    settings: [String: String] = [:]
  ) async throws -> NodeProcess {
    let node = try NodeProcess(host, member: member, settings: settings)
    try await node.succeed(
      ["init", "--host", host, "--port", "\(node.port)", "--listen", "127.0.0.1:\(node.port)"]
        + options
    )
    try await node.succeed(["member", "add", member])
    return node
  }

  init(_ host: String, member: String, port: Int? = nil, settings: [String: String] = [:]) throws {
    self.host = host
    self.member = member
    self.settings = Mutex(settings)
    self.port = try port ?? FreePort.next()
    scratch = try ScratchDirectory()
  }

  /// The same node in a home of its own, as from a backup.
  func copy() throws -> NodeProcess {
    let copy = try NodeProcess(host, member: member, port: port)
    try FileManager.default.copyItem(atPath: home.path, toPath: copy.home.path)
    return copy
  }

  var authority: String { "\(host):\(port)" }
  var origin: String { "https://\(authority)" }
  var address: String { "@\(member)@\(authority)" }
  var home: NodeHome { NodeHome(path: scratch.file("home")) }
  var log: String { scratch.file("log") }

  // MARK: Serving

  /// Starts the server and waits until it serves.
  func start(_ more: [String: String] = [:]) async throws {
    let child = try launch(more)
    try await eventually("\(host) serves") {
      guard child.isRunning else {
        throw NotInTime(description: "\(host) does not start:\n\(text(of: log))")
      }
      return text(of: log).contains("The node serves.") && AdminClient(home: home) != nil
    }
  }

  /// Starts the server and waits for nothing.
  @discardableResult
  func launch(_ more: [String: String] = [:]) throws -> ChildProcess {
    let child = try ChildProcess(
      Program.path(),
      ["serve", "--home", home.path],
      settings: settings.withLock { $0 }.merging(more) { $1 },
      errors: log
    )
    server.withLock { $0 = child }
    return child
  }

  /// Puts a process in place that was started otherwise.
  func adopt(_ child: ChildProcess) { server.withLock { $0 = child } }

  var process: ChildProcess {
    get throws {
      let child = server.withLock { $0 }
      return try #require(child, "\(host) was never started")
    }
  }

  /// Ends the server as systemd does.
  @discardableResult
  func stop() async throws -> Int32 {
    try process.send(SIGTERM)
    return try await process.end()
  }

  /// Ends the server as a power failure does.
  func kill() async throws {
    try process.send(SIGKILL)
    _ = try await process.end()
  }

  // MARK: Commands

  /// Runs the program on this home, as an admin does.
  func run(
    _ arguments: [String],
    environment: [String: String] = [:]
  ) async throws
    -> CommandResult
  {
    let number = serial.withLock { serial in
      serial += 1
      return serial
    }
    let (output, errors) = (scratch.file("out\(number)"), scratch.file("err\(number)"))
    let child = try ChildProcess(
      Program.path(),
      arguments + ["--home", home.path],
      settings: settings.withLock { $0 }.merging(environment) { $1 },
      output: output,
      errors: errors
    )
    let exitCode = try await child.end(within: .seconds(60))
    return CommandResult(exitCode: exitCode, output: text(of: output), errors: text(of: errors))
  }

  /// Runs a command that has to succeed.
  @discardableResult
  func succeed(_ arguments: [String]) async throws -> String {
    let result = try await run(arguments)
    guard result.exitCode == 0 else {
      throw NotInTime(description: "maillage \(arguments): \(result.exitCode) \(result.errors)")
    }
    return result.output
  }

  /// Gives a command to the running server by its admin socket, which is quicker.
  func ask(_ arguments: [String]) async throws -> AdminReply {
    guard let client = AdminClient(home: home) else {
      throw NotInTime(description: "\(host) does not listen at its admin socket.")
    }
    return try await client.send(AdminRequest(arguments: arguments, input: nil, caller: "test"))
  }

  /// Gives a command that has to succeed to the running server.
  @discardableResult
  func command(_ arguments: String...) async throws -> String {
    let reply = try await ask(arguments)
    guard reply.exitCode == 0 else {
      throw NotInTime(description: "\(host): \(arguments): \(reply.exitCode) \(reply.errors)")
    }
    return reply.output
  }

  /// Posts as the node's member; the URL of the post.
  func post(_ text: String, _ options: String...) async throws -> String {
    let reply = try await ask(["post", "create", member, text] + options)
    guard reply.exitCode == 0 else { throw NotInTime(description: "\(host): \(reply.errors)") }
    return reply.output.trimmingCharacters(in: .whitespacesAndNewlines)
  }

  /// What the member reads, newest first.
  func timeline() async throws -> String {
    try await command("timeline", member, "--limit", "200")
  }

  // MARK: Files

  func text(of path: String) -> String {
    (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
  }

  func mode(of path: String) throws -> Int {
    let attributes = try FileManager.default.attributesOfItem(atPath: path)
    return try #require(attributes[.posixPermissions] as? Int) & 0o777
  }

  func setMode(_ mode: Int, of path: String) throws {
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
  }

  /// Replaces a file in one step, as programs that renew certificates do.
  func replace(_ path: String, with text: String) throws {
    let draft = path + ".new"
    try Data(text.utf8).write(to: URL(fileURLWithPath: draft))
    try setMode(0o600, of: draft)
    try #require(rename(draft, path) == 0)
  }

  /// Adds lines to `maillage.yaml`, or changes what it says.
  func editConfiguration(_ edit: (String) -> String) throws {
    try replace(home.configurationFile, with: edit(text(of: home.configurationFile)))
  }
}

/// Ports that nobody listens at, below those that the system hands out by itself.
enum FreePort {
  private static let given = Mutex<Set<Int>>([])

  static func next() throws -> Int {
    for _ in 0..<200 {
      let port = Int.random(in: 20_000..<32_000)
      guard given.withLock({ $0.insert(port).inserted }), isFree(port) else { continue }
      return port
    }
    throw NotInTime(description: "No port is free.")
  }

  private static func isFree(_ port: Int) -> Bool {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(port).bigEndian
    address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
    return withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
      }
    }
  }
}
