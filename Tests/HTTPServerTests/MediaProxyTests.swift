import Federation
import Foundation
import Model
import Storage
import Synchronization
import TestSupport
import Testing

/// Files of other nodes, shown through this one (threat 13) (threat 21).
@Suite("Media of other nodes")
struct MediaProxyTests {
  private static let url = "https://atelier.example/media/scie.jpg"

  @Test("A picture of another node is fetched once, made anew and shown under an own address")
  func picture() async throws {
    let scene = try await Scene()
    let bytes = try MediaFixture.bytes("located.jpg")
    scene.serve(bytes, type: "image/jpeg")

    let replies = [try await scene.get(Self.url), try await scene.get(Self.url)]

    for reply in replies {
      #expect(reply.status == 200 && reply["content-type"] == "image/jpeg")
      #expect(Data(reply.body).range(of: Data("Exif".utf8)) == nil && !reply.body.isEmpty)
      #expect(reply["cache-control"]?.hasPrefix("private") == true)
    }
    #expect(scene.fetched.count == 1)
    #expect(try await scene.get(Self.url, "/preview")["content-type"] == "image/webp")
    #expect(scene.fetched.count == 1)
  }

  @Test("What a server says of a file does not count, its first bytes do")
  func type() async throws {
    let scene = try await Scene()
    scene.serve(Array("<svg onload=\"alert(1)\"/>".utf8), type: "image/png")
    #expect(try await scene.get(Self.url).status == 400)

    scene.node.clock.advance(by: 600)
    scene.serve(try MediaFixture.bytes("alpha.png"), type: "text/html")

    #expect(try await scene.get(Self.url)["content-type"] == "image/png")
  }

  @Test("Only addresses that the node made are answered")
  func proof() async throws {
    let scene = try await Scene()
    scene.serve(try MediaFixture.bytes("alpha.png"), type: "image/png")
    let path = try await scene.path(of: Self.url)
    let parts = path.split(separator: "/").map(String.init)
    let other = try await scene.path(of: Self.url + "2").split(separator: "/").map(String.init)

    for path in [
      "/media/remote/\(other[2])/\(parts[3])", "/media/remote/\(parts[2])/\(other[3])",
      "/media/remote/\(String(repeating: "0", count: 32))/\(parts[3])",
      "/media/remote/\(parts[2].dropLast())/\(parts[3])",
      "/media/remote/\(parts[2])/https%3A%2F%2Fatelier.example%2F",
    ] {
      #expect(try await scene.server.send(.get, path).status == 404, "\(path)")
    }
    // Nothing of an address reaches anything else by a parameter (threat 14).
    #expect(try await scene.server.send(.get, path + "?proxy=x").status == 400)
    #expect(scene.fetched.isEmpty)
  }

  @Test("What cannot be had is not asked for again at once")
  func failure() async throws {
    let scene = try await Scene()
    scene.node.farSide.answer(Self.url) { _ in .status(404) }

    #expect(try await scene.get(Self.url).status == 502)
    #expect(try await scene.get(Self.url).status == 502)
    #expect(scene.fetched.count == 1)
    scene.node.clock.advance(by: 600)
    scene.serve(try MediaFixture.bytes("alpha.png"), type: "image/png")

    #expect(try await scene.get(Self.url).status == 200)
  }

  @Test("Nothing is shown of a host that a rule keeps out, not even a copy")
  func policy() async throws {
    let scene = try await Scene()
    scene.serve(try MediaFixture.bytes("alpha.png"), type: "image/png")
    #expect(try await scene.get(Self.url).status == 200)

    try await scene.node.suspend("atelier.example")

    #expect(try await scene.get(Self.url).status == 404)
  }

  @Test("A redirect leads past no rule")
  func redirect() async throws {
    let scene = try await Scene()
    let bytes = try MediaFixture.bytes("alpha.png")
    scene.node.farSide.answer(Self.url) { _ in
      .response(200, type: "image/png", bytes, fields: [], from: "https://evil.example/x.png")
    }
    try await scene.node.suspend("evil.example")

    #expect(try await scene.get(Self.url).status == 404)
    #expect(try await scene.copies() == 0)
  }

  @Test("Copies keep to their budget; the one that was not looked at for longest goes first")
  func budget() async throws {
    let scene = try await Scene { $0.media.cacheBytes = 8_192 }
    let body = Array("%PDF-".utf8) + [UInt8](repeating: 1, count: 35)
    let urls = (0..<3).map { "https://atelier.example/\($0).pdf" }
    for (index, url) in urls.enumerated() {
      scene.serve(body + [UInt8(index)], type: "application/pdf", at: url)
    }
    for url in urls.prefix(2) {
      #expect(try await scene.get(url).status == 200)
      scene.node.clock.advance(by: 1_000)
    }
    // The first is looked at again, so that the second is the older one.
    #expect(try await scene.get(urls[0]).status == 200)
    scene.node.clock.advance(by: 1_000)

    #expect(try await scene.get(urls[2]).status == 200)

    #expect(try await scene.copies() == 2)
    // However small, each counts as a block of the disk.
    #expect(try await scene.bytes() == 8_192)
    #expect(scene.fetched.count == 3)
    _ = try await scene.get(urls[0])
    #expect(scene.fetched.count == 3)
    _ = try await scene.get(urls[1])
    #expect(scene.fetched.count == 4)
  }

