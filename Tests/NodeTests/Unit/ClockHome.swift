import Federation
import Foundation
import Logging
import Model
import Storage
import TestSupport
import Testing

@testable import Node

/// A node whose clock a test sets.
struct ClockHome {
  let clock: ManualClock
  let scratch: ScratchDirectory
  let node: OpenNode

  init(_ more: [String: String] = [:]) async throws {
    scratch = try ScratchDirectory()
    let clock = ManualClock()
    self.clock = clock
    let home = NodeHome(path: scratch.file("home"))
    let configuration = try NodeConfiguration(
      yaml: "node:\n  host: clock.example\n",
      environment: more
    )
    _ = try await FirstRun(home: home, configuration: configuration, now: { clock.now }).run()
    node = try await Self.open(home, clock, configuration)
  }

  /// What was there before, in the node's next run.
  init(_ clock: ManualClock, _ scratch: ScratchDirectory) async throws {
    (self.clock, self.scratch) = (clock, scratch)
    node = try await Self.open(NodeHome(path: scratch.file("home")), clock)
  }

  private static var configuration: NodeConfiguration {
    var configuration = NodeConfiguration()
    configuration.nodeHost = "clock.example"
    return configuration
  }

  private static func open(
    _ home: NodeHome,
    _ clock: ManualClock,
    _ configuration: NodeConfiguration = configuration
  ) async throws -> OpenNode {
    try await OpenNode.open(
      home: home,
      configuration: configuration,
      logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
      now: { clock.now }
    )
  }

  func close() async throws { try await node.close() }

  func housekeeping() -> Housekeeping {
    Housekeeping(
      services: node.services,
      retention: { [node] in node.configuration },
      isDoubtful: { [node] in node.clock.isDoubtful(at: $0) }
    )
  }

  func requestPeering() async throws {
    let peering = Peering(
      host: "x.example",
      state: .requested(by: .them),
      createdAt: clock.now
    )
    try await node.database.write { try $0.peerings.save(.init(peering: peering)) }
  }

  private static let digest = [UInt8](repeating: 7, count: 32)

  func signIn(_ member: Member) async throws {
    let now = clock.now
    try await node.database.write { tx in
      _ = try tx.webSessions.insert(
        digest: Self.digest,
        of: member.actorID,
        userAgent: "test",
        at: now
      )
    }
  }

  func isSignedIn() async throws -> Bool {
    let now = clock.now
    return try await node.database.read {
      try $0.webSessions.find(digest: Self.digest, at: now) != nil
    }
  }

  func enqueueLetter(notBefore: Date) async throws {
    let letter = QueuedLetter(
      to: nil,
      kind: .trial,
      recipient: try #require(MailAddress("a@localhost")),
      sealed: [1],
      writtenAt: notBefore
    )
    try await node.database.write { _ = try $0.mail.enqueue(letter) }
  }
}
