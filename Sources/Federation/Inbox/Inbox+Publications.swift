import ActivityStreams
import Foundation
import Model
import Signatures
import Storage
import StrictJSON

extension Inbox {
  /// Takes a publication that any member of the territory passed on.
  ///
  /// Its author's proof says that it is genuine, its number that it is not old: so it may come late,
  /// twice, and from whoever has it.
  ///
  /// - Throws: `Refusal`; nothing has been kept then. `unreachable` when the author's key cannot be
  ///   had now.
  package func receivePublication(
    _ body: [UInt8],
    of territory: Digest
  ) async throws -> InboxOutcome {
    guard services.settings.isEnabled else { throw Refusal.absent }
    guard body.count <= Publication.largest else {
      throw Refusal.tooLarge(limit: Publication.largest)
    }
    let json = try Self.parse(body)
    let activity = try Self.activity(in: json)
    guard let document = json.object, let publication = try publication(activity, json, body),
      publication.territory == territory
    else { throw Refusal.malformed("That is no publication of the territory.") }
    let known = try await services.database.read {
      try $0.publications.digests(publication.log, in: territory, at: publication.sequence)
    }
    guard !known.contains(publication.digest) else { return .duplicate }
    let proof = try Self.proof(in: document)
    let author = try await author(of: activity, proving: proof, publication)
    return try await keep(publication, activity, body, by: author)
  }

  /// The author, by its proof or by the next publication of the log, which names this one.
  ///
  /// That one was believed itself. So who joins later still believes what was signed by keys that
  /// have been replaced.
  private func author(
    of activity: AS.Activity,
    proving proof: IntegrityProof,
    _ publication: Publication
  ) async throws -> ActorProfile {
    do {
      return try await author(of: activity, proving: proof)
    } catch Refusal.unauthenticated(let reason) {
      let isNamed = try await services.database.read {
        try $0.publications.isFollowed(
          publication.digest,
          at: publication.sequence,
          of: publication.log,
          in: publication.territory
        )
      }
      guard isNamed else { throw Refusal.unauthenticated(reason) }
      let (author, _) = try await services.actors.key(proof.verificationMethod)
      guard author.uri == activity.actor.string else { throw Refusal.unauthenticated(reason) }
      return author
    }
  }

  /// The place of an activity in a territory's logs, if it claims one that it may have.
  func publication(
    _ activity: AS.Activity,
    _ json: JSON,
    _ body: [UInt8]
  ) throws(Refusal) -> Publication? {
    guard let document = json.object,
      let publication = try Publication(activity, document, body)
    else { return nil }
    try publication.requireRight(services.known)
    return publication
  }

  /// Whether the log lacks something that was published before.
  func hasGap(before publication: Publication, in tx: Transaction) throws -> Bool {
    let head = try tx.publications.head(of: publication.log, in: publication.territory)
    return head.map { $0.contiguous < publication.sequence } ?? false
  }

  private func keep(
    _ publication: Publication,
    _ activity: AS.Activity,
    _ body: [UInt8],
    by author: ActorProfile
  ) async throws -> InboxOutcome {
    let now = services.now()
    guard author.isActive else {
      // Of whoever is gone nothing has its effects any more; but the place in the log is taken.
      return try await keepPlace(of: publication.withoutWords)
    }
    guard !author.isLocal else { return try await restore(publication, activity, body, by: author) }
    let holder: String?
    do {
      holder = try await self.holder(of: activity, by: author)
    } catch Refusal.againstPolicy(let reason) {
      // Else others would offer it again and again.
      _ = try await services.database.write {
        try publication.withoutWords.keep(at: now, in: $0)
      }
      return .ignored(reason)
    }
    let arrival = Arrival(
      activity: activity,
      body: body,
      sender: author,
      proof: try OriginProof(of: activity.id.string, vouchedBy: author.uri),
      holder: holder
    )
    let outcome = try await services.database.write { tx in
      try arrival.keep(publication, at: now, in: tx)
    }
    if outcome == .accepted { services.inboxWakeup.call() }
    return outcome
  }
}
