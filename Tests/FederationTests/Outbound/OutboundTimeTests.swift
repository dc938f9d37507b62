import NIOCore
import Testing

@testable import Federation

/// No far side can hold a request longer than its time (threat 16).
@Suite("Outbound time limits", .timeLimit(.minutes(2)))
struct OutboundTimeTests {
  private static let fullHeader = "HTTP/1.1 200 OK\r\ncontent-length: 100000\r\n\r\n"

  @Test(
    "Bytes that drip in, in the header or in the body, end with the total time",
    arguments: ["HTTP/1.1 200 OK\r\nx-slow: ", fullHeader]
  )
  func drip(text: String) async throws {
    var settings = try OutboundSettings.onLoopback()
    settings.limits.total = .milliseconds(600)
    try await FarSide.serving(answering: .drip(text, every: .milliseconds(5))) { side in
      try await withClient(settings) { client in
        let start = ContinuousClock.now

        await #expect(throws: OutboundFailure.timedOut) {
          try await client.send(OutboundRequest(.get, "http://peer.test:\(side.port)/"))
        }

        #expect(start.duration(to: .now) >= .milliseconds(600))
      }
    }
  }

  @Test("Redirects share the time of the first request")
  func slowRedirects() async throws {
    let redirect =
      "HTTP/1.1 302 Found\r\nlocation: /next\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"
    try await FarSide.serving(answering: .drip(redirect, every: .milliseconds(8))) { side in
      try await withClient(.onLoopback()) { client in
        await #expect(throws: OutboundFailure.timedOut) {
          try await client.send(
            OutboundRequest(.get, "http://peer.test:\(side.port)/", timeout: .milliseconds(700))
          )
        }
      }
    }
  }

  @Test("Waiting for a free connection counts as well")
  func waiting() async throws {
    var settings = try OutboundSettings.onLoopback()
    settings.limits.perHost = 1
    try await FarSide.serving(answering: .drip(Self.fullHeader, every: .milliseconds(5))) {
      side in
      try await withClient(settings) { client in
        let url = "http://peer.test:\(side.port)/"
        let first = Task { try await client.send(OutboundRequest(.get, url)) }
        while side.questions.isEmpty { try await Task.sleep(for: .milliseconds(5)) }

        await #expect(throws: OutboundFailure.timedOut) {
          try await client.send(OutboundRequest(.get, url, timeout: .milliseconds(300)))
        }

        #expect(side.questions.count == 1)
        first.cancel()
        await #expect(throws: OutboundFailure.cancelled) { try await first.value }
      }
    }
  }

  @Test("A caller who is cancelled is told so at once")
  func cancelled() async throws {
    try await FarSide.serving(answering: .drip(Self.fullHeader, every: .milliseconds(5))) {
      side in
      try await withClient(.onLoopback()) { client in
        let task = Task {
          try await client.send(OutboundRequest(.get, "http://peer.test:\(side.port)/"))
        }
        while side.questions.isEmpty { try await Task.sleep(for: .milliseconds(5)) }
        task.cancel()

        await #expect(throws: OutboundFailure.cancelled) { try await task.value }
      }
    }
  }

  @Test("A refused connection is reported as such")
  func refused() async throws {
    let port = try await FarSide.serving(answering: .whole(200)) { $0.port }
    try await withClient(.onLoopback()) { client in
      await #expect(throws: OutboundFailure.unreachable(reason: "Connection refused")) {
        try await client.send(OutboundRequest(.get, "http://peer.test:\(port)/"))
      }
    }
  }
}
