extension NodeConfiguration {
  /// The part of the table of the settings that is about what comes and goes.
  package struct TrafficSettings: SettingsGroup {
    // MARK: delivery
    package let deliveryMaxAge = Setting(
      "delivery.maxAge",
      default: 7,
      limit: .range(1...30, of: "days"),
      doc: "How long the node tries to deliver an activity before it gives up."
    )
    package let deliveryConcurrency = Setting(
      "delivery.concurrency",
      default: 64,
      limit: .range(1...512, of: "hosts"),
      doc:
        "To how many hosts the node delivers at the same time; those that have not answered for a second do not count, up to four times as many."
    )

    // MARK: inbox
    package let inboxMaxBytes = Setting(
      "inbox.maxBytes",
      default: 1_048_576,
      limit: .range(16_384...8_388_608, of: "bytes"),
      doc: "The largest activity that the inbox takes."
    )
    package let inboxWorkers = Setting(
      "inbox.workers",
      default: 16,
      limit: .range(1...32, of: "workers"),
      doc: "How many activities are worked on at the same time."
    )

    // MARK: limits
    package let limitsRequestsPerMinute = Setting(
      "limits.requestsPerMinute",
      default: 600,
      limit: .range(1...10_000_000, of: "a minute"),
      doc: "How much one address (IPv6: one /64) may ask."
    )
    package let limitsInboxPerMinute = Setting(
      "limits.inboxPerMinute",
      default: 6_000,
      limit: .range(1...10_000_000, of: "a minute"),
      doc: "How much one address (IPv6: one /64) may send to the inboxes."
    )
    package let limitsClientRequests = Setting(
      "limits.clientRequests",
      default: 300,
      limit: .range(1...10_000_000, of: "in five minutes"),
      doc: "How much an application may ask with one token, or one address without."
    )
    package let limitsHeaderTimeout = Setting(
      "limits.headerTimeout",
      default: 10,
      limit: .range(1...300, of: "seconds"),
      doc: "How long a client may take to send the head of a request."
    )
    package let limitsBodyTimeout = Setting(
      "limits.bodyTimeout",
      default: 30,
      limit: .range(1...600, of: "seconds"),
      doc: "How long a client may take to send the body of a request."
    )
    package let limitsMaxConnections = Setting(
      "limits.maxConnections",
      default: 4_096,
      limit: .range(8...65_536, of: "connections"),
      doc: "How many connections the server holds open."
    )
  }

  package subscript<Value>(dynamicMember path: KeyPath<TrafficSettings, Setting<Value>>) -> Value {
    get { value(of: Self.settings.traffic[keyPath: path]) }
    set { choose(newValue, for: Self.settings.traffic[keyPath: path], from: .program) }
  }
}
