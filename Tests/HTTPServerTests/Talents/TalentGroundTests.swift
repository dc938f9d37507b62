import Foundation
import Model
import Storage
import StrictJSON
import TestSupport
import Testing

@testable import Federation

/// A directory is held on a ground only: a peering, the scope, and the territory that it is for.
@Suite struct TalentGroundTests {
  private static let scopes: Set<Scope> = [.posts, .talents]

  /// Two nodes of a territory that share talents, and one that shares them with the first alone.
  private struct Scene {
    let founded: Founded
    let outside: TestNode

    init() async throws {
      founded = try await Founded("a.example", "b.example")
      try await founded.nodes[1].join(founded.nodes[0], TalentGroundTests.scopes)
      outside = try await founded.network.node("c.example")
      try await outside.join(founded.nodes[0], TalentGroundTests.scopes)
    }

    var giver: TestNode { founded.nodes[0] }
    var member: TestNode { founded.nodes[1] }
    var scope: TalentScope { .territory(founded.id.text) }

    /// A bucket of the giver's directory for the territory, as the giver signed it.
    func bucket() async throws -> JSONObject {
      let signing = TalentSigning(services: giver.services)
      let scope = scope
      return try await giver.database.read { tx in
        let directory = try required(tx.talentDirectories.find("", scope))
        let head = try required(tx.talentDirectories.heads(of: directory).first)
        return try required(signing.document(under: head, of: directory, tx))
      }
    }

    /// Hands a bucket to a node, as its signer, under a scope that may be another.
    func give(_ bucket: JSONObject, to node: TestNode, as scope: TalentScope) async throws {
      let key = try required(node.services.keys.nodeSigner(.ed25519).key.verificationKey.multikey)
      var message = TalentMessage(scope: scope)
      message.buckets = [bucket]
      _ = try await giver.client.post(
        message.document,
        to: "/talents/sync",
        of: PeerClient.Target(host: node.host, key: key)
      )
    }
  }

  @Test func `What is for a ring that a node is not in is never stored there, whoever signed it`()
    async throws
  {
    let scene = try await Scene()
    let lea = try await scene.giver.talented("lea", [(2, .territory)])
    let bucket = try await scene.bucket()

    await #expect(throws: Refusal.self) {
      try await scene.give(bucket, to: scene.outside, as: scene.scope)
    }
    try await scene.give(bucket, to: scene.outside, as: .everyone)

    #expect(try await !scene.outside.everythingHeld().contains("lea"))
    #expect(try await scene.outside.holders(of: 2).isEmpty)
    // The very same is taken where the ring reaches.
    try await scene.give(bucket, to: scene.member, as: scene.scope)
    #expect(try await scene.member.holders(of: 2) == [lea.uri])
  }

  @Test func `Who leaves the territory drops what was for it, and gets it no more`() async throws {
    let scene = try await Scene()
    let lea = try await scene.giver.talented("lea", [(1, .everyone), (2, .territory)])
    await scene.member.shareTalents()
    #expect(try await scene.member.holders(of: 2) == [lea.uri])

    try await scene.member.desk.leave(scene.founded.id)
    await settle(scene.founded.nodes)
    await scene.member.shareTalents()
    await scene.giver.shareTalents()

    #expect(try await scene.member.holders(of: 2).isEmpty)
    #expect(try await scene.member.holders(of: 1) == [lea.uri])
    let held = try await scene.member.database.read { tx in
      try tx.talentDirectories.all().filter { !$0.isOwn }.map(\.scope)
    }
    #expect(held == [.everyone])
  }

  @Test func `A comparison names the members with which nothing is exchanged, and why`()
    async throws
  {
    var rules = Rules()
    rules.endorsements = 1
    let founded = try await Founded("a.example", "b.example", "c.example", rules: rules)
    let (a, b) = (founded.nodes[0], founded.nodes[1])
    try await b.join(a, Self.scopes)
    var behind: [TestNode] = []
    for host in ["x.example", "y.example"] {
      let node = try await founded.candidate(host, isReachable: false)
      let member = try node.memberID(in: founded.id)
      try await a.desk.endorse(member, in: founded.id, isForced: true)
      behind.append(node)
    }
    await settle(founded.nodes + behind)
    func reasons(_ node: TestNode) async throws -> [String: String] {
      let compared = try await TalentWorker.compare(node.services)
      return Dictionary(uniqueKeysWithValues: compared.map { ($0.host, $0.problem ?? "") })
    }

    let (ofA, ofB, ofX) = (try await reasons(a), try await reasons(b), try await reasons(behind[0]))

    #expect(ofA["b.example"] == "" && ofB["a.example"] == "")
    #expect(ofA["c.example"]?.contains("peer scope") == true)
    #expect(ofB["c.example"]?.contains("peer invite") == true)
    #expect(ofX["y.example"]?.contains("neither of the two takes connections") == true)
  }
}