  @Test("Where space is short nothing is fetched, and copies are still shown")
  func floor() async throws {
    let free = Mutable(1 << 40)
    let scene = try await Scene { $0.freeBytes = { free.value } }
    scene.serve(try MediaFixture.bytes("alpha.png"), type: "image/png")
    _ = try await scene.get(Self.url)
    scene.serve(try MediaFixture.bytes("alpha.png"), type: "image/png", at: Self.url + "2")

    free.value = 1 << 20

    #expect(try await scene.get(Self.url).status == 200)
    #expect(try await scene.get(Self.url + "2").status == 503)
    #expect(scene.fetched == [Self.url])
    // That was no fault of the file.
    free.value = 1 << 40
    #expect(try await scene.get(Self.url + "2").status == 200)
  }

  @Test("Only so many files lie in memory at once, and of one host fewer (threat 19)")
  func atOnce() async throws {
    let fetcher = CountingFetcher()
    let scene = try await Scene { $0.fetcher = fetcher }
    let own = (0..<10).map { "https://atelier.example/\($0).png" }
    let others = (0..<30).map { "https://h\($0).example/a.png" }

    try await withThrowingTaskGroup(of: Int.self) { group in
      for url in own + others { group.addTask { try await scene.get(url).status } }
      for try await status in group { #expect(status == 502) }
    }

    #expect(fetcher.asked == 40)
    #expect((1...8).contains(fetcher.most("all")))
    #expect((1...2).contains(fetcher.most("atelier.example")))
  }

  @Test("Too large a file is not kept")
  func size() async throws {
    let scene = try await Scene { $0.media.pictureBytes = 50 }
    scene.serve(try MediaFixture.bytes("alpha.png"), type: "image/png")

    #expect(try await scene.get(Self.url).status == 413)
    #expect(try await scene.copies() == 0)
  }
}

/// Answers after a while with nothing, and counts how many wait meanwhile.
private final class CountingFetcher: HTTPFetching {
  // A class, since a node and a test share it.
  private struct State {
    var asked = 0
    var inside: [String: Int] = [:]
    var most: [String: Int] = [:]
  }

  private let state = Mutex(State())

  var asked: Int { state.withLock { $0.asked } }

  func most(_ host: String) -> Int { state.withLock { $0.most[host] ?? 0 } }

  func send(_ request: OutboundRequest) async throws(OutboundFailure) -> OutboundResponse {
    let host = Origin(of: request.url)?.authority ?? ""
    state.withLock { state in
      state.asked += 1
      for name in ["all", host] {
        state.inside[name, default: 0] += 1
        state.most[name] = max(state.most[name] ?? 0, state.inside[name] ?? 0)
      }
    }
    try? await Task.sleep(for: .milliseconds(20))
    state.withLock { state in
      for name in ["all", host] { state.inside[name, default: 0] -= 1 }
    }
    return OutboundResponse(status: 404, fields: [], body: [], finalURL: request.url)
  }
}

extension MediaProxyTests {
  /// A node, and another one that has files.
  private struct Scene {
    let node: TestNode
    let server: TestServer

    init(_ adjust: (inout TestNode.Surroundings) -> Void = { _ in }) async throws {
      var surroundings = try TestNode.Surroundings()
      adjust(&surroundings)
      node = try await TestNode.make(host: TestServer.host, in: surroundings)
      server = TestServer(node)
    }

    func serve(_ bytes: [UInt8], type: String, at url: String = MediaProxyTests.url) {
      node.farSide.answer(url) { _ in
        .response(200, type: type, bytes, fields: [], from: nil)
      }
    }

    func path(of url: String) async throws -> String {
      let address = try await node.services.mediaProxy.address(of: url)
      return try required(address).string.replacing(node.origin, with: "")
    }

    func get(_ url: String, _ more: String = "") async throws -> TestServer.Reply {
      try await server.send(.get, try await path(of: url) + more)
    }

    var fetched: [String] { node.farSide.questions.map(\.url) }

    func copies() async throws -> Int {
      try await node.database.read { try $0.cachedMedia.count() }
    }

    func bytes() async throws -> Int {
      try await node.database.read { try $0.cachedMedia.totalBytes() }
    }
  }
}
