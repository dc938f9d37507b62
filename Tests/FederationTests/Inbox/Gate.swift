import Federation
import Foundation
import TestSupport

/// Holds back those who pass until it is opened.
actor Gate {
  private var isOpen = false
  private var waiting: [CheckedContinuation<Void, Never>] = []

  var isWaitedFor: Bool { !waiting.isEmpty }

  func pass() async {
    guard !isOpen else { return }
    await withCheckedContinuation { waiting.append($0) }
  }

  func open() {
    isOpen = true
    for continuation in waiting { continuation.resume() }
    waiting = []
  }
}

/// A far side of which one address answers only when a gate is opened.
struct StallingFetcher: HTTPFetching {
  let inner: TestSupport.FarSide
  let start: String
  let gate: Gate

  func send(_ request: OutboundRequest) async throws(OutboundFailure) -> OutboundResponse {
    if request.url.hasPrefix(start) { await gate.pass() }
    return try await inner.send(request)
  }
}

extension TestNode {
  /// The same services with another way out to the network.
  func services(fetching fetcher: any HTTPFetching) -> FederationServices {
    FederationServices(
      addresses: services.addresses,
      database: services.database,
      settings: services.settings,
      keys: services.keys,
      policy: services.policy,
      identity: services.identity,
      fetcher: fetcher,
      numbers: services.numbers,
      now: services.now,
      logger: services.logger
    )
  }
}

/// Waits until something is so, up to a deadline.
func eventually(_ condition: () async throws -> Bool) async throws {
  let deadline = ContinuousClock.now + .seconds(20)
  while try await !condition() {
    guard ContinuousClock.now < deadline else { throw Missing("what should have happened by now") }
    try await Task.sleep(for: .milliseconds(5))
  }
}
