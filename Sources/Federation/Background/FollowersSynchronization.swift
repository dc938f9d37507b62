import ActivityStreams
import Foundation
import Model
import Signatures
import Storage

/// Keeps two nodes agreed on who follows whom (FEP-8fcf), in both directions.
///
/// A lost Accept, Reject or Undo would otherwise show posts for followers to people who are none.
package struct FollowersSynchronization: Sendable {
  let services: FederationServices

  /// A follow as young as this, in seconds, may still be on its way.
  private static let youth: TimeInterval = 3600
  /// How many follows one comparison takes back; the next one goes on.
  private static let mostUndone = 50

  // MARK: Sending

  /// What goes along with a delivery: only with posts for followers, and to nodes of followers.
  func field(of delivery: Delivery, in tx: Transaction) throws -> CollectionSynchronization? {
    guard services.settings.synchronizesFollowers,
      try tx.outbox.isForFollowers(delivery.activityID),
      let sender = try tx.actors.find(delivery.senderID), let id = AS.IRI(sender.uri),
      let collection = sender.endpoints.followers, let origin = Model.Origin(of: delivery.inbox)
    else { return nil }
    return CollectionSynchronization(
      collection: collection,
      url: services.addresses.followersSynchronization(of: id).string,
      digest: CollectionDigest(try Self.followers(of: sender.id, at: origin, in: tx))
    )
  }

  /// The followers of an actor of this node at another one.
  package static func followers(
    of id: ActorID,
    at origin: Model.Origin,
    in tx: Transaction
  ) throws -> [String] {
    try tx.follows.followers(of: id, at: origin.authority)
      .filter { Model.Origin(of: $0) == origin }
  }

  // MARK: Receiving

  /// Looks at what a verified sender says of its followers here; if this node knows otherwise, it
  /// asks for the list when there is time.
  ///
  /// What the signature does not cover, or what is about anything but the sender's own followers,
  /// is passed over.
  func consider(_ request: RequestMessage, from sender: ActorProfile) async throws {
    let name = CollectionSynchronization.fieldName
    let lines = request.fields.values(of: name)
    guard services.settings.synchronizesFollowers, lines.count == 1, let line = lines.first,
      let field = try? CollectionSynchronization(line),
      let signature = try? UnverifiedSignature.parse(request), signature.covers(name),
      field.collection == sender.endpoints.followers, let origin = Model.Origin(of: sender.uri),
      Model.Origin(of: field.collection) == origin, Model.Origin(of: field.url) == origin
    else { return }
    let known = try await services.database.read { try $0.follows.localFollowerURIs(of: sender.id) }
    guard !field.agrees(with: CollectionDigest(known)) else { return }
    let now = services.now()
    _ = try await services.database.write { tx in
      try tx.backgroundFetches.enqueue(
        .followers,
        sender.uri,
        detail: field.url,
        at: now,
        pause: BackgroundFetchWorker.pause(.followers)
      )
    }
    services.backgroundWakeup.call()
  }

  // MARK: Comparing

  /// Brings the follows of an actor in line with its own list of followers at this node: ends those
  /// that it does not know, and takes back those that it has and nobody here made.
  ///
  /// - Parameters:
  ///   - actor: The id of the actor of another node.
  ///   - list: Where its node has the list.
  /// - Throws: `Refusal` when the list cannot be had, whole and from the actor's own origin.
  func reconcile(_ actor: AS.IRI, with list: AS.IRI) async throws {
    guard services.settings.synchronizesFollowers, list.origin == actor.origin else { return }
    let listed = try await read(list)
    let now = services.now()
    let undone = try await services.database.write { tx -> Int in
      guard let followee = try tx.actors.find(uri: actor.string), !followee.isLocal,
        followee.isActive
      else { return 0 }
      let follows = try tx.follows.localFollows(of: followee.id)
      for (follow, follower) in follows {
        try settle(follow, isListed: listed.contains(follower.uri), at: now, in: tx)
      }
      let known = Set(follows.map(\.1.uri))
      let unknown = listed.subtracting(known).sorted().prefix(Self.mostUndone)
      return try unknown.count { try takeBack($0, of: followee, at: now, in: tx) }
    }
    if undone > 0 { services.deliveryWakeup.call() }
  }

  private func read(_ list: AS.IRI) async throws -> Set<String> {
    var walk = BackgroundWalk(services: services, total: 32, perDomain: 32)
    var pages = CollectionPages(of: list, entriesAtMost: AS.Limits.followers)
    var listed: Set<String> = []
    while let stretch = try await pages.next(in: &walk) {
      let own = stretch.items.compactMap(\.id?.string).filter(services.addresses.isOwn)
      listed.formUnion(own)
      guard listed.count <= AS.Limits.followers else {
        throw Refusal.malformed("\(list) has more followers here than can be.")
      }
    }
    // Of half a list nobody could say who is not in it.
    guard pages.isComplete else { throw Refusal.malformed("\(list) has no end.") }
    return listed
  }

  private func settle(
    _ follow: Follow,
    isListed: Bool,
    at now: Date,
    in tx: Transaction
  ) throws {
    switch (follow.state, isListed) {
    case (.pending, true):
      try tx.follows.accept(follower: follow.followerID, followee: follow.followeeID)
    case (.accepted, false) where now.timeIntervalSince(follow.createdAt) > Self.youth:
      try tx.follows.remove(follower: follow.followerID, followee: follow.followeeID)
      try tx.timelines.remove(author: follow.followeeID, from: follow.followerID)
    default: break
    }
  }

  /// Tells an actor that somebody whom it lists does not follow it.
  ///
  /// - Returns: False for one who cannot say anything any more.
  private func takeBack(
    _ uri: String,
    of followee: ActorProfile,
    at now: Date,
    in tx: Transaction
  ) throws -> Bool {
    guard let follower = try tx.actors.find(uri: uri), follower.isLocal, follower.isActive,
      follower.kind != .application, let target = AS.IRI(followee.uri)
    else { return false }
    let outgoing = services.outgoing
    let follow = try outgoing.activity(.follow, by: follower, object: .id(target), at: now)
    var undo = try outgoing.activity(.undo, by: follower, object: AS.Reference(follow), at: now)
    undo.audience = AS.Audience(to: [.address(target)])
    try outgoing.enqueue(
      OutgoingActivity(actor: follower, activity: undo, audience: .direct),
      at: now,
      in: tx
    )
    return true
  }
}
