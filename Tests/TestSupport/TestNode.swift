import ActivityStreams
import Federation
import Foundation
import Logging
import Model
import Signatures
import Storage
import StrictJSON

/// A node on a temporary database, with everything real but the clock and the far side.
package final class TestNode: Sendable {
  // A class, since it removes its folder when the last one who uses it lets go.
  package let services: FederationServices
  package let clock: ManualClock
  package let farSide: FarSide
  package let nodeActor: ActorProfile
  /// The key that this node's records commit it to.
  package let successor: SigningKey
  private let surroundings: Surroundings

  package var database: NodeDatabase { services.database }
  package var origin: String { services.addresses.origin.string }
  package var outbox: Outbox { services.outbox }
  package var mediaFolder: String { surroundings.folder.media }

  /// A new node.
  package static func make(
    host: String = "home.example",
    _ settings: FederationSettings = FederationSettings(defaultAudience: .public)
  ) async throws -> TestNode {
    try await make(host: host, settings, in: Surroundings())
  }

  /// A new node among others: what it asks goes where its surroundings lead it.
  package static func make(
    host: String,
    _ settings: FederationSettings = FederationSettings(defaultAudience: .public),
    in surroundings: Surroundings
  ) async throws -> TestNode {
    try await TestNode(host, settings, surroundings)
  }

  /// What a node does not make itself.
  package struct Surroundings: Sendable {
    package var clock = ManualClock()
    package var farSide = FarSide()
    /// In place of the far side.
    package var fetcher: (any HTTPFetching)?
    /// Whether others can connect to it.
    package var isReachable = true
    package var folder: Folder
    package var media = MediaSettings()
    package var freeBytes: @Sendable () -> Int? = { nil }
    /// The `maillage` that decodes pictures; nothing: the one beside the tests.
    package var program = Surroundings.builtProgram

    package init() throws { folder = try Folder() }

    func library() throws -> MediaLibrary {
      MediaLibrary(
        store: try LocalMediaStore(root: folder.media),
        pictures: PictureWorker(program: program),
        settings: media,
        freeBytes: freeBytes
      )
    }

    private static var builtProgram: String {
      let named = ProcessInfo.processInfo.environment["MAILLAGE"]
      let places: [String?] = [
        Bundle.main.executablePath, CommandLine.arguments.first, Bundle.main.bundlePath,
      ]
      return named
        ?? places.compactMap(\.self).lazy
        .map { URL(fileURLWithPath: $0).deletingLastPathComponent().path + "/maillage" }
        .first { FileManager.default.isExecutableFile(atPath: $0) } ?? "maillage"
    }
  }

  /// The node as a copy of its database has it, which was made before.
  package func restored(from copy: String) async throws -> TestNode {
    var surroundings = surroundings
    surroundings.folder = try Folder(copying: copy)
    return try await TestNode(services.addresses.origin.authority, services.settings, surroundings)
  }

  /// The same node after a restart: the same file, nothing else remembered.
  ///
  /// The one before may be closed first or not: then it was killed.
  package func restarted() async throws -> TestNode {
    try await TestNode(
      services.addresses.origin.authority,
      services.settings,
      surroundings
    )
  }

  private init(
    _ host: String,
    _ settings: FederationSettings,
    _ surroundings: Surroundings
  ) async throws {
    self.surroundings = surroundings
    let clock = surroundings.clock
    self.clock = clock
    farSide = surroundings.farSide
    let addresses = Addresses(origin: try AS.Origin(scheme: .https, authority: host))
    let database = try NodeDatabase(
      path: surroundings.folder.database,
      options: .init(isFullySynchronous: false)
    )
    let keys = LocalKeys(addresses: addresses)
    let now = clock.now
    successor = try LocalKeys.seeded("\(host) next")
    let successorText = try required(successor.verificationKey.multikey, "a multikey")
    nodeActor = try await database.write { tx in
      try tx.actors.find(uri: addresses.nodeActor.string)
        ?? keys.insert(.application, named: host, at: now, in: tx)
    }
    services = FederationServices(
      addresses: addresses,
      database: database,
      settings: settings,
      keys: try KeyRing(
        nodeActor: nodeActor.id,
        nodeSigners: keys.signers(of: addresses.nodeActor),
        unseal: { sealed, _ in sealed }
      ),
      policy: PeerPolicy(),
      identity: NodeIdentity(
        presentation: NodeRecord.Presentation(name: host, kind: .association),
        isReachable: surroundings.isReachable,
        nextKeyDigest: { Digest(ofKey: successorText) },
        seal: { secret, _ in secret },
        unseal: { sealed, _ in sealed }
      ),
      fetcher: surroundings.fetcher ?? surroundings.farSide,
      media: try surroundings.library(),
      numbers: TimedNumberSource(),
      now: { clock.now },
      logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    )
    try await services.policy.reload(from: database)
    try await PeeringDesk(services: services).reload()
    try await services.territories.load(from: database)
  }

  // MARK: People

  /// A new member with keys.
  @discardableResult
  package func member(
    _ name: String,
    approvesFollowers: Bool = false,
    defaultAudience: Audience? = nil
  ) async throws -> ActorProfile {
    let keys = LocalKeys(addresses: services.addresses)
    let now = clock.now
    return try await database.write { tx in
      let actor = try keys.insert(
        .person,
        named: name,
        approvesFollowers: approvesFollowers,
        at: now,
        in: tx
      )
      try tx.members.insert(
        Member(
          actorID: actor.id,
          name: name,
          role: .member,
          state: .active,
          defaultAudience: defaultAudience,
          createdAt: now
        )
      )
      return actor
    }
  }

  /// A new group with keys.
  package func group(
    _ name: String,
    _ rules: GroupRules = GroupRules()
  ) async throws -> ActorProfile {
    let keys = LocalKeys(addresses: services.addresses)
    let now = clock.now
    return try await database.write { tx in
      let group = try keys.insert(.group, named: name, at: now, in: tx)
      try tx.groups.setRules(rules, of: group.id)
      return try required(tx.actors.find(group.id), name)
    }
  }

  /// What this node knows of an actor of another one, fetched when it is new.
  @discardableResult
  package func know(_ remote: RemoteActor) async throws -> ActorProfile {
    try farSide.host(remote)
    return try await services.actors.actor(try required(AS.IRI(remote.uri)))
  }

  /// Lets a remote actor follow a member, without a word over the wire.
  package func follow(_ followee: ActorProfile, by remote: RemoteActor) async throws {
    let follower = try await know(remote)
    try await follow(followee, by: follower, uri: remote.newID())
  }

  /// Lets a member follow a remote actor, without a word over the wire.
  package func follow(_ remote: RemoteActor, by member: ActorProfile) async throws {
    let followee = try await know(remote)
    try await follow(
      followee,
      by: member,
      uri: "\(origin)/follows/\(followee.id.rawValue)-\(member.id.rawValue)"
    )
  }

  private func follow(_ followee: ActorProfile, by follower: ActorProfile, uri: String) async throws
  {
    let now = clock.now
    try await database.write { tx in
      try tx.follows.save(
        Follow(
          uri: uri,
          followerID: follower.id,
          followeeID: followee.id,
          state: .accepted,
          createdAt: now
        )
      )
    }
  }

  /// Suspends a host by the admin's rule.
  package func suspend(_ host: String) async throws {
    let rule = PolicyRule(
      pattern: host,
      action: .suspend,
      author: "admin",
      reason: "test",
      createdAt: clock.now
    )
    try await database.write { try $0.policies.save(rule) }
    try await services.policy.reload(from: database)
  }

  // MARK: Traffic

  /// Hands an activity, signed by its messenger, to the shared inbox or another one.
  @discardableResult
  package func receive(
    _ json: JSON,
    from messenger: RemoteActor,
    by scheme: SignatureScheme = .draftCavage,
    at inbox: String? = nil
  ) async throws -> InboxOutcome {
    let body = json.serialized()
    let url = inbox ?? services.addresses.sharedInbox.string
    let request = try messenger.request(body, to: url, by: scheme, at: clock.now)
    return try await services.inbox.receive(body, request)
  }

  /// Receives and works off everything that can be worked off now.
  package func process(_ activities: JSON..., from messenger: RemoteActor) async throws {
    for activity in activities { try await receive(activity, from: messenger) }
    try await drainInbox()
  }

  package func drainInbox() async throws {
    try await InboxWorker(services: services).drain()
    await BackgroundFetchWorker(services: services).drain()
  }

  /// Tries every delivery that is due, until nothing is or the host is down; no jitter.
  package func drainDeliveries() async throws {
    try await DeliveryWorker(services: services, jitter: { 0 }).drain()
  }

  // MARK: Looking

  /// Inboxes that something is on its way to, in order.
  package func waitingInboxes() async throws -> [String] {
    try await deliveries().map(\.delivery.inbox)
  }

  package func deliveries() async throws -> [DeliveryStore.Job] {
    try await database.read { try $0.deliveries.list(lane: nil, limit: 1000) }
  }

  /// The texts of a member's home timeline, newest first.
  package func home(of member: ActorProfile) async throws -> [String] {
    try await database.read { tx in
      try tx.timelines.home(of: member.id, Page(limit: 200)).map(\.post.body.html)
    }
  }

  package func post(_ uri: String) async throws -> Post? {
    try await database.read { try $0.posts.find(uri: uri) }
  }

  /// How a received activity ended: `done`, `ignored`, `failed` or `waiting`.
  package func outcome(of activity: JSON) async throws -> String? {
    let id = activity["id"]?.string ?? ""
    return try await database.read { try $0.inbox.outcome(of: id)?.state }
  }
}

/// A folder that is removed with the last one who holds it.
package final class Folder: Sendable {
  private let url: URL

  convenience init(copying database: String) throws {
    try self.init()
    try FileManager.default.copyItem(atPath: database, toPath: self.database)
  }

  init() throws {
    url = FileManager.default.temporaryDirectory
      .appending(path: "maillage-test-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  var database: String { url.appending(path: "node.sqlite").path }
  package var media: String { url.appending(path: "media").path }

  deinit { try? FileManager.default.removeItem(at: url) }
}
