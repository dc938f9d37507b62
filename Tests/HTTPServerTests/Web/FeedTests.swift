import Federation
import Foundation
import Model
import TestSupport
import Testing

@testable import HTTPServer

#if canImport(FoundationXML)
import FoundationXML
#endif

/// Atom feeds of people, groups and the node (RFC 4287).
@Suite("Feeds")
struct FeedTests {
  @Test("A feed is well-formed XML with what was said to everyone, and nothing else")
  func feeds() async throws {
    let node = try await TestNode.make()
    let marie = try await node.member("marie")
    let said = try await node.outbox.publish(
      PostDraft(source: "Un **four** & <du> bois", audience: .public),
      as: marie.id
    )
    _ = try await node.outbox.publish(
      PostDraft(source: "Entre nous", audience: .node),
      as: marie.id
    )
    let server = TestServer(node)

    for path in ["/feed.atom", "/@marie/feed.atom"] {
      let reply = try await server.get(path, accept: "application/atom+xml")
      #expect(reply["Content-Type"] == "application/atom+xml; charset=utf-8")
      let document = try XMLDocument(data: Data(reply.body))
      let entries = try document.nodes(forXPath: "//*[local-name()='entry']")
      #expect(entries.count == 1)
      let ids = try document.nodes(forXPath: "//*[local-name()='entry']/*[local-name()='id']")
      #expect(ids.first?.stringValue == said.uri)
      let content = try document.nodes(forXPath: "//*[local-name()='content']").first?.stringValue
      #expect(content?.contains("<strong>four</strong> &amp;") == true)
      #expect(!reply.text.contains("Entre nous"))
    }
    let page = try await server.get("/@marie", accept: "text/html")
    #expect(page.text.contains("type=\"application/atom+xml\" href=\"/@marie/feed.atom\""))
    #expect(try await server.get("/@nobody/feed.atom", accept: "text/html").status == 404)
  }

  @Test("What is warned of is not in the feed, but the warning")
  func warned() async throws {
    let node = try await TestNode.make()
    let marie = try await node.member("marie")
    var draft = PostDraft(source: "La fin du film", audience: .public)
    draft.summary = "Divulgâche"
    _ = try await node.outbox.publish(draft, as: marie.id)
    let text = try await TestServer(node).get("/@marie/feed.atom", accept: "*/*").text
    #expect(text.contains("<title>Divulgâche</title>") && !text.contains("La fin du film"))
  }
}
