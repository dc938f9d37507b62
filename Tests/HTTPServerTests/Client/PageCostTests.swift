import Foundation
import GRDB
import StrictJSON
import Synchronization
import TestSupport
import Testing

@testable import HTTPServer
@testable import Storage

/// A page that is made anew is read in sets: what it costs depends on the kinds of things on it, not
/// on how many posts there are.
@Suite("What a page costs")
struct PageCostTests {
  private static let home = "/api/v1/timelines/home"

  /// The statements of one request; each asks in words that nobody has used before.
  private func statements(
    _ path: String,
    of scene: ClientScene,
    named name: String = "alice"
  ) async throws -> [String] {
    let separator = path.contains("?") ? "&" : "?"
    return try await scene.node.database.statements {
      let reply = try await scene.get("\(path)\(separator)again=\(UUID().uuidString)", as: name)
      #expect(reply.status == 200, "\(reply.text)")
    }
  }

  @Test("so many statements for twenty posts of all kinds, first with all accounts, then without")
  func home() async throws {
    let page = try await VariedPage()

    let first = try await statements("\(Self.home)?limit=20", of: page.scene)
    let second = try await statements("\(Self.home)?limit=20", of: page.scene)

    #expect((10...48).contains(first.count), "\(first.count):\n\(first.summary)")
    #expect((10...37).contains(second.count), "\(second.count):\n\(second.summary)")
  }

  @Test("no more for forty posts than for twenty")
  func length() async throws {
    let page = try await VariedPage()
    _ = try await statements("\(Self.home)?limit=40", of: page.scene)

    let short = try await statements("\(Self.home)?limit=20", of: page.scene)
    let long = try await statements("\(Self.home)?limit=40", of: page.scene)

    #expect(long.count <= short.count, "\(long.summary)")
  }

  @Test("no more for other pages with twenty and forty posts, or notices of them")
  func others() async throws {
    let page = try await VariedPage()
    try await page.talk()
    let (bob, thread) = (page.scene.bob.id.rawValue, VariedPage.posts)
    for path in [
      "/api/v1/timelines/public", "/api/v1/accounts/\(bob)/statuses", "/api/v1/bookmarks",
      "/api/v1/favourites", "/api/v1/notifications", "/api/v2/notifications",
      "/api/v1/conversations", "/api/v1/statuses/\(thread)/context",
    ] {
      // The first one makes the accounts.
      _ = try await statements("\(path)?limit=40", of: page.scene)
      let short = try await statements("\(path)?limit=20", of: page.scene)
      let long = try await statements("\(path)?limit=40", of: page.scene)
      #expect(long.count <= short.count + 8, "\(path): \(short.count)\n\(long.summary)")
      #expect((5...40).contains(long.count), "\(path): \(long.count)\n\(long.summary)")
    }
  }

  @Test("Posts on a page are what each is by itself, to a member and to anyone")
  func entities() async throws {
    let page = try await VariedPage()
    let reply = try await page.scene.get("\(Self.home)?limit=40").json()
    let statuses = try required(reply.array)
    #expect(statuses.count == VariedPage.posts)
    for status in statuses {
      let id = try required(status["id"]?.string)
      let single = try await page.scene.get("/api/v1/statuses/\(id)")
      #expect(single.text == status.text())
    }
    let open = try await page.scene.get("/api/v1/timelines/public?limit=40", as: nil).json()
    for status in try required(open.array) {
      let id = try required(status["id"]?.string)
      #expect(try await page.scene.get("/api/v1/statuses/\(id)", as: nil).text == status.text())
    }
  }

  @Test("Posts on a page show all that there is")
  func parts() async throws {
    let page = try await VariedPage()
    let statuses = try required(try await page.scene.get("\(Self.home)?limit=40").json().array)
    func count(_ isSo: (JSON) -> Bool?) -> Int { statuses.count { isSo($0) == true } }

    #expect(count { $0["reblog"]?.isNull == false } == 6)
    #expect(count { $0["media_attachments"]?.array?.count == 2 } == 11)
    #expect(count { $0["tags"]?.array?.count == 2 } == 11)
    #expect(count { $0["emojis"]?.array?.count == 1 } == 12)
    #expect(count { $0["mentions"]?.array?.count == 2 } == 17)
    #expect(count { $0["in_reply_to_id"]?.isNull == false } == 9)
    #expect(count { $0["poll"]?["own_votes"]?.array?.first?.int == 1 } == 2)
    #expect(count { $0["quote"]?["quoted_status"]?["quote"]?["quoted_status_id"] != nil } == 1)
    #expect(count { $0["favourited"]?.bool } == 6)
    #expect(count { $0["bookmarked"]?.bool } == 6)
    #expect(count { $0["muted"]?.bool } == 3)
    #expect(count { $0["application"]?["name"]?.string?.hasPrefix("App ") } == 13)
    #expect(count { $0["filtered"]?.array?.count == 1 } == 40)
    #expect(count { $0["maillage"]?["event"] != nil } == 2)
    #expect(count { $0["account"]?["moved"] != nil } == 8)
    #expect(count { $0["account"]?["fields"]?.array?.count == 2 } == 40)
    #expect(count { $0["account"]?["emojis"]?.array?.count == 1 } == 40)
  }
}

extension [String] {
  /// Each statement once, the most frequent first.
  fileprivate var summary: String {
    Dictionary(grouping: self) { String($0.prefix(160)).replacing("\n", with: " ") }
      .map { ($0.value.count, $0.key) }
      .sorted { $0.0 > $1.0 }
      .map { "\($0.0) × \($0.1)" }
      .joined(separator: "\n")
  }
}

extension NodeDatabase {
  /// The statements by which something is read, one request after another.
  fileprivate func statements(_ work: () async throws -> Void) async throws -> [String] {
    let log = Log()
    // The pool gives the connection that it made first to whoever comes alone.
    try await pool.read { db in
      db.trace(options: .statement) { event in
        if case .statement(let statement) = event { log.add(statement.sql) }
      }
    }
    try await work()
    try await pool.read { $0.trace(options: []) }
    return log.statements
  }
}

/// The statements of a connection.
private final class Log: Sendable {
  // A class, since the connection writes into it while the test goes on.
  private let kept = Mutex<[String]>([])

  func add(_ statement: String) { kept.withLock { $0.append(statement) } }

  var statements: [String] { kept.withLock { $0 } }
}
