import Foundation
import Model
import TestSupport
import Testing

@testable import Federation

/// Files of other nodes by the real client: no server leads it to where it may not go (threat 13).
@Suite struct MediaRedirectTests {
  private typealias Server = FederationTests.FarSide

  private static let file = "%PDF-1.7 a leaf"

  /// A node whose client may go to 127.0.0.1 and nowhere else on this machine.
  private func node(with client: OutboundClient) async throws -> TestNode {
    var surroundings = try TestNode.Surroundings()
    surroundings.fetcher = client
    return try await TestNode.make(host: "home.example", in: surroundings)
  }

  private static func settings() throws -> OutboundSettings {
    var settings = try OutboundSettings.onLoopback()
    settings.hosts = try HostMap(["peer.test": "127.0.0.1", "inner.test": "127.0.0.2"])
    return settings
  }

  private func media(at url: String, of node: TestNode) async throws -> MediaDescription {
    let address = try required(try await node.services.mediaProxy.address(of: url), url)
    let parts = address.string.split(separator: "/").suffix(2).map(String.init)
    return try await node.services.mediaProxy.media(parts[0], parts[1])
  }

  @Test func aFileOfAnotherNodeIsFetched() async throws {
    try await Server.serving(answering: .whole(200, body: Self.file)) { server in
      try await withClient(try Self.settings()) { client in
        let node = try await node(with: client)

        let media = try await media(at: "http://peer.test:\(server.port)/a.pdf", of: node)

        #expect(media.format == .pdf)
        #expect(media.bytes == Self.file.utf8.count)
      }
    }
  }

  @Test("Nothing is asked where a redirect leads inside", arguments: ["inner.test", "127.0.0.2"])
  func redirect(to host: String) async throws {
    try await Server.serving(on: "127.0.0.2", answering: .whole(200, body: Self.file)) { inner in
      let location = "http://\(host):\(inner.port)/a.pdf"
      try await Server.serving(answering: .whole(302, [("location", location)])) { gate in
        try await withClient(try Self.settings()) { client in
          let node = try await node(with: client)

          await #expect(throws: Refusal.self) {
            _ = try await media(at: "http://peer.test:\(gate.port)/a.pdf", of: node)
          }

          #expect(gate.questions.count == 1)
          #expect(try await node.database.read { try $0.cachedMedia.count() } == 0)
        }
      }
      #expect(inner.connections == 0)
    }
  }
}
