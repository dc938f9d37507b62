import Foundation
import Logging
import Model
import Signatures
import Storage
import Testing

@testable import Node

/// A change of the node's key loses nothing, wherever it is interrupted.
@Suite struct NodeKeyTests {
  private let scratch: ScratchDirectory
  private let home: NodeHome
  private let configuration: NodeConfiguration

  init() async throws {
    scratch = try ScratchDirectory()
    home = NodeHome(path: scratch.file("home"))
    configuration = try NodeConfiguration(yaml: "node: {host: a.example}", environment: [:])
    _ = try await FirstRun(home: home, configuration: configuration).run()
  }

  private func open() async throws -> OpenNode {
    try await OpenNode.open(
      home: home,
      configuration: configuration,
      logger: .init(label: "test") { _ in SwiftLogNoOpLogHandler() }
    )
  }

  private func withNode<Value>(_ body: (OpenNode) async throws -> Value) async throws -> Value {
    let node = try await open()
    let value = try await body(node)
    try await node.close()
    return value
  }

  private func file(_ path: String) throws -> [UInt8]? { try PrivateFile.read(path, limit: 10_000) }

  private func keys() async throws -> (current: [UInt8], next: [UInt8], published: String?) {
    try await withNode { node in
      let actor = node.nodeActor.id
      let published = try await node.database.read { try $0.actors.keys(of: actor) }
        .first { $0.algorithm == .ed25519 }?.publicKey
      return (try node.nodeKey.der, try node.nextKey.der, published)
    }
  }

  @Test func theNextKeyIsThereFromTheStartAndStays() async throws {
    let first = try await keys()
    let second = try await keys()

    #expect(first.current != first.next)
    #expect(first.next == second.next)
    #expect(try FileStatus(of: home.nextEd25519Key)?.mode == 0o600)
  }

  @Test func theNextKeyComesIntoForceWithItsAnnouncement() async throws {
    let before = try await keys()

    let rotation = try await withNode { node in
      let rotation = try await node.rotateNodeKey { rotation, tx in
        try tx.state.set("announced", to: "yes")
        return rotation
      }
      #expect(try node.nodeKey.der == before.next)
      return rotation
    }

    let after = try await keys()
    #expect(rotation.old.der == before.current && rotation.new.der == before.next)
    #expect(after.current == before.next && after.next == rotation.following.der)
    #expect(after.published == rotation.new.verificationKey.multikey)
    #expect(try file(home.followingEd25519Key) == nil)
  }

  @Test func anAnnouncementThatFailsChangesNothing() async throws {
    let before = try await keys()

    let announced = try await withNode { node in
      await #expect(throws: Refusal.absent) {
        try await node.rotateNodeKey { (_, _) throws -> Void in throw Refusal.absent }
      }
      return try NodeKeyFiles(home).following().der
    }

    let after = try await keys()
    #expect(after.current == before.current && after.next == before.next)
    #expect(after.published == before.published)
    // What was perhaps shown to somebody is what the next try commits to.
    #expect(try NodeKeyFiles(home).following().der == announced)
  }

  /// How many of the steps after the commit were done before the crash.
  @Test(arguments: 0...2)
  func whatACrashLeavesIsFinished(steps: Int) async throws {
    let before = try await keys()
    let files = [home.ed25519Key, home.nextEd25519Key, home.followingEd25519Key]
    let (old, following) = try await withNode { node in
      _ = try NodeKeyFiles(home).following()
      let old = try files.map { try #require(try file($0)) }
      return (old, try await node.rotateNodeKey { rotation, _ in rotation.following.der })
    }
    // Back to what it was, and forward by some steps.
    try PrivateFile.write(steps > 0 ? old[1] : old[0], to: files[0], replacing: true)
    try PrivateFile.write(steps > 1 ? old[2] : old[1], to: files[1], replacing: true)
    try PrivateFile.write(old[2], to: files[2], replacing: true)

    let after = try await keys()

    #expect(after.current == before.next && after.next == following)
    #expect(try file(home.followingEd25519Key) == nil)
  }
}
