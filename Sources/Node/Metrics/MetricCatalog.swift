import Metrics

/// What the node measures, under which names: for `/metrics`, the manual and the tests.
package enum MetricCatalog {
  /// One metric.
  struct Entry: Sendable {
    let name: String
    let kind: MetricFamily.Kind
    let help: String
    /// Of a counter with a label: its name and the values that it can have.
    var label: (name: String, values: [String])?
  }

  /// What is counted or timed where it happens.
  static let collected: [Entry] = [
    Entry(
      name: "maillage_acme_orders_total",
      kind: .counter,
      help: "Orders of a certificate.",
      label: ("outcome", ["issued", "failed"])
    ),
    Entry(
      name: "maillage_activities_processed_total",
      kind: .counter,
      help: "Activities of others worked off."
    ),
    Entry(
      name: "maillage_backup_failures_total",
      kind: .counter,
      help: "Backups that could not be made."
    ),
    Entry(
      name: "maillage_clock_jumps_total",
      kind: .counter,
      help: "Times that the clock was set.",
      label: ("direction", ["forward", "back"])
    ),
    Entry(
      name: "maillage_commit_failures_total",
      kind: .counter,
      help: "Commits that failed: the disk is full, or the database is gone."
    ),
    Entry(
      name: "maillage_commit_group_size",
      kind: .histogram,
      help: "How many writes shared a commit."
    ),
    Entry(
      name: "maillage_commit_seconds",
      kind: .histogram,
      help: "How long a commit took, with the writes in it."
    ),
    Entry(
      name: "maillage_database_write_failures_total",
      kind: .counter,
      help: "Writes that the disk did not take."
    ),
    Entry(
      name: "maillage_deliveries_total",
      kind: .counter,
      help: "Tries to deliver an activity.",
      label: ("outcome", ["delivered", "refused", "failed", "hostDown", "interrupted"])
    ),
    Entry(
      name: "maillage_http_request_seconds",
      kind: .histogram,
      help: "How long requests took, by route."
    ),
    Entry(
      name: "maillage_http_requests_total",
      kind: .counter,
      help: "Requests, by route and status."
    ),
    Entry(
      name: "maillage_http_slow_clients_total",
      kind: .counter,
      help: "Clients that were cut off because they were too slow."
    ),
    Entry(
      name: "maillage_mail_total",
      kind: .counter,
      help: "Tries to send a letter.",
      label: ("outcome", ["sent", "failed", "dropped", "bounced"])
    ),
    Entry(name: "maillage_media_bytes", kind: .gauge, help: "Bytes of media that are kept."),
    Entry(
      name: "maillage_media_cache_bytes",
      kind: .gauge,
      help: "Bytes of copies of other nodes’ media."
    ),
    Entry(name: "maillage_media_on", kind: .gauge, help: "1: pictures are taken."),
    Entry(
      name: "maillage_push_total",
      kind: .counter,
      help: "Tries to tell an app.",
      label: ("outcome", ["sent", "failed", "dropped", "unsubscribed", "interrupted"])
    ),
    Entry(
      name: "maillage_sign_in_failures_total",
      kind: .counter,
      help: "Sign-ins that failed.",
      label: ("reason", ["wrong", "tooOften"])
    ),
    Entry(
      name: "maillage_stream_events_lost_total",
      kind: .counter,
      help: "Events that an open stream was too slow for."
    ),
    Entry(
      name: "maillage_territory_statements_received_total",
      kind: .counter,
      help: "Statements of territories that came from others."
    ),
  ]

  package static var help: [String: String] {
    Dictionary(collected.map { ($0.name, $0.help) }) { first, _ in first }
  }

  /// Begins every counter at zero: what was never counted is not the same as nothing to count, and an
  /// alert on a rise needs a start.
  package static func begin() {
    for entry in collected
    where entry.kind == .counter && !entry.name.hasPrefix("maillage_http_requests") {
      guard let label = entry.label else {
        Counter(label: entry.name).increment(by: 0)
        continue
      }
      for value in label.values {
        Counter(label: entry.name, dimensions: [(label.name, value)]).increment(by: 0)
      }
    }
  }
}
