import ActivityStreams
import Federation
import Foundation
import Logging
import Model
import Signatures
import Storage
import TestSupport
import Testing

@testable import Node

/// The node's RSA key changes with its Ed25519 key, and nothing is lost wherever that is interrupted.
@Suite struct NodeRSAKeyTests {
  private let scratch: ScratchDirectory
  private let home: NodeHome
  private let configuration: NodeConfiguration

  init() async throws {
    scratch = try ScratchDirectory()
    home = NodeHome(path: scratch.file("home"))
    configuration = try NodeConfiguration(yaml: "node: {host: a.example}", environment: [:])
    _ = try await FirstRun(home: home, configuration: configuration).run()
  }

  private func withNode<Value>(_ body: (OpenNode) async throws -> Value) async throws -> Value {
    let node = try await OpenNode.open(
      home: home,
      configuration: configuration,
      logger: .init(label: "test") { _ in SwiftLogNoOpLogHandler() }
    )
    let value = try await body(node)
    try await node.close()
    return value
  }

  private func signer(of node: OpenNode) throws -> Signer {
    try node.services.keys.nodeSigner(.rsa)
  }

  private func published(by node: OpenNode) async throws -> [ActorKey] {
    let actor = node.nodeActor.id
    return try await node.database.read { try $0.actors.keys(of: actor) }
      .filter { $0.algorithm == .rsa }
  }

  private func rotate(_ node: OpenNode) async throws {
    try await node.rotateNodeKey { (_, _) in }
  }

  private func file(_ path: String) throws -> [UInt8]? { try PrivateFile.read(path, limit: 10_000) }

  @Test func aChangeOfKeysBringsANewRSAKeyWithAnIDOfItsOwn() async throws {
    let old = try await withNode { node in
      let old = try signer(of: node)
      try await rotate(node)
      #expect(try signer(of: node).keyID.value == "https://a.example/actor#main-key-2")
      return old
    }

    try await withNode { node in
      let new = try signer(of: node)
      let published = try await published(by: node)
      #expect(new.keyID.value == "https://a.example/actor#main-key-2")
      #expect(new.key.der != old.key.der)
      #expect(published.map(\.uri) == [new.keyID.value])
      #expect(published.map(\.publicKey) == [new.key.verificationKey.pem])
      #expect(try file(home.nextRSAKey) == nil)
      try await rotate(node)
      #expect(try signer(of: node).keyID.value == "https://a.example/actor#main-key-3")
    }
  }

  @Test func anAnnouncementThatFailsLeavesTheKeyAndNothingBesideIt() async throws {
    let before = try await withNode { node in
      await #expect(throws: Refusal.absent) {
        try await node.rotateNodeKey { (_, _) throws -> Void in throw Refusal.absent }
      }
      return try signer(of: node)
    }

    try await withNode { node in
      let after = try signer(of: node)
      #expect(after.keyID == before.keyID && after.key.der == before.key.der)
    }
    #expect(try file(home.nextRSAKey) == nil)
  }

  /// How many of the steps after the commit were done before the crash.
  @Test(arguments: 0...1)
  func whatACrashLeavesIsFinished(steps: Int) async throws {
    let old = try #require(try file(home.rsaKey))
    let new = try await withNode { node in
      try await rotate(node)
      return try signer(of: node)
    }
    // Back to what it was, and forward by some steps.
    try PrivateFile.write(Array(new.key.pem.utf8), to: home.nextRSAKey)
    if steps == 0 { try PrivateFile.write(old, to: home.rsaKey, replacing: true) }

    try await withNode { node in
      let after = try signer(of: node)
      #expect(after.keyID == new.keyID && after.key.der == new.key.der)
    }
    #expect(try file(home.nextRSAKey) == nil)
    #expect(try file(home.rsaKey) != old)
  }

  @Test func aKeyThatNeverCameIntoForceGoes() async throws {
    let before = try #require(try file(home.rsaKey))
    try PrivateFile.write(Array(try SigningKey.generateRSA().pem.utf8), to: home.nextRSAKey)

    try await withNode { node in
      let signer = try signer(of: node)
      #expect(signer.keyID.value == "https://a.example/actor#main-key")
    }

    #expect(try file(home.rsaKey) == before)
    #expect(try file(home.nextRSAKey) == nil)
  }

  @Test func aPeerVerifiesWhatIsAskedUnderTheNewKey() async throws {
    let peer = try await TestNode.make(host: "b.example")
    try await withNode { node in
      try await serve(node, to: peer)
      let first = try await asker(fetching: try signer(of: node), from: peer)

      try await rotate(node)
      try await serve(node, to: peer)
      let second = try await asker(fetching: try signer(of: node), from: peer)

      #expect(first == "https://a.example/actor")
      #expect(second == first)
    }
  }

  private func serve(_ node: OpenNode, to peer: TestNode) async throws {
    let (actor, addresses) = (node.nodeActor, node.services.addresses)
    let document = try await node.database.read { try actor.document(in: $0, addresses) }
    try peer.farSide.serve(document.json)
  }

  /// Who asks, as the peer verifies a signed fetch.
  private func asker(fetching signer: Signer, from peer: TestNode) async throws -> String {
    let url = try #require(TargetURI("https://b.example/users/marie"))
    var request = RequestMessage(method: "GET", uri: url)
    request.fields = try signer.sign(request, by: .draftCavage, now: peer.clock.now)
    let verification = SenderVerification(services: peer.services)
    return try await verification.verifySender(of: request).actor.uri
  }
}
