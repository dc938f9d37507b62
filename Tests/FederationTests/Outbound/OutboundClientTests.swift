import Model
import Testing

@testable import Federation

/// The bounds of a request against a real server on loopback.
@Suite("Outbound client")
struct OutboundClientTests {
  @Test("A signed POST arrives as it was signed and brings the answer")
  func post() async throws {
    try await FarSide.serving(answering: .whole(202, [("x-seen", "yes")], body: "taken")) {
      side in
      try await withClient(.onLoopback()) { client in
        var request = OutboundRequest(
          .post,
          "http://peer.test:\(side.port)/inbox?a=b",
          fields: [("Content-Type", "x/y"), ("Host", "evil")],
          body: Array("hello".utf8)
        )
        request.sign = { hop in
          [("Signature", "\(hop.method) \(hop.url) \(hop.body.count)"), ("Host", "evil.test")]
        }

        let response = try await client.send(request)

        #expect(response.status == 202)
        #expect(response[field: "X-Seen"] == "yes")
        #expect(response.body == Array("taken".utf8))
        #expect(response.finalURL == request.url)
        let question = try #require(side.questions.first)
        #expect(question.method == "POST")
        #expect(question.target == "/inbox?a=b")
        #expect(question.headers["host"] == ["peer.test:\(side.port)"])
        #expect(question.headers["user-agent"] == ["maillage-test"])
        #expect(question.headers["signature"] == ["POST \(request.url) 5"])
        #expect(question.body == Array("hello".utf8))
      }
    }
  }

  @Test("Sequential requests share one connection")
  func keepAlive() async throws {
    try await FarSide.serving(answering: .whole(200, body: "ok")) { side in
      try await withClient(.onLoopback()) { client in
        for _ in 0..<10 {
          _ = try await client.send(
            OutboundRequest(.post, "http://peer.test:\(side.port)/inbox", body: [1, 2, 3])
          )
        }
      }
      #expect(side.questions.count == 10)
      #expect(side.connections == 1)
    }
  }

  @Test("Many requests at once open no more connections than a host may have")
  func concurrency() async throws {
    try await FarSide.serving(answering: .whole(200)) { side in
      try await withClient(.onLoopback()) { client in
        try await withThrowingTaskGroup(of: Int.self) { group in
          for _ in 0..<200 {
            group.addTask {
              try await client.send(OutboundRequest(.post, "http://peer.test:\(side.port)/")).status
            }
          }
          for try await status in group { #expect(status == 200) }
        }
      }
      #expect(side.questions.count == 200)
      #expect(side.connections <= 4)
    }
  }

  @Test("Plain HTTP is refused unless it was chosen")
  func plainHTTP() async throws {
    try await FarSide.serving(answering: .whole(200)) { side in
      var settings = try OutboundSettings.onLoopback()
      settings.allowPlainHTTP = false
      try await withClient(settings) { client in
        await #expect(throws: OutboundFailure.plainHTTPRefused(host: "peer.test")) {
          try await client.send(OutboundRequest(.get, "http://peer.test:\(side.port)/"))
        }
      }
      #expect(side.connections == 0)
    }
  }

  @Test("The host map can name another port; the peer still sees its own name")
  func mappedPort() async throws {
    try await FarSide.serving(answering: .whole(200)) { side in
      var settings = try OutboundSettings.onLoopback()
      settings.hosts = try HostMap(["Town.test": "127.0.0.1:\(side.port)"])
      try await withClient(settings) { client in
        _ = try await client.send(OutboundRequest(.get, "http://town.test/"))
      }
      #expect(side.questions.first?.headers["host"] == ["town.test"])
    }
  }

  @Test(
    "A host map that is none is refused",
    arguments: [
      ["a.test:80": "127.0.0.1"], ["a b": "127.0.0.1"], ["127.0.0.1": "127.0.0.2"],
      ["a.test": "b.test"],
      ["a.test": "127.0.0.1:0"], ["a.test": "127.0.0.1:"], ["a.test": "127.1:80"], ["a.test": ""],
      ["a.test": "127.0.0.1:80/x"], ["a.test": "[127.0.0.1]:80"],
    ]
  )
  func badHostMap(entries: [String: String]) {
    #expect(throws: HostMapError.self) { try HostMap(entries) }
  }

  @Test("IPv6 places of the host map are read with and without a port")
  func hostMapIPv6() throws {
    let hosts = try HostMap(["a.test": "::1", "b.test": "[::1]:8443"])

    #expect(hosts["a.test"]?.port == nil)
    #expect(hosts["b.test"]?.port == 8443)
    #expect(hosts["b.test"]?.address == IPAddress("::1"))
  }

