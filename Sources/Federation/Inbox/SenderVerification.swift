import ActivityStreams
import Foundation
import Model
import Signatures

/// Proves who sent a request, by its signature and the key that the sender's own origin names.
package struct SenderVerification: Sendable {
  let services: FederationServices

  package init(services: FederationServices) {
    self.services = services
  }

  /// For how long a verified key is believed without a look into the database.
  private static let memory: TimeInterval = 600

  /// Verifies a request's signature.
  ///
  /// - Throws: `Refusal.unauthenticated` in every doubt, `Refusal.againstPolicy` for a host that
  ///   this node does not deal with, before anything is fetched from it.
  package func verifySender(of request: RequestMessage) async throws -> VerifiedSender {
    let signature: UnverifiedSignature
    do {
      signature = try UnverifiedSignature.parse(request)
    } catch {
      throw Refusal.unauthenticated("Not authenticated: \(error).")
    }
    try services.flows.requireAdmitted(hostOf: signature.keyID.value)
    let actor: ActorProfile
    do {
      actor = try await self.actor(behind: signature)
    } catch let refusal as Refusal {
      throw Self.doubt(refusal)
    }
    return try VerifiedSender.remote(actor, services.known)
  }

  /// Who asks to read: an actor of another node if the request is signed, anyone if it is not.
  ///
  /// - Throws: `Refusal.unauthenticated` for a signature that is there and wrong, and for none
  ///   when the node demands them.
  package func reader(of request: RequestMessage) async throws -> Reader {
    let isSigned = request.fields.contains("signature")
    guard isSigned else {
      guard !services.settings.requiresSignedFetch else {
        throw Refusal.unauthenticated("This node answers signed requests only.")
      }
      return .anyone
    }
    return try await verifySender(of: request).reader
  }

  private func actor(behind signature: UnverifiedSignature) async throws -> ActorProfile {
    if let cached = services.senderCache.entry(for: signature.keyID, at: services.now()),
      verifies(signature, with: cached.key)
    {
      return cached.actor
    }
    let (actor, key) = try await owner(of: signature.keyID)
    do {
      return try verify(signature, actor, key)
    } catch SignatureFailure.invalid where services.mayHaveNewKeys(actor) {
      let (actor, key) = try await owner(of: signature.keyID, isRefetched: true)
      return try refusing { () throws(SignatureFailure) in try verify(signature, actor, key) }
    } catch {
      throw Refusal.unauthenticated("Not authenticated: \(error).")
    }
  }

  private func owner(
    of keyID: KeyID,
    isRefetched: Bool = false
  ) async throws -> (
    ActorProfile, VerificationKey
  ) {
    let (actor, key) =
      isRefetched
      ? try await services.actors.fetchKey(keyID) : try await services.actors.key(keyID)
    guard Origin(of: actor.uri)?.description == keyID.origin else {
      throw Refusal.unauthenticated("\(keyID) is not of its owner's origin.")
    }
    return (actor, try key.verificationKey())
  }

  private func verifies(_ signature: UnverifiedSignature, with key: VerificationKey) -> Bool {
    (try? signature.verify(with: key, now: services.now(), policy: policy)) != nil
  }

  private func verify(
    _ signature: UnverifiedSignature,
    _ actor: ActorProfile,
    _ key: VerificationKey
  ) throws(SignatureFailure) -> ActorProfile {
    _ = try signature.verify(with: key, now: services.now(), policy: policy)
    services.senderCache.remember(
      SenderCache.Entry(actor: actor, key: key, until: services.now() + Self.memory),
      for: signature.keyID
    )
    return actor
  }

  private func refusing<Value>(
    _ body: () throws(SignatureFailure) -> Value
  ) throws(Refusal) -> Value {
    do {
      return try body()
    } catch {
      throw .unauthenticated("Not authenticated: \(error).")
    }
  }

  /// What a key's host answers wrongly about it authenticates nobody; that it does not answer may
  /// be better later, and that the key is gone may be a farewell.
  private static func doubt(_ refusal: Refusal) -> Refusal {
    switch refusal {
    case .malformed, .foreignOrigin, .absent, .forbidden:
      .unauthenticated("Not authenticated: \(refusal)")
    default: refusal
    }
  }

  private var policy: SignaturePolicy {
    let window = services.settings.signatureWindow
    return SignaturePolicy(maxAge: window, maxFutureSkew: window)
  }
}

extension FederationServices {
  /// Whether keys that do not fit may have been replaced: asked once in a while for each actor.
  func mayHaveNewKeys(_ actor: ActorProfile) -> Bool {
    !actor.isLocal && senderCache.mayRefetch(actor.uri, at: now())
  }
}
