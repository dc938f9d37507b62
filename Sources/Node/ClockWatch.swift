import Federation
import Foundation
import Logging
import Metrics
import ServiceLifecycle
import Storage

/// Compares the clock with one that nobody can set, and puts right what waits for times that a wrong
/// clock gave.
package struct ClockWatch: Service {
  private let node: OpenNode
  /// When a time service was last content with the clock; nothing where none says so.
  private let synchronisedAt: @Sendable () -> Date?

  private static let interval = Duration.seconds(5)
  private static let key = "clockSeen"

  package init(node: OpenNode, synchronisedAt: @escaping @Sendable () -> Date? = { nil }) {
    self.node = node
    self.synchronisedAt = synchronisedAt
  }

  /// When systemd's time service last compared the clock with others (systemd-timesyncd.service(8)).
  package static func systemdSynchronisation() -> Date? {
    let file = "/run/systemd/timesync/synchronized"
    return try? FileManager.default.attributesOfItem(atPath: file)[.modificationDate] as? Date
  }

  package func run() async throws {
    await cancelWhenGracefulShutdown {
      var before = (wall: node.services.now(), steady: ContinuousClock.now)
      var savedAt = Date.distantPast
      node.clock.see(before.wall, steady: before.steady)
      await attempt { try await begin() }
      while (try? await Task.sleep(for: Self.interval)) != nil {
        let now = (wall: node.services.now(), steady: ContinuousClock.now)
        let passed = (now.steady - before.steady).inSeconds
        let last = before.wall
        before = now
        // What is found out is known in memory before the first thing that waits.
        await attempt {
          try await compare(last, with: now.wall, passed: passed, seenAt: now.steady)
        }
        guard abs(now.wall.timeIntervalSince(savedAt)) >= 60 else { continue }
        savedAt = now.wall
        await attempt { try await save(now.wall) }
      }
    }
  }

  /// Looks whether the clock is behind what it was when the node last ran.
  package func begin() async throws {
    let now = node.services.now()
    let seen = try await node.database.read { try $0.state.value(Self.key).flatMap(Double.init) }
    guard let seen else { return }
    try await settle(
      node.clock.compare(Date(timeIntervalSince1970: seen), with: now, passed: 0, isStart: true)
    )
  }

  /// Looks whether the clock was set meanwhile.
  ///
  /// - Parameters:
  ///   - before: What it said.
  ///   - now: What it says.
  ///   - passed: How many seconds have really passed.
  ///   - steady: When that was by the clock that nobody can set.
  /// - Throws: When the database cannot be written.
  package func compare(
    _ before: Date,
    with now: Date,
    passed: TimeInterval,
    seenAt steady: ContinuousClock.Instant? = nil
  ) async throws {
    let jump = node.clock.compare(before, with: now, passed: passed, isStart: false)
    if let steady { node.clock.see(now, steady: steady) }
    try await settle(jump)
    guard node.clock.doubt != nil, node.clock.believe(synchronisedAt: synchronisedAt(), at: now)
    else { return }
    node.services.logger.notice("The time service has set the clock: it is believed.")
    try await save(now)
  }

  /// Keeps in mind that the clock was set, and shortens waits when that was back.
  private func settle(_ jump: ClockSense.Jump?) async throws {
    guard let jump else { return }
    let (now, seconds) = (jump.at, jump.seconds)
    let direction = seconds > 0 ? "forward" : "back"
    Counter(label: "maillage_clock_jumps_total", dimensions: [("direction", direction)]).increment()
    node.services.logger.warning(
      "The clock was set \(direction).",
      metadata: ["seconds": "\(Int(abs(seconds)))", "now": "\(now.formatted(.iso8601))"]
    )
    // A restart must not make a clock believed.
    try await save(now)
    guard seconds < 0 else { return }
    let lifetime = node.services.settings.deliveryLifetime
    let count = try await node.database.write {
      try $0.clock.turnBack(by: -seconds, at: now, deliveryLifetime: lifetime)
    }
    node.services.logger.notice("Waits were shortened.", metadata: ["count": "\(count)"])
    node.services.deliveryWakeup.call()
    node.services.inboxWakeup.call()
  }

  private func save(_ now: Date) async throws {
    let text = String(now.timeIntervalSince1970)
    try await node.database.write { [clock = node.clock] tx in
      try tx.state.set(Self.key, to: text)
      try clock.save(in: tx)
    }
  }

  private func attempt(_ body: () async throws -> Void) async {
    await node.services.logger.attempt("The clock is not watched.", body)
  }
}
