import ActivityStreams
import Foundation
import Model
import Signatures
import Storage

/// Finds actors: in the database, and if they are not there or too old, at their own origin.
package struct ActorResolver: Sendable {
  let services: FederationServices

  /// After this a remote actor is fetched anew before it is relied upon.
  private static let freshness: TimeInterval = 24 * 3600

  /// The actor with an id.
  ///
  /// - Throws: `Refusal`; a stale actor is better than none when its host is unreachable.
  package func actor(_ id: AS.IRI) async throws -> ActorProfile {
    let known = try await services.database.read { try $0.actors.find(uri: id.string) }
    if let known, known.isLocal || isFresh(known) { return known }
    guard !services.addresses.isOwn(id.string) else { throw Refusal.absent }
    do {
      return try await refresh(id)
    } catch let refusal as Refusal {
      guard case .unreachable = refusal, let known else { throw refusal }
      return known
    }
  }

  /// Fetches an actor from its own origin and stores it.
  package func refresh(_ id: AS.IRI) async throws -> ActorProfile {
    let (document, proof) = try await services.documents.object(at: id)
    return try await store(try actor(in: document), proof: proof)
  }

  /// The actor of an address that people write.
  package func actor(_ address: AS.AccountAddress) async throws -> ActorProfile {
    if address.authority == services.addresses.origin.authority {
      let name = address.name.lowercased()
      let local = try await services.database.read { try $0.actors.find(localName: name) }
      guard let local else { throw Refusal.absent }
      return local
    }
    let known = try await services.database.read {
      try $0.actors.find(name: address.name, host: address.authority)
    }
    if let known, isFresh(known) { return known }
    return try await actor(try await WebFinger(services: services).actor(address))
  }

  /// The key with an id, with the actor that owns it.
  ///
  /// The key counts only when the actor itself, fetched from its own origin, names it.
  func key(_ keyID: KeyID) async throws -> (ActorProfile, ActorKey) {
    let known = try await services.database.read { try $0.actors.find(keyURI: keyID.value) }
    if let known, known.0.isLocal || isFresh(known.0) { return known }
    do {
      return try await known == nil ? fetchUnknownKey(keyID) : fetchKey(keyID)
    } catch let refusal as Refusal {
      // A key that its owner has withdrawn ends here; a host that is away keeps its keys.
      guard case .unreachable = refusal, let known else { throw refusal }
      return known
    }
  }

  /// Fetches the owner of a key that is not known, unless that was in vain a moment ago.
  ///
  /// A host that is away is asked again at once: it may be back, and each request has its own budget.
  private func fetchUnknownKey(_ keyID: KeyID) async throws -> (ActorProfile, ActorKey) {
    let candidate = keyID.actorCandidate
    guard !services.senderCache.hasFailed(candidate, at: services.now()) else {
      throw Refusal.unauthenticated("\(keyID) was asked for in vain a moment ago.")
    }
    do {
      return try await fetchKey(keyID)
    } catch let refusal as Refusal {
      switch refusal {
      case .unauthenticated, .malformed, .foreignOrigin, .absent, .gone:
        services.senderCache.noteFailure(candidate, at: services.now())
      default: break
      }
      throw refusal
    }
  }

  /// Fetches the owner of a key anew, whatever is known.
  func fetchKey(_ keyID: KeyID) async throws -> (ActorProfile, ActorKey) {
    guard let candidate = AS.IRI(keyID.actorCandidate), !services.addresses.isOwn(candidate.string)
    else { throw Refusal.unauthenticated("\(keyID) is no key of another node.") }
    let document = try await services.documents.document(at: candidate)
    let owner = try ownerID(in: document, at: candidate)
    let actor =
      if owner == candidate,
        let proof = try? OriginProof(
          of: owner.string,
          vouchedBy: document.finalURL
        )
      {
        try await store(try actor(in: document), proof: proof)
      } else {
        try await refresh(owner)
      }
    let keys = try await services.database.read { try $0.actors.keys(of: actor.id) }
    guard let key = keys.first(where: { $0.uri == keyID.value }) else {
      throw Refusal.unauthenticated("\(actor.uri) does not name the key \(keyID).")
    }
    return (actor, key)
  }

  /// The owner that a key's document names; it is believed only after the owner says the same.
  private func ownerID(in document: FetchedDocument, at address: AS.IRI) throws -> AS.IRI {
    let isActor = document.json["inbox"] != nil
    let named =
      isActor ? document.json["id"] : document.json["owner"] ?? document.json["controller"]
    guard let owner = named?.string.flatMap(AS.IRI.init), owner.origin == address.origin else {
      throw Refusal.unauthenticated("\(address) names no owner of its own origin.")
    }
    return owner
  }

  private func actor(in document: FetchedDocument) throws -> AS.Actor {
    do {
      return try AS.Actor(json: document.json)
    } catch {
      throw Refusal.malformed("\(document.finalURL) is no actor: \(error).")
    }
  }

  /// Stores an actor that its own origin described.
  func store(_ actor: AS.Actor, proof: OriginProof) async throws -> ActorProfile {
    guard actor.id.string == proof.id else {
      throw Refusal.foreignOrigin(id: actor.id.string, voucher: proof.id)
    }
    guard actor.endpoints.inbox.origin == actor.id.origin else {
      throw Refusal.malformed("The inbox of \(actor.id) is on another host.")
    }
    let now = services.now()
    let profile = ActorProfile(actor, fetchedAt: now)
    let keys = ActorKey.keys(of: actor)
    let lane = actor.readsMessageSignatures ? actor.id.origin.string : nil
    let stored = try await services.database.write { tx in
      let id = try tx.actors.saveRemote(profile, keys: keys, proof: proof)
      if let lane {
        try tx.deliveries.prefer(SignatureScheme.messageSignature.rawValue, in: lane, at: now)
      }
      guard let stored = try tx.actors.find(id) else { throw Refusal.absent }
      return stored
    }
    services.senderCache.forget(stored.id)
    return stored
  }

  private func isFresh(_ actor: ActorProfile) -> Bool {
    // Its node takes no connections and says itself when something changes.
    if services.known.isOutboundOnly(actor.uri) { return true }
    guard let fetchedAt = actor.fetchedAt else { return false }
    return services.now().timeIntervalSince(fetchedAt) < Self.freshness
  }
}

extension AS.Actor {
  /// Whether its server says that it reads signatures of RFC 9421 (FEP-844e): of itself, or of the
  /// application that the actor belongs to, if that is of the same origin.
  fileprivate var readsMessageSignatures: Bool {
    var capabilities = type == .application ? implements : []
    if let generator, generator.id == nil || generator.id?.origin == id.origin {
      capabilities += generator.implements
    }
    return capabilities.contains { $0.href == AS.Capability.messageSignatures.href }
  }
}
