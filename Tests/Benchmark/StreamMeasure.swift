import AsyncHTTPClient
import Foundation
import NIOCore
import NIOSSL
import Synchronization

/// 1,000 open streams: what they hold, and how long a post takes to reach all of them.
struct StreamMeasure {
  let port: Int
  /// Of several members: one may have only so many streams.
  let tokens: [String]
  let server: ChildProcess

  private static let streams = 1_000
  private var host: String { "bench.test:\(port)" }

  func run(_ table: inout ResultTable) async throws {
    let idle = server.memory()
    let address = "https://127.0.0.1:\(port)/api/v1/streaming/public"
    let listeners = Listeners()
    let (held, time) = try await withThrowingTaskGroup(of: Void.self) { group in
      let client = Listeners.client()
      for number in 0..<Self.streams {
        group.addTask { [tokens, host] in
          let token = tokens[number % tokens.count]
          try? await listeners.listen(at: address, token, host, with: client)
        }
      }
      try await listeners.wait(until: { $0.open == Self.streams })
      try await Task.sleep(for: .seconds(1))
      let held = server.memory() - idle
      let start = ContinuousClock.now
      try post("Pour tous ceux qui écoutent")
      try await listeners.wait(until: { $0.reached == Self.streams })
      let time = (ContinuousClock.now - start) / .milliseconds(1)
      group.cancelAll()
      try await client.shutdown()
      return (held, time)
    }
    table.add("1,000 open streams, above idle", held, "MB")
    table.add("a post reaches all 1,000 streams after", time, "ms")
  }

  private func post(_ text: String) throws {
    let process = try ChildProcess(
      URL(fileURLWithPath: "/usr/bin/env"),
      [
        "curl", "-sk", "-H", "Authorization: Bearer \(tokens[0])", "-H", "Host: \(host)",
        "--data-urlencode", "status=\(text)", "-d", "visibility=public",
        "https://127.0.0.1:\(port)/api/v1/statuses",
      ]
    )
    _ = process.wholeOutput()
  }
}

/// Who listens, and how far they have come.
private final class Listeners: Sendable {
  // A class, since all listeners count together.
  struct State {
    var open = 0
    var reached = 0
  }

  private let state = Mutex(State())

  static func client() -> HTTPClient {
    var tls = TLSConfiguration.makeClientConfiguration()
    tls.certificateVerification = .none
    var configuration = HTTPClient.Configuration(tlsConfiguration: tls)
    configuration.httpVersion = .http1Only
    configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 2_000
    return HTTPClient(configuration: configuration)
  }

  func listen(
    at address: String,
    _ token: String,
    _ host: String,
    with client: HTTPClient
  ) async throws {
    var request = HTTPClientRequest(url: address)
    request.headers.add(name: "Authorization", value: "Bearer \(token)")
    request.headers.replaceOrAdd(name: "Host", value: host)
    let response = try await client.execute(request, deadline: .distantFuture)
    var isOpen = false
    for try await chunk in response.body {
      if !isOpen { state.withLock { $0.open += 1 } }
      isOpen = true
      guard String(buffer: chunk).contains("event: update") else { continue }
      state.withLock { $0.reached += 1 }
    }
  }

  func wait(until condition: (State) -> Bool) async throws {
    let deadline = ContinuousClock.now + .seconds(60)
    while !condition(state.withLock { $0 }) {
      guard ContinuousClock.now < deadline else { throw CancellationError() }
      try await Task.sleep(for: .milliseconds(2))
    }
  }
}
