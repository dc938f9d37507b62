import Foundation
import Model
import Storage

/// Lets go of copies of other nodes' files, a few at a time, and of none while the node has more
/// urgent things to do.
///
/// What members gave to the node stays until they take it back: there is no time for that.
package struct MediaPruning: Sendable {
  /// What may stay.
  package struct Rules: Sendable, Hashable {
    /// What all copies may take together, in bytes; nothing: that is not looked at.
    package var budget: Int?
    /// How long copies stay that nobody looks at, in seconds, by kind; nothing: for ever.
    package var times: [MediaKind: TimeInterval]

    package init(budget: Int? = nil, times: [MediaKind: TimeInterval] = [:]) {
      (self.budget, self.times) = (budget, times)
    }
  }

  /// What came of it.
  package struct Outcome: Sendable, Hashable {
    package var copies = 0
    package var files = 0
    /// Whether it stopped since the node was busy for too long.
    package var isInterrupted = false
  }

  /// So many copies go in one transaction, and so many files after it.
  static let step = 100
  /// With more activities than that waiting, or more writers, nothing is pruned.
  static let mostActivities = 20
  static let mostWriters = 8

  let services: FederationServices
  private let pause: @Sendable () async throws -> Void

  /// - Parameters:
  ///   - services: The node.
  ///   - pause: What is waited for while the node is busy.
  package init(
    services: FederationServices,
    pause: @escaping @Sendable () async throws -> Void = {
      try await Task.sleep(for: .milliseconds(500))
    }
  ) {
    (self.services, self.pause) = (services, pause)
  }

  /// Prunes until the rules are kept, or the node was found busy so often.
  ///
  /// - Parameters:
  ///   - rules: What may stay.
  ///   - start: Files that were stored since then stay: something may be about to refer to them.
  ///   - patience: How many pauses are made, at most.
  /// - Returns: What went.
  /// - Throws: What is wrong with the database or the store.
  package func run(
    _ rules: Rules,
    sweepingBefore start: Date,
    patience: Int
  ) async throws -> Outcome {
    var (outcome, left) = (Outcome(), patience)
    while !Task.isCancelled {
      guard try await !isBusy() else {
        guard left > 0 else {
          outcome.isInterrupted = true
          return outcome
        }
        left -= 1
        try await pause()
        continue
      }
      let copies = try await letGo(rules)
      let files = try await services.media.sweep(
        before: start,
        in: services.database,
        atMost: Self.step
      )
      outcome.copies += copies
      outcome.files += files
      guard copies > 0 || files == Self.step else { break }
    }
    return outcome
  }

  private func isBusy() async throws -> Bool {
    guard services.database.waitingWrites <= Self.mostWriters else { return true }
    return try await services.database.read { try $0.inbox.countWaiting() } > Self.mostActivities
  }

  /// One step: first what is too old, then what is too much.
  private func letGo(_ rules: Rules) async throws -> Int {
    let now = services.now()
    return try await services.database.write { tx in
      var left = Self.step
      for kind in MediaKind.allCases {
        guard left > 0, let time = rules.times[kind] else { continue }
        let since = now.addingTimeInterval(-time)
        left -= try tx.cachedMedia.expire(kind, unusedSince: since, atMost: left)
      }
      if left > 0, let budget = rules.budget {
        left -= try tx.cachedMedia.evict(to: budget, atMost: left)
      }
      return Self.step - left
    }
  }
}
