import ActivityStreams
import Foundation
import Model
import Signatures
import Storage
import StrictJSON

/// The word of nodes for their actors: how those of a node that takes no connections become known.
///
/// An introduction is an Update of the actor's document with the proof of its node's key. It is
/// kept and passed on with what the actor published (Protocol/peering.md).
package struct Introductions: Sendable {
  let services: FederationServices

  package init(services: FederationServices) {
    self.services = services
  }

  /// Actors of one node that are known by its word.
  private static let mostOfANode = 10_000

  private static let largest = 64 << 10
  /// As many of the largest fit into a request.
  private static let mostAtOnce = 15

  // MARK: Others' actors

  /// Takes an introduction; whoever brings it, the proof says who wrote it.
  ///
  /// - Throws: `Refusal` when the node is not known or did not write it.
  @discardableResult
  package func take(_ json: JSON) async throws -> ActorProfile {
    let body = json.serialized()
    guard body.count <= Self.largest else { throw Refusal.tooLarge(limit: Self.largest) }
    let fields = try StrictFields(json, as: "introduction")
    try fields.require("type", "Update")
    let nodeActor = try fields.address("actor")
    guard let node = services.known.node(of: nodeActor.string), nodeActor.path == "/actor" else {
      throw Refusal.unauthenticated("\(nodeActor) is no node that is known here.")
    }
    // The word of one who only says that it is that host would replace all actors there.
    guard node.isProven else {
      throw Refusal.forbidden("Nothing has shown yet that this member is \(node.host).")
    }
    try services.flows.requireAdmitted(node.host)
    try verify(fields.object, with: node.record.key, nodeActor)
    let published = try fields.date("published")
    let actor = try actor(in: fields.object, of: nodeActor)
    let entry = IntroductionStore.Entry(
      actorURI: actor.id.string,
      host: node.host,
      body: body,
      publishedAt: published
    )
    let proof = try OriginProof(of: actor.id.string, vouchedBy: nodeActor.string)
    let (before, count, known) = try await services.database.read { tx in
      (
        try tx.introductions.find(entry.actorURI), try tx.introductions.count(host: node.host),
        try tx.actors.find(uri: entry.actorURI)
      )
    }
    if let before, before.publishedAt >= published, let known { return known }
    guard before != nil || count < Self.mostOfANode else {
      throw Refusal.rateLimited(seconds: 86_400)
    }
    // The actor first: what is marked as known has had its effect.
    let stored = try await services.actors.store(actor, proof: proof)
    _ = try await services.database.write { try $0.introductions.save(entry) }
    return stored
  }

  private func verify(_ document: JSONObject, with key: String, _ actor: AS.IRI) throws(Refusal) {
    try NodeProof.check(document, with: key, of: actor.string, as: "introduction")
  }

  private func actor(in document: JSONObject, of node: AS.IRI) throws(Refusal) -> AS.Actor {
    let actor: AS.Actor
    do {
      actor = try AS.Actor(json: document["object"] ?? .null)
    } catch {
      throw .malformed("The introduced object is no actor: \(error).")
    }
    guard actor.id.origin == node.origin else {
      throw .foreignOrigin(id: actor.id.string, voucher: node.string)
    }
    return actor
  }

  // MARK: Own actors

  /// Before something goes out to a node that cannot fetch its sender from here.
  func introduceIfNeeded(_ sender: ActorID, to url: String) async throws {
    guard !services.identity.isReachable, let node = services.known.node(of: url) else { return }
    let actor = try await services.database.read { try $0.actors.find(sender) }
    guard let actor else { return }
    try await introduce([actor], to: PeerClient.Target(node))
  }

  /// Has everybody introduced again to a node that does not know who writes.
  func beginAnew(with url: String) async {
    guard !services.identity.isReachable, let node = services.known.node(of: url) else { return }
    await services.logger.attempt("A node cannot be told again who writes.") {
      try await services.database.write { try $0.introductions.forgetIntroduced(to: node.host) }
    }
  }

  /// Before this node asks another that cannot fetch its actor: requests to read are signed by it.
  func introduceNode(to target: PeerClient.Target) async throws {
    guard !services.identity.isReachable else { return }
    let uri = services.addresses.nodeActor.string
    let actor = try await services.database.read { try $0.actors.find(uri: uri) }
    if let actor { try await introduce([actor], to: target) }
  }

  /// Tells a node of this node's actors, those that it was not told of yet.
  package func introduce(_ actors: [ActorProfile], to target: PeerClient.Target) async throws {
    for start in stride(from: 0, to: actors.count, by: Self.mostAtOnce) {
      try await introduce(some: Array(actors[start...].prefix(Self.mostAtOnce)), to: target)
    }
  }

  private func introduce(some actors: [ActorProfile], to target: PeerClient.Target) async throws {
    let prepared = try await services.database.read { tx in
      try actors.filter(\.isLocal).compactMap { actor -> (ActorProfile, JSONObject, Digest)? in
        let document = try actor.document(in: tx, services.addresses)
        guard let object = document.document(in: .actor).object else { return nil }
        let digest = try Digest(of: object)
        let isKnown = try tx.introductions.isIntroduced(actor.uri, digest, to: target.host)
        return isKnown ? nil : (actor, object, digest)
      }
    }
    guard !prepared.isEmpty else { return }
    let signed = try prepared.map { JSON.object(try introduction(of: $0.1)) }
    _ = try await PeerClient(services: services).post(
      ["introductions": .array(signed)],
      to: "/peering/actors",
      of: target
    )
    try await services.database.write { tx in
      for (actor, _, digest) in prepared {
        try tx.introductions.markIntroduced(actor.uri, digest, to: target.host)
      }
    }
  }

  private func introduction(of actor: JSONObject) throws -> JSONObject {
    let now = services.now()
    let number = services.numbers.next(at: now)
    let document: JSONObject = [
      "@context": actor["@context"] ?? AS.territoryContext,
      "id": .string(services.addresses.origin.address("peering", String(number)).string),
      "type": "Update", "actor": .string(services.addresses.nodeActor.string),
      "published": .string(AS.Timestamp.text(now)),
      "object": .object(actor.removing("@context")),
    ]
    let signer = try services.keys.nodeSigner(.ed25519)
    return try IntegrityProof.sign(document, as: signer, created: now)
  }
}
