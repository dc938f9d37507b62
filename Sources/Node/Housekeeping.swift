import Federation
import Foundation
import Logging
import Metrics
import ServiceLifecycle
import Storage

/// Forgets what need not be kept, and measures what is stored, every minute.
struct Housekeeping: Service {
  let services: FederationServices

  /// How long what need not be kept is, in days.
  var retention: @Sendable () -> NodeConfiguration = { NodeConfiguration() }
  /// Whether the time may be wrong: then nothing is thrown away for its age.
  var isDoubtful: @Sendable (Date) -> Bool = { _ in false }

  private static let peeringMemory: TimeInterval = 30 * 86_400

  func run() async throws {
    await Rounds(services.logger, failing: "Housekeeping failed.")
      .run(every: .seconds(60)) { try await work() }
  }

  /// Goes through everything once; stops where the clock becomes doubtful.
  func work() async throws {
    do {
      try await forget(at: services.now())
    } catch is ClockDoubted {
      services.logger.debug("Nothing is forgotten while the clock is doubtful.")
    }
  }

  /// The clock may be ahead.
  private struct ClockDoubted: Error {}

  /// Asked before each step, since what is thrown away does not come back when the clock does.
  private func ask() throws(ClockDoubted) {
    guard !isDoubtful(services.now()) else { throw ClockDoubted() }
  }

  private func forget(at now: Date) async throws {
    let retention = self.retention()
    try await purge {
      try $0.inbox.purge(before: retention.days(\.retentionActivities, before: now))
    }
    try await purge {
      try $0.posts.purgeTombstones(before: retention.days(\.retentionActivities, before: now))
    }
    try await purge {
      try $0.deliveries.purge(before: retention.days(\.retentionActivities, before: now))
    }
    try await purge {
      try $0.limits.purgePosts(ofSuspendedBefore: retention.days(\.retentionSuspended, before: now))
    }
    try await purge { try $0.backgroundFetches.purge(before: now.addingTimeInterval(-86_400)) }
    try await purge {
      try $0.reports.purgeEvidence(resolvedBefore: retention.days(\.retentionEvidence, before: now))
    }
    try await purge { try $0.search.dropGone() }
    // What was stored before there was a search, little by little.
    try await purge { try $0.search.goOn() }
    try await purgeClients(at: now)
    try await purgePersonal(at: now)
    try await purgePeering(at: now)
    try ask()
    try await PollClerk(services: services).work()
    try await ConsultationClerk(services: services).work()
    try ask()
    try await QuoteClerk(services: services).work()
    try await DomainBlockClerk(services: services).work()
    try ask()
    try await LeavingClerk(services: services).work()
    try ask()
    try await purgeMedia(at: now)
  }

  /// How long an application waits for somebody to sign in with it, in seconds.
  private static let unusedApplication: TimeInterval = 7 * 86_400
  /// How long a token of an application by itself lives without being used.
  private static let ownToken: TimeInterval = 30 * 86_400

  private func purgeClients(at now: Date) async throws {
    try await purge { tx in
      try tx.clients.purgeUnused(before: now.addingTimeInterval(-Self.unusedApplication))
    }
    try ask()
    _ = try await services.database.write { tx in
      // What a code was exchanged for is remembered as long as it could be tried again.
      _ = try tx.clients.purgeOwnTokens(unusedSince: now.addingTimeInterval(-Self.ownToken))
      _ = try tx.clients.purgeCodes(before: now.addingTimeInterval(-86_400))
      _ = try tx.webSessions.purge(at: now)
      _ = try tx.mailPreferences.purge(before: now)
    }
  }

  /// What members are told no more, and what they wanted for a time only.
  private func purgePersonal(at now: Date) async throws {
    let start = retention().days(\.retentionNotifications, before: now)
    try await purge { try $0.notifications.purge(before: start) }
    try await purge { try $0.notifications.purgeRequests(before: start) }
    try await purge { try $0.mutes.purge(endedBefore: now) }
    let keys = now.addingTimeInterval(-IdempotencyStore.memory)
    try await purge { try $0.idempotency.purge(before: keys) }
    try ask()
    try await services.database.write { try $0.groupTurns.purge(at: now) }
  }

  /// Files that no post has any more, or never had.
  private func purgeMedia(at now: Date) async throws {
    let unattached = now.addingTimeInterval(-86_400)
    _ = try await services.database.write { try $0.uploads.purge(newBefore: unattached) }
    let settings = services.media.settings
    _ = try await MediaPruning(services: services).run(
      .init(budget: settings.cacheBytes, times: settings.times),
      // An hour, since a file is stored before something refers to it.
      sweepingBefore: now.addingTimeInterval(-3_600),
      patience: 20
    )
    let (all, copies) = try await services.database.read { tx in
      (try tx.mediaFiles.totalBytes(), try tx.cachedMedia.totalBytes())
    }
    Gauge(label: "maillage_media_bytes").record(all)
    Gauge(label: "maillage_media_cache_bytes").record(copies)
    Gauge(label: "maillage_media_on").record(services.media.obstacle == nil ? 1 : 0)
  }

  /// What nobody released, collected or answered in time.
  private func purgePeering(at now: Date) async throws {
    let start = now.addingTimeInterval(-Self.peeringMemory)
    try await purge { try $0.inbox.dropHeld(before: start) }
    try ask()
    try await services.database.write { tx in
      _ = try tx.deliveries.dropHeld(before: start)
      _ = try tx.tickets.purge(before: start)
      _ = try tx.peerings.purgeRequests(before: start)
    }
    // Nobody runs the lanes of those who collect, so nobody would give up there.
    let oldest = now.addingTimeInterval(-services.settings.deliveryLifetime)
    for lane in services.known.collectingLanes.sorted() {
      _ = try await services.database.write {
        try $0.deliveries.abandon(
          lane: lane,
          before: oldest,
          error: "\(DeliveryStore.notCollected)."
        )
      }
    }
  }

  /// Purges in small transactions until nothing is left to purge: it has to keep up with what
  /// others send.
  private func purge(_ some: @escaping @Sendable (Transaction) throws -> Int) async throws {
    repeat { try ask() } while try await services.database.write(some) > 0 && !Task.isCancelled
  }
}

extension NodeConfiguration {
  /// The time so many days ago as a setting says.
  fileprivate func days(
    _ path: KeyPath<RetentionSettings, Setting<Int>>,
    before now: Date
  ) -> Date {
    now.addingTimeInterval(-86_400 * TimeInterval(self[dynamicMember: path]))
  }
}
