import ActivityStreams
import Foundation
import Model
import Signatures
import StrictJSON

extension Inbox {
  /// As long as anything waits or is held for a node.
  private static let longestWait: TimeInterval = 61 * 86_400

  /// Takes an activity that this node collected from a peer, believing its own proof only.
  package func receiveCollected(
    _ body: [UInt8],
    from peer: NodeRecord
  ) async throws -> InboxOutcome {
    guard services.settings.isEnabled else { throw Refusal.absent }
    guard body.count <= services.settings.maximumInboxBytes else {
      throw Refusal.tooLarge(limit: services.settings.maximumInboxBytes)
    }
    guard let address = AS.IRI(peer.actor) else {
      throw Refusal.malformed("\(peer.actor) is no address.")
    }
    let messenger = try VerifiedSender.remote(
      try await services.actors.actor(address),
      services.known
    )
    let json = try Self.parse(body)
    let activity = try Self.activity(in: json)
    // What waited there for this node may have waited long; what others wrote is passed on.
    let isOfPeer = activity.actor.origin == address.origin
    let publication = try publication(activity, json, body)
    let sender = try await author(
      of: activity,
      json,
      carriedBy: messenger,
      publication,
      longestAgo: isOfPeer ? Self.longestWait : Self.longestProof
    )
    guard ActivityRegistry.handles(activity.type) else {
      return .ignored("\(activity.type.rawValue) is not known here.")
    }
    return try await keep(
      activity,
      body,
      from: sender,
      publication,
      carriedBy: messenger.actor.host
    )
  }
}
