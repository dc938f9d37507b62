import ActivityStreams
import Federation
import Foundation
import Logging
import Model
import Signatures
import Storage
import Taxonomy

/// A home that is opened: its database, keys and services.
///
/// It need not be serving. Commands work on this value, whether it is the one inside a running server or one that the
/// command line opened for itself.
package final class OpenNode: Sendable {
  // A class, since it holds the lock of the home until nobody needs it.
  package let home: NodeHome
  let running: Current<NodeConfiguration>
  /// What happens after each reload.
  let reloadActions = Current<[@Sendable () async -> Void]>([])
  /// Settings that were changed and wait for a restart.
  package let pendingRestart = Current<[String]>([])
  package let services: FederationServices
  package let nodeActor: ActorProfile
  package let startedAt: Date
  package let passwords = PasswordHasher()
  /// What speaks for the node while its own key is lost; only for the command that mends it.
  package let substitute: LostKeySubstitute?
  /// What an authority looks for here while it is asked for a certificate.
  package let challenges: ChallengeBoard
  /// Whether the time can be relied on.
  package let clock: ClockSense
  let secrets: SecretBox
  let outbound: OutboundClient
  let pins: Current<ConfiguredPins>
  private let lock: HomeLock

  private init(
    home: NodeHome,
    configuration: NodeConfiguration,
    services: FederationServices,
    nodeActor: ActorProfile,
    secrets: SecretBox,
    outbound: OutboundClient,
    pins: Current<ConfiguredPins>,
    substitute: LostKeySubstitute?,
    clock: ClockSense,
    lock: HomeLock
  ) {
    self.home = home
    running = Current(configuration)
    self.services = services
    self.nodeActor = nodeActor
    self.secrets = secrets
    self.outbound = outbound
    self.pins = pins
    self.substitute = substitute
    self.clock = clock
    self.lock = lock
    challenges = ChallengeBoard(now: services.now)
    startedAt = services.now()
  }

  /// Opens a home and takes its lock.
  ///
  /// - Parameters:
  ///   - home: The node's directory.
  ///   - configuration: What `maillage.yaml` says.
  ///   - logger: Where the services write.
  ///   - isKeyLost: Whether the node's Ed25519 key is lost, and another one speaks for it.
  ///   - now: The clock.
  /// - Returns: The opened node; close it when done.
  /// - Throws: `StartupFailure`, which says what to do next.
  package static func open(
    home: NodeHome,
    configuration: NodeConfiguration,
    logger: Logger,
    isKeyLost: Bool = false,
    now: @escaping @Sendable () -> Date = SystemClock.now
  ) async throws -> OpenNode {
    let lock = try hold(home)
    try home.makeStandIn(configuration, at: now())
    let substitute = isKeyLost ? try NodeKeyFiles(home).substitute() : nil
    var keys = try KeyFiles(reading: home, ed25519: substitute?.key.pem)
    let database = try await openDatabase(home, configuration, at: now())
    let addresses = Addresses(origin: try wireOrigin(of: configuration))
    let nodeActor = try await identity(in: database, addresses, configuration)
    let published = try await database.read { try $0.actors.keys(of: nodeActor.id) }
    if try settleNodeKeys(home, published: published, isKeyLost: substitute != nil) {
      keys = try KeyFiles(reading: home, ed25519: substitute?.key.pem)
    }
    let (known, pins) = (KnownNodes(), Current(ConfiguredPins(configuration)))
    let outbound = try client(configuration, home, known, pins)
    let services = FederationServices(
      addresses: addresses,
      database: database,
      settings: FederationSettings(configuration),
      keys: try Self.ring(keys, of: nodeActor, keyNames(addresses, published), home),
      push: keys.push,
      policy: PeerPolicy(),
      known: known,
      identity: NodeIdentity(configuration, home: home, secrets: keys.secrets),
      fetcher: outbound,
      media: try MediaLibrary(configuration, home: home, now: now),
      skillCatalog: SkillCatalog { StarterSkills.all },
      numbers: TimedNumberSource(),
      now: now,
      logger: logger
    )
    try await services.load()
    return OpenNode(
      home: home,
      configuration: configuration,
      services: services,
      nodeActor: nodeActor,
      secrets: keys.secrets,
      outbound: outbound,
      pins: pins,
      substitute: substitute,
      clock: try await ClockSense(of: services),
      lock: lock
    )
  }

  /// What is in force; a reload can change it.
  package var configuration: NodeConfiguration { running.value }

  package var database: NodeDatabase { services.database }

  package var accounts: Accounts { Accounts(node: self) }

  package var postbox: Postbox { Postbox(self) }

  /// Writes what is still to be written and lets go of everything.
  package func close() async throws {
    await outbound.shutdown()
    try await services.database.close()
  }

  // MARK: Parts

  /// Takes the lock of a home, and removes what a process left there that was killed.
  private static func hold(_ home: NodeHome) throws -> HomeLock {
    try home.check()
    let lock = try HomeLock(home)
    UnpackedArchive.removeAbandoned(in: home)
    return lock
  }

  private static func client(
    _ configuration: NodeConfiguration,
    _ home: NodeHome,
    _ known: KnownNodes,
    _ pins: Current<ConfiguredPins>
  ) throws -> OutboundClient {
    try OutboundClient(
      try OutboundSettings(configuration, home: home, known: known, pins: pins),
      logger: Logger(label: "maillage.outbound")
    )
  }

  private static func openDatabase(
    _ home: NodeHome,
    _ configuration: NodeConfiguration,
    at now: Date
  ) async throws -> NodeDatabase {
    try await Offside.run {
      try MigrationGuard(home: home, configuration: configuration, now: now).prepare()
    }
    do {
      return try NodeDatabase(
        path: home.database,
        options: NodeDatabase.Options(
          isFullySynchronous: configuration.storageSynchronous == .full,
          readers: configuration.storageReaders,
          cacheKibibytes: configuration.storageCacheMegabytes * 1024,
          program: MaillageVersion.current
        )
      )
    } catch DatabaseFailure.newer(let path, let program) {
      throw StartupFailure.databaseNewer(
        path: path,
        found: program ?? "which one, it does not say",
        known: MaillageVersion.current
      )
    } catch DatabaseFailure.unreadable(let path, let reason) {
      throw StartupFailure.databaseUnreadable(path: path, reason: reason)
    }
  }

  static func wireOrigin(of configuration: NodeConfiguration) throws -> AS.Origin {
    try AS.Origin(scheme: .https, authority: configuration.origin.authority)
  }

  private static func ring(
    _ keys: KeyFiles,
    of nodeActor: ActorProfile,
    _ names: [ActorKey.Algorithm: String],
    _ home: NodeHome
  ) throws -> KeyRing {
    let secrets = keys.secrets
    return KeyRing(
      nodeActor: nodeActor.id,
      nodeSigners: try nodeSigners(keys, names, home),
      unseal: { sealed, owner in Array(try secrets.open(Data(sealed), for: owner)) }
    )
  }

  /// The node's own actor; the home must be that of the configured origin.
  private static func identity(
    in database: NodeDatabase,
    _ addresses: Addresses,
    _ configuration: NodeConfiguration
  ) async throws -> ActorProfile {
    let (stored, actor) = try await database.read { tx in
      (try tx.state.value("origin"), try tx.actors.find(uri: addresses.nodeActor.string))
    }
    guard let stored else {
      throw StartupFailure.databaseUnreadable(
        path: database.path,
        reason: "it does not say which node it belongs to"
      )
    }
    guard stored == addresses.origin.string, let actor else {
      throw StartupFailure.identityChanged(stored: stored, configured: addresses.origin.string)
    }
    return actor
  }

  /// What the node's keys are called: as others know them by its actor.
  private static func keyNames(
    _ addresses: Addresses,
    _ published: [ActorKey]
  ) -> [ActorKey.Algorithm: String] {
    var names: [ActorKey.Algorithm: String] = [:]
    for algorithm in [ActorKey.Algorithm.rsa, .ed25519] {
      names[algorithm] =
        published.first { $0.algorithm == algorithm }?.uri
        ?? addresses.key(algorithm, of: addresses.nodeActor).string
    }
    return names
  }

  private static func nodeSigners(
    _ keys: KeyFiles,
    _ names: [ActorKey.Algorithm: String],
    _ home: NodeHome
  ) throws -> [ActorKey.Algorithm: Signer] {
    let given: [(ActorKey.Algorithm, String, String)] = [
      (.rsa, keys.rsa, home.rsaKey), (.ed25519, keys.ed25519, home.ed25519Key),
    ]
    var signers: [ActorKey.Algorithm: Signer] = [:]
    for (algorithm, pem, path) in given {
      guard let keyID = names[algorithm].flatMap(KeyID.init), let key = try? SigningKey(pem: pem)
      else {
        throw StartupFailure.keyBroken(path: path, reason: "it is no key of the expected kind")
      }
      signers[algorithm] = Signer(keyID: keyID, key: key)
    }
    return signers
  }
}
