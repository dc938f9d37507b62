import ActivityStreams
import Foundation
import Logging
import Model
import Signatures
import Storage

/// What the parts of federation share: one value, made once when the node starts.
package struct FederationServices: Sendable {
  package let addresses: Addresses
  package let database: NodeDatabase
  /// What the admin sets, as it is now: it can change while the node runs.
  package var settings: FederationSettings { currentSettings.value }
  private let currentSettings: Current<FederationSettings>
  /// Whether the admin holds writing back.
  package let maintenance = Current<Maintenance?>(nil)
  /// Who is asked whether the clock may be ahead.
  package let clockDoubt = Current<@Sendable () -> Bool>({ false })
  package let keys: KeyRing
  /// What push services know this node by.
  package let push: VAPIDKey
  package let policy: PeerPolicy
  /// Peers, and the members of this node's territories.
  package let known: KnownNodes
  /// What this node says of itself.
  package let identity: NodeIdentity
  package let territories: TerritoryRegistry
  package let fetcher: any HTTPFetching
  package let media: MediaLibrary
  package let numbers: TimedNumberSource
  let mediaKey = MediaProxy.Key()
  package let now: @Sendable () -> Date
  package let logger: Logger
  /// Wakes the inbox worker.
  package let inboxWakeup = Wakeup()
  /// Wakes the delivery worker.
  package let deliveryWakeup = Wakeup()
  /// Wakes whoever fills the gaps in what members published.
  package let gapWakeup = Wakeup()
  /// Wakes whoever tells apps.
  package let pushWakeup = Wakeup()
  /// Wakes whoever gives directories of talents to peers.
  package let talentWakeup = Wakeup()
  /// Wakes whoever looks who could answer a need.
  package let needWakeup = Wakeup()
  /// What skills are called, and which are kinds of which.
  package let skillCatalog: SkillCatalog
  package let senderCache = SenderCache()
  package let nonces = NonceMemory()
  /// Who waits at the door for what is theirs.
  let polls = PollRegister()
  /// Tells the streams of clients what happens.
  package let live = LiveHub()
  /// One change at a time to the peering with a host.
  let peeringGate = FairGate<String>(limit: 1)
  /// Statements to be told to others at once.
  package let spreading = SpreadingQueue()
  /// Wakes whoever fetches what can wait.
  package let backgroundWakeup = Wakeup()
  /// What all fetches that can wait may cost together.
  let backgroundBudget: FetchBudget

  package init(
    addresses: Addresses,
    database: NodeDatabase,
    settings: FederationSettings,
    keys: KeyRing,
    push: VAPIDKey = VAPIDKey(),
    policy: PeerPolicy,
    known: KnownNodes = KnownNodes(),
    identity: NodeIdentity,
    fetcher: any HTTPFetching,
    media: MediaLibrary = MediaLibrary(),
    skillCatalog: SkillCatalog = SkillCatalog(),
    numbers: TimedNumberSource,
    now: @escaping @Sendable () -> Date,
    logger: Logger
  ) {
    self.addresses = addresses
    self.database = database
    currentSettings = Current(settings)
    self.keys = keys
    self.push = push
    self.policy = policy
    self.known = known
    self.identity = identity
    territories = TerritoryRegistry(known: known, horizon: settings.territoryHorizon)
    self.fetcher = fetcher
    self.media = media
    self.skillCatalog = skillCatalog
    self.numbers = numbers
    self.now = now
    self.logger = logger
    database.onChange { [live] changes in
      for change in changes { live.tell(.stored(change)) }
    }
    let perHour = settings.backfill.fetchesPerHour
    backgroundBudget = FetchBudget(
      total: FetchBudget.Rate(burst: max(perHour, 1), perSecond: Double(max(perHour, 1)) / 3600),
      perDomain: FetchBudget.Rate(burst: max(perHour / 2, 1), perSecond: 0.2),
      now: { ContinuousClock.now }
    )
  }

  /// Reads what is kept in memory beside the database: rules, peerings, territories.
  package func load() async throws {
    try await policy.reload(from: database)
    try await PeeringDesk(services: self).reload()
    try await territories.load(from: database)
    maintenance.set(try await database.read { try $0.state.maintenance() })
  }

  /// Goes on with other settings; those that parts copied when they were made need a restart.
  package func take(_ settings: FederationSettings) { currentSettings.set(settings) }

  /// The maintenance that is on at this moment.
  package var currentMaintenance: Maintenance? {
    maintenance.value.flatMap { $0.isOn(at: now()) ? $0 : nil }
  }

  /// Whether the clock may be ahead, so that nothing is given up or published because of it.
  package var isClockDoubtful: Bool { clockDoubt.value() }

  /// The parts, each a view of the same services.
  package var outgoing: Outgoing {
    Outgoing(addresses: addresses, keys: keys, flows: flows, known: known, numbers: numbers)
  }
  package var flows: Flows { Flows(policy: policy, known: known, now: now) }
  package var held: HeldTraffic { HeldTraffic(services: self) }
  package var documents: DocumentFetcher { DocumentFetcher(services: self) }
  package var actors: ActorResolver { ActorResolver(services: self) }
  package var posts: PostResolver { PostResolver(services: self) }
  var followersSynchronization: FollowersSynchronization {
    FollowersSynchronization(services: self)
  }
  package var publications: Publications { Publications(services: self) }
  package var inbox: Inbox { Inbox(services: self) }
  package var outbox: Outbox { Outbox(services: self) }
  package var portraits: Portraits { Portraits(services: self) }
  package var uploads: Uploads { Uploads(services: self) }
  package var mediaProxy: MediaProxy { MediaProxy(services: self) }
}
