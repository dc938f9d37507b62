import Foundation
import Model
import Signatures
import Storage
import StrictJSON
import TestSupport
import Testing

@testable import Federation

/// `Protocol/vectors/territory/refused.json`: what must be taken, and what changes nothing.
@Suite struct RefusedVectorTests {
  @Test func `A statement that must be taken is taken`() throws {
    let vectors = try ProtocolFiles.vectors("refused").member("statements")
    for vector in try vectors.list("taken") {
      let name = try vector.text("name")
      #expect(throws: Never.self, "\(name)") {
        let signed = try SignedStatement(read(vector))
        #expect(try signed.territory == vectors.digest("territory"))
      }
    }
  }

  @Test func `A statement that must be refused is refused`() throws {
    let vectors = try ProtocolFiles.vectors("refused").member("statements")
    let territory = try vectors.digest("territory")
    for vector in try vectors.list("refused") {
      let name = try vector.text("name")
      #expect(throws: (any Error).self, "\(name)") {
        let signed = try SignedStatement(read(vector))
        guard signed.territory == territory else { throw Refusal.absent }
      }
    }
  }

  private func read(_ vector: JSON) throws -> JSONObject {
    try required(try JSON.parse(Array(vector.text("text").utf8)).object, "an object")
  }

  @Test func `An activity that must be refused changes nothing, whichever key signs the request`()
    async throws
  {
    let vectors = try ProtocolFiles.vectors("refused").member("activities")
    let sender = try vectors.text("sender")
    let keys = try ProtocolFiles.vectors("hashes").list("keys")
      .filter { try $0.text("word").contains(":jardins:") }.map { try $0.text("multikey") }
    #expect(keys.count > 1)

    for vector in try vectors.list("refused") {
      let name = try vector.text("name")
      for key in keys {
        let activity = try vector.member("activity")
        let node = try await prepared(vectors, isKnown: activity.text("type") != "Offer")
        let before = try await node.dump()
        let signer = try ProtocolFiles.signer(of: key, keyID: "\(sender)#ed25519-key")
        let request = try peerRequest(activity, to: node, as: signer)

        await #expect(throws: Refusal.self, "\(name)") {
          try await PeeringDesk(services: node.services).receive(activity, request)
        }
        #expect(try await node.dump() == before)
      }
    }
  }

  private func prepared(_ vectors: JSON, isKnown: Bool) async throws -> TestNode {
    let node = try await TestNode.make(host: "atelier.example")
    let ticket = try vectors.member("ticket")
    let now = node.clock.now
    let stored = PeeringTicket(
      id: try required(Base64URL.decode(ticket.text("id")), "id"),
      sealedSecret: try required(ProtocolFiles.hex(ticket.text("secret")), "secret"),
      host: "jardins.example",
      scopes: [.posts],
      expiresAt: now + 3600,
      createdAt: now
    )
    try await node.database.write { try $0.tickets.insert(stored) }
    guard isKnown else { return node }
    let peering = Peering(host: "jardins.example", state: .active, createdAt: now)
    let record = try vectors.member("known").serialized()
    try await node.database.write {
      try $0.peerings.save(PeeringStore.Stored(peering: peering, record: record))
    }
    try await PeeringDesk(services: node.services).reload()
    return node
  }

  private func peerRequest(
    _ json: JSON,
    to node: TestNode,
    as signer: Signer
  ) throws
    -> RequestMessage
  {
    var request = RequestMessage(
      method: "POST",
      uri: try required(TargetURI("\(node.origin)/peering"), "url"),
      fields: ["content-type": "application/activity+json"],
      body: BodyDigest(of: json.serialized())
    )
    let nonce = Base64URL.encode(SharedSecret.random(count: 16))
    let signed = try PeerSignature.sign(request, as: signer, nonce: nonce, now: node.clock.now)
    for field in signed { request.fields.append(field) }
    return request
  }
}
