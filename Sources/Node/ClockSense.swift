import Federation
import Foundation
import Storage
import Synchronization

/// What is known of the clock: that it was set, by how much, and whether it can be believed.
package final class ClockSense: Sendable {
  // A class, since who watches and who asks share it.

  /// The clock was set: at which new time, and by how many seconds, forward or back.
  package struct Jump: Codable, Hashable, Sendable {
    package let at: Date
    package let seconds: TimeInterval
  }

  /// The clock was set forward, and nobody has said that this was right.
  package struct Doubt: Codable, Hashable, Sendable {
    /// By how many seconds it may be ahead: the steps forward less those back.
    package let ahead: TimeInterval
    /// For how many seconds more, in which the node runs, it is doubted.
    package fileprivate(set) var left: TimeInterval
  }

  /// What was last seen on the clock and on the one that nobody can set.
  private typealias Sight = (wall: Date, steady: ContinuousClock.Instant)

  private struct State {
    var last: Jump?
    var doubt: Doubt?
    var seen: Sight?
  }

  /// Less than this is what time services do all day, in seconds.
  private static let tolerance: TimeInterval = 60
  /// For how long a clock that was set forward is doubted, in seconds in which the node runs: long
  /// enough for somebody to look after a weekend.
  package static let patience: TimeInterval = 3 * 86_400
  /// By how much, in seconds, a time service may set the clock forward and be believed: what it says of a year
  /// would delete a year's worth.
  static let steerable: TimeInterval = 86_400
  /// So many seconds pass at most until somebody notices that the clock was set.
  private static let notice: TimeInterval = 10
  /// For how long is told that the clock was set.
  private static let memory: TimeInterval = 3_600
  private static let key = "clockDoubt"

  private let state = Mutex(State())

  init() {}

  /// That of a node which is being opened; its services ask it.
  convenience init(of services: FederationServices) async throws {
    self.init()
    try await services.database.read { try self.restore(in: $0) }
    services.clockDoubt.set { [now = services.now] in self.isDoubtful(at: now()) }
  }

  /// The last time that the clock was set, if that was within the hour.
  package func recentJump(at now: Date) -> Jump? {
    state.withLock { state in
      state.last.flatMap { (0..<Self.memory).contains(now.timeIntervalSince($0.at)) ? $0 : nil }
    }
  }

  /// Why the clock is not believed; nothing while it is.
  package var doubt: Doubt? { state.withLock { $0.doubt } }

  /// Whether the time may be ahead, so that nothing is done for it that cannot be undone: what was
  /// thrown away does not come back when the clock does.
  ///
  /// - Parameters:
  ///   - now: What the clock says, which nobody may have compared with anything yet.
  ///   - steady: What the clock says that nobody can set.
  /// - Returns: Whether it is doubted, or was set forward since somebody looked.
  package func isDoubtful(
    at now: Date,
    steady: ContinuousClock.Instant = ContinuousClock.now
  ) -> Bool {
    state.withLock { state in
      if state.doubt != nil { return true }
      guard let seen = state.seen else { return false }
      return now.timeIntervalSince(seen.wall) - (steady - seen.steady).inSeconds >= Self.tolerance
    }
  }

  /// Remembers what both clocks say, for comparing it with what they will.
  func see(_ now: Date, steady: ContinuousClock.Instant) {
    state.withLock { $0.seen = (now, steady) }
  }

  /// Finds out whether the clock was set.
  ///
  /// - Parameters:
  ///   - before: What it said.
  ///   - now: What it says.
  ///   - passed: How many seconds have really passed.
  ///   - isStart: Whether the node was stopped in between, nobody knows for how long.
  /// - Returns: How it was set; nothing when it was not.
  func compare(_ before: Date, with now: Date, passed: TimeInterval, isStart: Bool) -> Jump? {
    let seconds = now.timeIntervalSince(before) - passed
    return state.withLock { state in
      if var doubt = state.doubt {
        doubt.left -= max(passed, 0)
        state.doubt = doubt.left > 0 ? doubt : nil
      }
      // Only a step back is certain when the node was stopped.
      guard abs(seconds) >= Self.tolerance, !isStart || seconds < 0 else { return nil }
      let ahead = (state.doubt?.ahead ?? 0) + seconds
      let left = seconds > 0 ? Self.patience : state.doubt?.left ?? 0
      state.doubt = ahead > Self.tolerance && left > 0 ? Doubt(ahead: ahead, left: left) : nil
      let jump = Jump(at: now, seconds: seconds)
      state.last = jump
      return jump
    }
  }

  /// Believes the clock as it is: an admin has looked.
  ///
  /// `forget(in:)` goes before it.
  package func believe() { state.withLock { $0.doubt = nil } }

  /// Believes a clock that was set forward by a time service: it compared the clock with others since.
  ///
  /// - Parameters:
  ///   - time: When a time service was last content with the clock; nothing: nobody knows.
  ///   - now: The time.
  /// - Returns: Whether a doubt ended by that.
  func believe(synchronisedAt time: Date?, at now: Date) -> Bool {
    state.withLock { state in
      guard let doubt = state.doubt, doubt.ahead <= Self.steerable + Self.notice,
        let jump = state.last, jump.seconds > 0,
        let time, time >= jump.at.addingTimeInterval(-Self.notice),
        time <= now.addingTimeInterval(Self.notice)
      else { return false }
      state.doubt = nil
      return true
    }
  }

  // MARK: Over restarts

  /// Goes on doubting where the node stopped: the time in between does not count, since a wrong clock
  /// gave it.
  func restore(in tx: Transaction) throws {
    let text = try tx.state.value(Self.key)
    let numbers = text?.split(separator: " ").compactMap { TimeInterval($0) } ?? []
    guard numbers.count == 2, numbers.allSatisfy(\.isFinite) else { return }
    let doubt = Doubt(ahead: numbers[0], left: min(numbers[1], Self.patience))
    state.withLock { $0.doubt = doubt.left > 0 ? doubt : nil }
  }

  func save(in tx: Transaction) throws {
    guard let doubt else { return try Self.forget(in: tx) }
    try tx.state.set(Self.key, to: "\(doubt.ahead) \(doubt.left)")
  }

  /// Keeps no doubt for the next start.
  package static func forget(in tx: Transaction) throws { try tx.state.remove(key) }
}

extension Duration {
  var inSeconds: TimeInterval {
    TimeInterval(components.seconds) + TimeInterval(components.attoseconds) / 1e18
  }
}