  @Test(
    "A successful answer of an unexpected type is refused",
    arguments: ["text/html", "application/json", "application/ld+json", "image/png", nil]
  )
  func contentType(type: String?) async throws {
    let fields = type.map { [("content-type", $0)] } ?? []
    try await FarSide.serving(answering: .whole(200, fields, body: "{}")) { side in
      try await withClient(.onLoopback()) { client in
        await #expect(throws: OutboundFailure.wrongContentType(received: type ?? "(none)")) {
          try await client.send(
            OutboundRequest(
              .get,
              "http://peer.test:\(side.port)/",
              accepted: AcceptedMediaType.activityStreams
            )
          )
        }
      }
      #expect(
        side.questions.first?.headers["accept"] == [
          "application/activity+json, application/ld+json; "
            + "profile=\"https://www.w3.org/ns/activitystreams\""
        ]
      )
    }
  }

  @Test("An answer that was compressed unasked is refused")
  func compressed() async throws {
    try await FarSide.serving(
      answering: .whole(200, [("content-encoding", "gzip")], body: "x")
    ) {
      side in
      try await withClient(.onLoopback()) { client in
        await #expect(
          throws: OutboundFailure.protocolViolation(
            reason: "compressed without being asked (gzip)"
          )
        ) {
          try await client.send(OutboundRequest(.get, "http://peer.test:\(side.port)/"))
        }
      }
    }
  }

  @Test("An error answer is handed over with its status, its page cut off")
  func errorPage() async throws {
    let page = String(repeating: "x", count: 100_000)
    let reply = FarSide.Reply.whole(410, [("content-type", "text/html")], body: page)
    try await FarSide.serving(answering: reply) { side in
      try await withClient(.onLoopback()) { client in
        let response = try await client.send(
          OutboundRequest(
            .get,
            "http://peer.test:\(side.port)/",
            accepted: AcceptedMediaType.activityStreams,
            maximumResponseBytes: 10
          )
        )

        #expect(response.status == 410)
        #expect(response.body.count == 16 << 10)
      }
    }
  }

  @Test("One byte too many is too many, with a length and in chunks")
  func oversized() async throws {
    let whole = String(repeating: "x", count: 1001)
    let replies: [FarSide.Reply] = [
      .whole(200, body: whole), .chunks([], [String](repeating: "1234567", count: 143)),
    ]
    for reply in replies {
      try await FarSide.serving(answering: reply) { side in
        try await withClient(.onLoopback()) { client in
          var request = OutboundRequest(
            .get,
            "http://peer.test:\(side.port)/",
            maximumResponseBytes: 1000
          )
          await #expect(throws: OutboundFailure.tooLarge(limit: 1000)) {
            try await client.send(request)
          }
          request.maximumResponseBytes = 1001
          let response = try await client.send(request)
          #expect(response.body.count == 1001)
        }
      }
    }
  }

  @Test("A signer that fails sends nothing")
  func signerFails() async throws {
    try await FarSide.serving(answering: .whole(200)) { side in
      try await withClient(.onLoopback()) { client in
        var request = OutboundRequest(.get, "http://peer.test:\(side.port)/")
        request.sign = { _ in throw CancellationError() }
        let failure = await #expect(throws: OutboundFailure.self) { try await client.send(request) }
        #expect(failure == .cannotSign(reason: "CancellationError()"))
      }
      #expect(side.questions.isEmpty)
    }
  }

  @Test("A field with a line break is refused, not sent")
  func lineBreak() async throws {
    try await FarSide.serving(answering: .whole(200)) { side in
      try await withClient(.onLoopback()) { client in
        let failure = await #expect(throws: OutboundFailure.self) {
          try await client.send(
            OutboundRequest(
              .get,
              "http://peer.test:\(side.port)/",
              fields: [("X-A", "b\r\nX-C: d")]
            )
          )
        }
        guard case .invalidRequest? = failure else {
          Issue.record("\(String(describing: failure))")
          return
        }
      }
      #expect(side.questions.isEmpty)
    }
  }

  @Test("GET is charged to the budget, POST is not")
  func budget() async throws {
    let start = ContinuousClock.now
    var settings = try OutboundSettings.onLoopback()
    settings.budget = FetchBudget(
      total: .init(burst: 2, perSecond: 1),
      perDomain: .init(burst: 2, perSecond: 1)
    ) {
      start
    }
    try await FarSide.serving(answering: .whole(200)) { side in
      let url = "http://peer.test:\(side.port)/"
      try await withClient(settings) { client in
        for _ in 0..<3 { _ = try await client.send(OutboundRequest(.post, url)) }
        for _ in 0..<2 { _ = try await client.send(OutboundRequest(.get, url)) }
        await #expect(throws: OutboundFailure.budgetExhausted(scope: "peer.test")) {
          try await client.send(OutboundRequest(.get, url))
        }
      }
      #expect(side.questions.count == 5)
    }
  }

  @Test("Of many destinations only the latest keep their connections")
  func destinations() async throws {
    var settings = OutboundSettings.guarded()
    settings.allowedNetworks = [try #require(CIDR("127.0.0.0/8"))]
    settings.resolver = ScriptedResolver(["127.0.0.1"])
    settings.limits.destinations = 2
    try await FarSide.serving(answering: .whole(200)) { side in
      try await withClient(settings) { client in
        for name in ["a", "b", "a", "c", "a", "b"] {
          _ = try await client.send(OutboundRequest(.get, "http://\(name).test:\(side.port)/"))
        }
      }
      #expect(side.connections == 4)
    }
  }

  @Test("After shutdown nothing is sent")
  func shutdown() async throws {
    try await FarSide.serving(answering: .whole(200)) { side in
      let client = try OutboundClient(.onLoopback())
      await client.shutdown()
      await #expect(throws: OutboundFailure.cancelled) {
        try await client.send(OutboundRequest(.get, "http://peer.test:\(side.port)/"))
      }
    }
  }
}
