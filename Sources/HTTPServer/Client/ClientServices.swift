import Federation
import Foundation
import Model
import Storage

/// What the routes of the client API share: one value, made once with the web server.
struct ClientServices: Sendable {
  let services: FederationServices
  private let currentSettings: Current<ServerSettings>
  let accounts: any AccountDoor
  /// The command line, for the pages of the admin.
  let commands: any CommandDoor
  /// Files that are still being taken in.
  let pending = PendingUploads()
  let signInLimits = SignInLimits()
  /// Files and reports of one member; Mastodon allows about as many.
  let uploadLimit = RateLimiter(100, every: 1_800)
  let reportLimit = RateLimiter(50, every: 3_600)
  /// Letters that one member, or one address, has others sent: a stranger is not to be flooded.
  let letterLimit = RateLimiter(10, every: 3_600)
  /// Applications registered from one address.
  let registrationLimit: RateLimiter
  let memory = AccountMemory()
  /// The public key of push messages, as clients want it; nothing while none are sent.
  let vapidKey: String

  init(
    services: FederationServices,
    settings: Current<ServerSettings>,
    accounts: any AccountDoor,
    commands: any CommandDoor,
    vapidKey: String
  ) {
    self.services = services
    currentSettings = settings
    self.accounts = accounts
    self.commands = commands
    self.vapidKey = vapidKey
    registrationLimit = RateLimiter(every: 600) {
      max(settings.value.limits.clientRequests / 10, 5)
    }
  }

  /// What the admin sets about the web server, as it is now.
  var settings: ServerSettings { currentSettings.value }
  var database: NodeDatabase { services.database }
  var now: Date { services.now() }

  /// Counts that a member makes or closes a group, before it is tried.
  ///
  /// - Throws: `Refusal.rateLimited` for who has done it as often in a day as one may.
  func takeGroupTurn(_ member: ActorID) async throws {
    let now = now
    try await database.write { try $0.groupTurns.take(by: member, at: now) }
  }

  /// Makes the entities of an answer in one read.
  func read<Value: Sendable>(
    for viewer: ActorID?,
    _ body: @escaping @Sendable (EntityMaker) throws -> Value
  ) async throws -> Value {
    let setting = EntitySetting(
      viewer: viewer,
      addresses: services.addresses,
      media: try await services.mediaProxy.addressing(),
      known: services.known,
      audience: services.settings.defaultAudience,
      language: services.settings.language,
      memory: memory,
      database: database,
      freshness: database.freshness,
      now: now
    )
    return try await database.read { tx in try body(EntityMaker(tx: tx, setting: setting)) }
  }
}
