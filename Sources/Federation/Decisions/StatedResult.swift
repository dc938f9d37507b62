import ActivityStreams
import Foundation
import Model
import Storage
import StrictJSON

/// What the author's node says decided a consultation: the votes themselves, so that everybody comes to
/// the same outcome by counting them.
package struct StatedResult: Sendable {
  private struct Verified: Sendable {
    var value: AS.ConsultationVote
    var voter: ActorID
    var document: String
    /// The territories that the voter's node is in, as text; nothing: it is this node.
    var territories: Set<String>?

    func isIn(_ territory: String?) -> Bool {
      territories.map { $0.contains(territory ?? "") } ?? true
    }
  }

  private let consultation: String
  private let electorate: Int
  private let statedAt: Date
  /// How many votes it lists.
  private let listed: Int
  private let votes: [Verified]
  private let territory: String?
  private let now: Date

  /// How far the clocks of two nodes may be apart.
  private static let skew: TimeInterval = 3_600

  /// Reads a result and checks its proof and that of each vote in it; votes that do not hold are left out.
  ///
  /// - Throws: `Refusal.forbidden` for another's, `Refusal.unauthenticated`, `Refusal.malformed`.
  init(
    _ embedded: AS.Reference.Embedded,
    in activity: AS.Activity,
    by sender: VerifiedSender,
    with services: FederationServices
  ) async throws {
    let value: AS.ConsultationResult
    do {
      value = try AS.ConsultationResult(json: embedded.json)
    } catch {
      throw Refusal.malformed("The object says not what was decided: \(error).")
    }
    guard value.attributedTo.string == sender.actor.uri else {
      throw Refusal.forbidden("\(sender.actor.uri) may not say so for \(value.attributedTo).")
    }
    _ = try sender.proof(of: value.id.string)
    consultation = value.consultation.string
    (electorate, statedAt, listed) = (value.electorate, value.published, value.votes.count)
    (territory, now) = (activity.publication?.territory, services.now())
    votes = sender.isLocal ? [] : await Self.verified(value, with: services)
  }

  /// The votes of nodes that are known here, each node's once.
  ///
  /// An unknown node's is not looked for: whoever states a result makes nobody fetch.
  private static func verified(
    _ result: AS.ConsultationResult,
    with services: FederationServices
  ) async -> [Verified] {
    var verified: [Verified] = []
    var voters: Set<ActorID> = []
    for document in result.votes {
      guard let address = document["attributedTo"]?.string.flatMap(AS.IRI.init),
        let voter = try? await voter(address, services), !voters.contains(voter.id),
        let word = try? await SignedWord<AS.ConsultationVote>(document, by: voter, with: services),
        word.value.attributedTo == address, word.value.consultation == result.consultation,
        (try? OriginProof(of: word.value.id.string, vouchedBy: voter.uri)) != nil
      else { continue }
      voters.insert(voter.id)
      verified.append(
        Verified(
          value: word.value,
          voter: voter.id,
          document: word.document,
          territories: voter.isLocal ? nil : services.known.territories(of: voter.uri)
        )
      )
    }
    return verified
  }

  private static func voter(
    _ address: AS.IRI,
    _ services: FederationServices
  ) async throws -> ActorProfile? {
    guard services.addresses.nodeActor == address || services.known.node(of: address.string) != nil
    else { return nil }
    let actor = try await services.actors.actor(address)
    return services.isNode(actor) ? actor : nil
  }

  /// - Throws: `Refusal`, and `Ignored` for what is not known or was decided before.
  func authorize(by sender: VerifiedSender, in tx: Transaction) throws {
    _ = try post(for: sender, in: tx)
  }

  func apply(by sender: VerifiedSender, in tx: Transaction) throws {
    let (post, consultation) = try post(for: sender, in: tx)
    var standing = try tx.consultations.standing(post.id) ?? ConsultationStanding()
    if !sender.isLocal { try keep(consultation, post, in: tx) }
    let isOfNodes = post.audience == .territory
    // A node that is known but not of the territory has no vote in it, whoever lists one.
    let valid = votes.filter { $0.isIn(post.territory) }
    let counted = try tx.consultations.votes(in: post.id, ofNodes: isOfNodes)
      .filter { vote in sender.isLocal || valid.contains { $0.value.id.string == vote.uri } }
    try tx.consultations.count(counted.map(\.uri), in: post.id)
    let outcome = ConsultationOutcome(
      of: counted.map(\.choice),
      in: consultation,
      among: max(electorate, counted.count)
    )
    (standing.endedAt, standing.electorate) = (now, outcome.electorate)
    standing.tally = outcome.tally
    standing.missing = sender.isLocal ? 0 : listed - counted.count
    try tx.consultations.end(post.id, with: standing)
    try NotificationWriter.tell(ofEndOf: post, at: now, in: tx)
  }

  /// Keeps the votes that decided, also where another one of the same node had come.
  private func keep(_ consultation: Consultation, _ post: Post, in tx: Transaction) throws {
    for verified in votes where verified.isIn(post.territory) {
      let value = verified.value
      let choice = value.choice.flatMap { try? consultation.place(of: $0) }
      // What names no option of it decides nothing.
      guard value.choice == nil || choice != nil else { continue }
      let known = try tx.consultations.vote(of: verified.voter, in: post.id)
      guard try known?.uri == value.id.string || !tx.consultations.isVote(value.id.string) else {
        continue
      }
      try tx.consultations.put(
        ConsultationVote(
          uri: value.id.string,
          voter: verified.voter,
          isOfNode: true,
          choice: choice,
          counts: value.counts.count == consultation.options.count + 1 ? value.counts : [],
          castAt: min(value.published, now),
          document: verified.document
        ),
        in: post.id
      )
    }
  }

  private func post(
    for sender: VerifiedSender,
    in tx: Transaction
  ) throws -> (Post, Consultation) {
    guard let post = try tx.posts.find(uri: consultation) else {
      if let territory, sender.territories.contains(territory),
        try !tx.posts.isKnown(uri: consultation)
      {
        throw Refusal.unreachable("\(consultation) has not come yet.")
      }
      throw Ignored("\(consultation) is not known here.")
    }
    guard post.authorID == sender.actor.id else {
      throw Refusal.forbidden("\(sender.actor.uri) did not put \(consultation) to a vote.")
    }
    guard let found = post.body.consultation else {
      throw Ignored("\(consultation) is no consultation.")
    }
    guard sender.isLocal || sender.territories.contains(post.territory ?? "") else {
      throw Refusal.forbidden("\(sender.actor.uri) is in that territory no longer.")
    }
    guard statedAt >= found.closesAt, found.closesAt <= now.addingTimeInterval(Self.skew) else {
      throw Refusal.conflict("The vote in \(consultation) goes on.")
    }
    guard try tx.consultations.standing(post.id)?.endedAt == nil else {
      throw Ignored("\(consultation) was decided before.")
    }
    return (post, found)
  }
}
