import Testing

@testable import Federation

/// Redirects: few, checked and signed anew (threats 11, 13 and 15).
@Suite("Outbound redirects")
struct OutboundRedirectTests {
  /// Answers `/n` with a redirect to `/n+1`, up to the given end.
  private static func chain(of length: Int, status: Int = 302) -> FarSide.Answer {
    { question in
      let number = Int(question.target.dropFirst()) ?? 0
      guard number < length else { return .whole(200, body: "end") }
      return .whole(status, [("location", "/\(number + 1)")])
    }
  }

  @Test("Three redirects are followed on one connection", arguments: [301, 302, 303, 307, 308])
  func three(status: Int) async throws {
    try await FarSide.serving(answer: Self.chain(of: 3, status: status)) { side in
      try await withClient(.onLoopback()) { client in
        let response = try await client.send(
          OutboundRequest(.get, "http://peer.test:\(side.port)/0")
        )

        #expect(response.body == Array("end".utf8))
        #expect(response.finalURL == "http://peer.test:\(side.port)/3")
      }
      #expect(side.connections == 1)
    }
  }

  @Test("A longer chain fails after three")
  func ten() async throws {
    try await FarSide.serving(answer: Self.chain(of: 10)) { side in
      try await withClient(.onLoopback()) { client in
        var request = OutboundRequest(.get, "http://peer.test:\(side.port)/0")
        request.maximumRedirects = 100
        await #expect(throws: OutboundFailure.tooManyRedirects(limit: 3)) {
          try await client.send(request)
        }
      }
      #expect(side.questions.count == 4)
    }
  }

  @Test("A page that redirects to itself is asked once")
  func loop() async throws {
    try await FarSide.serving(answering: .whole(302, [("location", "/a#b")])) { side in
      try await withClient(.onLoopback()) { client in
        await #expect(throws: OutboundFailure.tooManyRedirects(limit: 3)) {
          try await client.send(OutboundRequest(.get, "http://peer.test:\(side.port)/a"))
        }
      }
      #expect(side.questions.count == 1)
    }
  }

  @Test("Every hop is signed for its own host and target, and secrets stay with the first")
  func signedPerHop() async throws {
    try await FarSide.serving(answering: .whole(200)) { second in
      let location = "http://other.test:\(second.port)/there"
      try await FarSide.serving(answering: .whole(302, [("location", location)])) { first in
        try await withClient(.onLoopback()) { client in
          var request = OutboundRequest(
            .get,
            "http://peer.test:\(first.port)/here",
            fields: [("Authorization", "secret"), ("X-Kept", "yes")]
          )
          request.sign = { [("Signature", "\($0.authority) \($0.target)")] }
          let response = try await client.send(request)
          #expect(response.finalURL == location)
        }
        let here = try #require(first.questions.first?.headers)
        let there = try #require(second.questions.first?.headers)
        #expect(here["signature"] == ["peer.test:\(first.port) /here"])
        #expect(there["signature"] == ["other.test:\(second.port) /there"])
        #expect(here["authorization"] == ["secret"])
        #expect(there["authorization"] == [])
        #expect(there["x-kept"] == ["yes"])
      }
    }
  }

  @Test("A redirect to a forbidden address reaches nobody")
  func toLoopback() async throws {
    try await FarSide.serving(on: "127.0.0.2", answering: .whole(200)) { inside in
      for location in ["http://127.0.0.2:\(inside.port)/", "http://127.2:\(inside.port)/"] {
        try await FarSide.serving(answering: .whole(302, [("location", location)])) { side in
          try await withClient(.onLoopback()) { client in
            let failure = await #expect(throws: OutboundFailure.self) {
              try await client.send(OutboundRequest(.get, "http://peer.test:\(side.port)/"))
            }
            guard case .refusedAddress? = failure else {
              Issue.record("\(String(describing: failure))")
              return
            }
          }
        }
      }
      #expect(inside.connections == 0)
    }
  }

  @Test("A POST is never redirected", arguments: [301, 302, 303, 307, 308])
  func post(status: Int) async throws {
    try await FarSide.serving(answer: Self.chain(of: 1, status: status)) { side in
      try await withClient(.onLoopback()) { client in
        let failure = await #expect(throws: OutboundFailure.self) {
          try await client.send(OutboundRequest(.post, "http://peer.test:\(side.port)/0"))
        }
        guard case .redirectRefused? = failure else {
          Issue.record("\(String(describing: failure))")
          return
        }
      }
      #expect(side.questions.count == 1)
    }
  }

  @Test(
    "A Location that is missing or no usable URL is refused",
    arguments: [nil, "ftp://peer.test/", "http://user@peer.test/", "/a b", "http://peer.test\\@x/"]
  )
  func badLocation(location: String?) async throws {
    let fields = location.map { [("location", $0)] } ?? []
    try await FarSide.serving(answering: .whole(302, fields)) { side in
      try await withClient(.onLoopback()) { client in
        let failure = await #expect(throws: OutboundFailure.self) {
          try await client.send(OutboundRequest(.get, "http://peer.test:\(side.port)/"))
        }
        guard case .redirectRefused? = failure else {
          Issue.record("\(String(describing: failure))")
          return
        }
      }
      #expect(side.questions.count == 1)
    }
  }
}
