import Federation
import Foundation
import Model
import Storage

/// What waits, for whom, and for how long, measured when it is asked for.
struct QueueGauges: Sendable {
  let services: FederationServices

  /// The most peers with series of their own: those that have waited longest.
  private static let mostPeers = 100

  /// A lane as commands take it: `far.example:8443`.
  private static func peer(_ lane: String) -> String {
    lane.hasPrefix("https://") ? String(lane.dropFirst("https://".count)) : lane
  }

  private struct Queues: Sendable {
    var depths: [DeliveryStore.Depth]
    var lanes: [DeliveryLane]
    var inbox: Int
    var inboxOldest: Date?
    var letters: Int
  }

  func write(to page: inout PrometheusText) async {
    let now = services.now()
    let queues = try? await services.database.read { tx in
      Queues(
        depths: try tx.deliveries.depths(),
        lanes: try tx.deliveries.lanes(),
        inbox: try tx.inbox.countWaiting(),
        inboxOldest: try tx.inbox.oldestWaiting(),
        letters: try tx.mail.count()
      )
    }
    page.gauge(
      "maillage_database_readable",
      "0: the database cannot be read, and the queues are not known.",
      queues == nil ? 0 : 1
    )
    guard let queues else { return }
    let lag = { (oldest: Date?) in oldest.map { max(0, now.timeIntervalSince($0)) } ?? 0 }
    page.gauge("maillage_inbox_waiting", "Activities of others that wait.", queues.inbox)
    page.gauge(
      "maillage_inbox_lag_seconds",
      "How long the oldest of them has waited.",
      lag(queues.inboxOldest)
    )
    page.gauge("maillage_mail_waiting", "Letters that wait.", queues.letters)
    deliveries(queues, lag, &page)
    breaker(queues.lanes, &page, now)
  }

  private func deliveries(
    _ queues: Queues,
    _ lag: (Date?) -> TimeInterval,
    _ page: inout PrometheusText
  ) {
    let depths = queues.depths
    let sum = { (count: (DeliveryStore.Depth) -> Int) in depths.reduce(0) { $0 + count($1) } }
    page.gauge("maillage_deliveries_waiting", "Deliveries that wait.", sum { $0.waiting })
    page.gauge("maillage_deliveries_abandoned", "Deliveries given up.", sum { $0.abandoned })
    page.gauge("maillage_deliveries_held", "Deliveries behind a valve.", sum { $0.held })
    page.gauge(
      "maillage_delivery_lag_seconds",
      "How long the oldest delivery has waited.",
      lag(depths.compactMap(\.oldest).min())
    )
    let behind = depths.filter { $0.waiting > 0 }
      .sorted { ($0.oldest ?? .distantFuture, $0.lane) < ($1.oldest ?? .distantFuture, $1.lane) }
      .prefix(Self.mostPeers)
    page.gauges(
      "maillage_peer_lag_seconds",
      "How long the oldest delivery to a peer has waited; those that wait longest.",
      behind.map { (Self.peer($0.lane), lag($0.oldest)) }
    )
    page.gauges(
      "maillage_peer_waiting",
      "Deliveries that wait for a peer; those that wait longest.",
      behind.map { (Self.peer($0.lane), Double($0.waiting)) }
    )
  }

  private func breaker(_ lanes: [DeliveryLane], _ page: inout PrometheusText, _ now: Date) {
    let open = lanes.filter { lane in lane.openUntil.map { $0 > now } ?? false }
    page.gauge("maillage_breakers_open", "Peers that nothing is sent to for a while.", open.count)
    page.gauge("maillage_lanes_paused", "Peers that an admin paused.", lanes.count { $0.isPaused })
    page.gauges(
      "maillage_peer_breaker_open",
      "1: nothing is sent to the peer for a while, because it failed.",
      open.sorted { $0.failures > $1.failures }.prefix(Self.mostPeers)
        .map { (Self.peer($0.lane), 1) }
    )
  }
}
