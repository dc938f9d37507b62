import Federation
import Foundation
import Model
import StrictJSON
import TestSupport
import Testing

@testable import HTTPServer

/// What comes on which stream.
@Suite("Streams are fed", .timeLimit(.minutes(1)))
struct StreamFeedTests {
  /// Runs the feed while somebody listens, and gives what came until a sign.
  private func heard(
    by listener: ActorID?,
    on streams: Set<LiveHub.Stream>,
    in scene: ClientScene,
    while body: @escaping @Sendable () async throws -> Void
  ) async throws -> [LiveHub.Message] {
    let hub = scene.node.services.live
    let feed = StreamFeed(scene.server.server)
    return try await withThrowingTaskGroup(of: Void.self) { group in
      let (seat, messages) = try hub.sit(.listener(token: 7, member: listener), streams)
      group.addTask { try await feed.run() }
      try await body()
      // The feed is one: what comes after all else is told after all else.
      try await Task.sleep(for: .milliseconds(400))
      hub.leave(seat)
      var found: [LiveHub.Message] = []
      for await message in messages { found.append(message) }
      group.cancelAll()
      return found
    }
  }

  private func number(_ json: JSON) throws -> String { try required(json["id"]?.string) }

  @Test("A boost comes on the booster's lists, and its end with the boost's own number")
  func boosts() async throws {
    let scene = try await ClientScene()
    let carol = try await Phone(scene.server, of: try await scene.node.member("carol"))
    try await carol.post("/api/v1/accounts/\(scene.bob.id.rawValue)/follow")
    let list = try number(try await carol.post("/api/v1/lists", ["title": "L"]))
    try await carol.post(
      "/api/v1/lists/\(list)/accounts",
      ["account_ids": [.string(String(scene.bob.id.rawValue))]]
    )
    let post = try number(try await scene.post("À partager"))
    let streams: Set<LiveHub.Stream> = [.user, .list(try required(Int64(list)))]
    let boost = Mutable("")

    let found = try await heard(by: carol.member.id, on: streams, in: scene) {
      let path = "/api/v1/statuses/\(post)"
      boost.value = try number(try await scene.send(.post, "\(path)/reblog", as: "bob").json())
      try await Task.sleep(for: .milliseconds(300))
      _ = try await scene.send(.post, "\(path)/unreblog", as: "bob")
    }

    #expect(found.count { $0.event == "update" } == 2)
    let ends = found.filter { $0.event == "delete" }
    #expect(ends.map(\.payload) == [boost.value, boost.value])
    #expect(Set(ends.compactMap(\.stream)) == streams)
  }

  @Test("Announcements, their end and reactions to them are told to members, and to nobody else")
  func announcements() async throws {
    func told(_ isMember: Bool) async throws -> [LiveHub.Message] {
      let scene = try await ClientScene()
      let database = scene.node.database
      let now = scene.node.clock.now
      return try await heard(by: isMember ? scene.bob.id : nil, on: [.user], in: scene) {
        let id = try await database.write {
          try $0.announcements.insert(
            Announcement(html: "<p>Fête</p>", source: "Fête", publishedAt: now)
          )
        }
        let path = "/api/v1/announcements/\(id)/reactions/%F0%9F%8E%89"
        #expect(try await scene.send(.put, path).status == 200)
        try await Task.sleep(for: .milliseconds(200))
        #expect(try await scene.send(.delete, path).status == 200)
        try await database.write { try $0.announcements.end(id, at: now) }
      }
    }

    let messages = try await told(true)
    #expect(
      messages.map(\.event) == [
        "announcement", "announcement.reaction", "announcement.reaction", "announcement.delete",
      ]
    )
    let shown = try JSON.parse(Array(try required(messages.first).payload.utf8))
    #expect(shown["content"] == "<p>Fête</p>" && shown["read"] == nil)
    let counts = try messages.dropFirst().prefix(2).map { message in
      try JSON.parse(Array(message.payload.utf8))
    }
    #expect(counts.map { $0["count"] } == [1, 0])
    #expect(counts.allSatisfy { $0["name"] == "🎉" && $0["announcement_id"] == shown["id"] })
    #expect(messages.last?.payload == shown["id"]?.string)
    #expect(try await told(false).isEmpty)
  }

  @Test("That a direct post is gone is told to those it was for, and to nobody else")
  func deletions() async throws {
    let all: Set<LiveHub.Stream> = [
      .user, .direct, .everyone(.all, onlyMedia: false), .everyone(.local, onlyMedia: false),
    ]
    func ends(_ who: String?, of visibility: String) async throws -> Int {
      let scene = try await ClientScene()
      let carol = try await scene.node.member("carol")
      let listener = who.map { $0 == "bob" ? scene.bob.id : carol.id }
      let post = try number(try await scene.post("@bob psst", [("visibility", visibility)]))
      let found = try await heard(by: listener, on: all, in: scene) {
        _ = try await scene.send(.delete, "/api/v1/statuses/\(post)")
      }
      return found.count { $0.event == "delete" && $0.payload == post }
    }

    #expect(try await ends("carol", of: "direct") == 0)
    #expect(try await ends(nil, of: "direct") == 0)
    #expect(try await ends("bob", of: "direct") == 2)
    #expect(try await ends("carol", of: "followers") == 0)
    #expect(try await ends(nil, of: "node") == 0)
    #expect(try await ends("carol", of: "node") == 4)
    #expect(try await ends(nil, of: "public") == 4)
  }
}
