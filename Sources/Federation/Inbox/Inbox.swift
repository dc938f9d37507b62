import ActivityStreams
import Foundation
import Metrics
import Model
import Signatures
import Storage
import StrictJSON

/// The door for activities of other nodes: verify, ask the policy, keep durably, then acknowledge.
package struct Inbox: Sendable {
  let services: FederationServices

  package init(services: FederationServices) {
    self.services = services
  }

  /// Takes one activity; it is committed when this returns `accepted`.
  ///
  /// - Parameters:
  ///   - body: The content as transmitted, over which digests and proofs are made.
  ///   - request: The request, with the digest of that content.
  /// - Returns: What became of it.
  /// - Throws: `Refusal`; nothing has been kept then.
  package func receive(_ body: [UInt8], _ request: RequestMessage) async throws -> InboxOutcome {
    guard services.settings.isEnabled else { throw Refusal.absent }
    guard body.count <= services.settings.maximumInboxBytes else {
      throw Refusal.tooLarge(limit: services.settings.maximumInboxBytes)
    }
    let messenger: VerifiedSender
    do {
      messenger = try await SenderVerification(services: services).verifySender(of: request)
    } catch Refusal.gone(let id) {
      guard isFarewell(body) else { throw Refusal.unauthenticated("\(id) is gone.") }
      return try await bidFarewell(body)
    }
    let json = try Self.parse(body)
    let activity = try Self.activity(in: json)
    let publication = try publication(activity, json, body)
    let sender = try await author(of: activity, json, carriedBy: messenger, publication)
    guard ActivityRegistry.handles(activity.type) else {
      return .ignored("\(activity.type.rawValue) is not known here.")
    }
    try await services.followersSynchronization.consider(request, from: messenger.actor)
    return try await keep(
      activity,
      body,
      from: sender,
      publication,
      carriedBy: messenger.actor.host
    )
  }

  // MARK: Steps

  func keep(
    _ activity: AS.Activity,
    _ body: [UInt8],
    from sender: VerifiedSender,
    _ publication: Publication?,
    carriedBy carrier: String
  )
    async throws -> InboxOutcome
  {
    let arrival = Arrival(
      activity: activity,
      body: body,
      sender: sender.actor,
      proof: try sender.proof(of: activity.id.string),
      holder: try await holder(of: activity, by: sender.actor)
    )
    let now = services.now()
    let isPeer = services.known.peering(with: carrier) != nil
    let (outcome, leavesGap) = try await services.database.write { tx in
      let outcome = try arrival.keep(publication, at: now, in: tx)
      if isPeer { try tx.peerings.markHeard(carrier, at: now) }
      guard let publication else { return (outcome, false) }
      return (outcome, try hasGap(before: publication, in: tx))
    }
    services.logger.debug(
      outcome == .accepted
        ? arrival.holder == nil ? "Kept an activity." : "Held an activity." : "Known already.",
      metadata: [
        "type": "\(activity.type.rawValue)", "activity": "\(activity.id)",
        "actor": "\(sender.actor.uri)",
      ]
    )
    if leavesGap { services.gapWakeup.call() }
    if outcome == .accepted { services.inboxWakeup.call() }
    return outcome
  }

  /// The activity's actor: the one who sent it, or, for what is passed on, the one who proves by
  /// an integrity proof to have written it (FEP-8b32).
  ///
  /// A publication has its proof always: it will be passed on.
  func author(
    of activity: AS.Activity,
    _ json: JSON,
    carriedBy messenger: VerifiedSender,
    _ publication: Publication?,
    longestAgo: TimeInterval = longestProof
  )
    async throws -> VerifiedSender
  {
    let isCarried = activity.actor.string != messenger.actor.uri
    if !isCarried, publication == nil { return messenger }
    guard let document = json.object, document.contains("proof") else {
      throw Refusal.unauthenticated(
        "\(messenger.actor.uri) sent an activity of \(activity.actor) without a proof."
      )
    }
    let proof = try Self.proof(in: document)
    if isCarried { try requireRecent(proof, longestAgo) }
    return try VerifiedSender.remote(
      try await author(of: activity, proving: proof),
      services.known
    )
  }

  static func proof(in document: JSONObject) throws(Refusal) -> IntegrityProof {
    do {
      return try IntegrityProof(in: document)
    } catch {
      throw Refusal.unauthenticated("The proof cannot be used: \(error).")
    }
  }

  /// The activity's actor, if the proof is made with a key of its own.
  func author(of activity: AS.Activity, proving proof: IntegrityProof) async throws -> ActorProfile
  {
    try services.flows.requireAdmitted(hostOf: proof.verificationMethod.value)
    let (actor, key) = try await services.actors.key(proof.verificationMethod)
    guard actor.uri == activity.actor.string, key.algorithm == .ed25519 else {
      throw Refusal.unauthenticated("The proof is not made with a key of \(activity.actor).")
    }
    if holds(proof, key) { return actor }
    guard services.mayHaveNewKeys(actor) else {
      throw Refusal.unauthenticated("The proof does not hold.")
    }
    let (renewed, newKey) = try await services.actors.fetchKey(proof.verificationMethod)
    guard renewed.id == actor.id, holds(proof, newKey) else {
      throw Refusal.unauthenticated("The proof does not hold.")
    }
    return renewed
  }

  /// A proof is good for passing on for days, not for ever: the ids of what was handled are
  /// remembered longer than that, so nothing old can be played again.
  private func requireRecent(
    _ proof: IntegrityProof,
    _ longestAgo: TimeInterval
  ) throws(Refusal) {
    guard let created = proof.created.flatMap(AS.Timestamp.date) else {
      throw .unauthenticated("The proof does not say when it was made.")
    }
    let age = services.now().timeIntervalSince(created)
    guard age < longestAgo, age > -services.settings.signatureWindow else {
      throw .unauthenticated("The proof is too old to be passed on, or from the future.")
    }
  }

  static let longestProof: TimeInterval = 7 * 86_400

  private func holds(_ proof: IntegrityProof, _ key: ActorKey) -> Bool {
    (try? proof.verify(with: try key.verificationKey())) != nil
  }

  /// Whether somebody says goodbye: its key cannot be fetched any more, and nothing is lost.
  private func isFarewell(_ body: [UInt8]) -> Bool {
    guard let json = try? Self.parse(body), let activity = try? AS.Activity(json: json) else {
      return false
    }
    return activity.type == .delete && activity.object?.id == activity.actor
  }

  static func parse(_ body: [UInt8]) throws(Refusal) -> JSON {
    do {
      return try JSON.parse(body)
    } catch {
      throw .malformed("The body is not readable JSON: \(error).")
    }
  }

  static func activity(in json: JSON) throws(Refusal) -> AS.Activity {
    do {
      return try AS.Activity(json: json)
    } catch {
      throw .malformed("The body is no activity: \(error).")
    }
  }
}
