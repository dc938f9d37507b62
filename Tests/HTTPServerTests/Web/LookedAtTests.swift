import Foundation
import TestSupport
import Testing

@testable import HTTPServer

/// Every page is one of those that the browser's journeys look at with axe-core.
@Suite("Pages that are looked at")
struct LookedAtTests {
  /// No page: files for programs, and what needs a letter that only one reader has.
  private static let others: Set = [
    "/live", "/complete", "/feed.atom", "/@*/feed.atom", "/settings/data/archives/*",
    "/mail/confirm/*", "/mail/unsubscribe/*", "/password/*", "/welcome/*",
  ]

  @Test("A new page is put on the list of the browser's journeys")
  func complete() async throws {
    let file = URL(filePath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Interop/clients/browser_client.py")
    let text = try String(contentsOf: file, encoding: .utf8)
    let lists = try required(text.firstMatch(of: /PAGES = (?s:.*?)\n\]\n\n/), text).0
    let looked = lists.matches(of: /\/[^\s"']*/).map { match in
      String(match.0.prefix { $0 != "?" })
    }
    let node = try await TestNode.make()
    let server = TestServer(node)
    let site = PageSite(server.server.client, routes: [])
    let pages = site.routes.filter { $0.method == .get }.map { route in
      route.path.replacing(/\{[a-z]+\}|:[a-zA-Z]+/, with: "*")
    }
    #expect(pages.count > 60)
    for page in pages where !Self.others.contains(page) {
      let isLookedAt = looked.contains { Self.matches($0, page) }
      #expect(isLookedAt, "\(page) is in no list of browser_client.py")
    }
  }

  /// Whether an address, which may have a star itself, is one of a pattern.
  private static func matches(_ address: String, _ pattern: String) -> Bool {
    let (have, want) = (address.split(separator: "/"), pattern.split(separator: "/"))
    return have.count == want.count
      && zip(have, want).allSatisfy { part, wanted in
        wanted == "*" || part == wanted || (wanted == "@*" && part.hasPrefix("@"))
      }
  }
}
