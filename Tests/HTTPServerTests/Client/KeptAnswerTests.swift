import Federation
import Foundation
import HTTPTypes
import Model
import Storage
import StrictJSON
import TestSupport
import Testing

@testable import HTTPServer

/// A kept answer is the one that would be made now, whatever was done in between.
@Suite("Kept answers")
struct KeptAnswerTests {
  /// Alice follows Bob, who has written; she has written, too.
  private struct Stage {
    let scene: ClientScene
    let posts: [String]
    let own: String
    let poll: String

    init() async throws {
      scene = try await ClientScene()
      let bob = scene.bob.id.rawValue
      _ = try await scene.send(.post, "/api/v1/accounts/\(bob)/follow")
      _ = try await scene.send(
        .post,
        "/api/v1/lists",
        [("title", "À part"), ("exclusive", "true")]
      )
      var posts: [String] = []
      for number in 1...4 {
        posts.append(
          try required(try await scene.post("Billet \(number)", as: "bob")["id"]?.string)
        )
      }
      self.posts = posts
      own = try required(try await scene.post("De moi")["id"]?.string)
      poll = try required(
        try await scene.post(
          "Choisissez",
          [("poll[options][]", "oui"), ("poll[options][]", "non"), ("poll[expires_in]", "3600")],
          as: "bob"
        )["id"]?.string
      )
    }

    private static let home = "/api/v1/timelines/home?limit=5"

    func kept() async throws -> String { try await scene.get(Self.home).text }

    /// What is answered to the same question in words that nobody has used before.
    func made() async throws -> String {
      try await scene.get("\(Self.home)&again=\(UUID().uuidString)").text
    }
  }

  @Test("show all that members do, at once")
  func deeds() async throws {
    let stage = try await Stage()
    let (scene, posts) = (stage.scene, stage.posts)
    let (alice, bob) = (scene.alice.id.rawValue, scene.bob.id.rawValue)
    let status = "/api/v1/statuses/"
    typealias Deed = (HTTPRequest.Method, String, [(String, String)], String)
    let deeds: [Deed] = [
      (.post, "\(status)\(posts[3])/favourite", [], "alice"),
      (.post, "\(status)\(posts[3])/favourite", [], "bob"),
      (.post, "\(status)\(posts[3])/unfavourite", [], "alice"),
      (.post, "\(status)\(posts[3])/bookmark", [], "alice"),
      (.post, "\(status)\(posts[2])/reblog", [], "alice"),
      (.post, "\(status)\(posts[2])/unreblog", [], "alice"),
      (.post, "\(status)\(posts[3])/mute", [], "alice"),
      (.post, "\(status)\(stage.own)/pin", [], "alice"),
      (.put, "\(status)\(posts[3])", [("status", "Corrigé #ville")], "bob"),
      (.post, "/api/v1/statuses", [("status", "Réponse"), ("in_reply_to_id", posts[3])], "bob"),
      (.post, "/api/v1/polls/\(stage.poll)/votes", [("choices[]", "0")], "alice"),
      (
        .post, "/api/v2/filters",
        [
          ("title", "f"), ("context[]", "home"), ("filter_action", "warn"),
          ("keywords_attributes[][keyword]", "Choisissez"),
        ], "alice"
      ),
      (.patch, "/api/v1/accounts/update_credentials", [("display_name", "Robert")], "bob"),
      (.post, "/api/v1/statuses", [("status", "Encore"), ("visibility", "public")], "bob"),
      (.post, "/api/v1/accounts/\(bob)/mute", [], "alice"),
      (.post, "/api/v1/accounts/\(bob)/unmute", [], "alice"),
      (.post, "/api/v1/lists/1/accounts", [("account_ids[]", "\(bob)")], "alice"),
      (.delete, "/api/v1/lists/1", [], "alice"),
      (.delete, "\(status)\(posts[3])", [], "bob"),
      (.post, "/api/v1/accounts/\(alice)/block", [], "bob"),
    ]
    var last = try await stage.kept()
    for (method, path, form, name) in deeds {
      let reply = try await scene.send(method, path, form, as: name)
      #expect(reply.status == 200, "\(path): \(reply.text)")
      let kept = try await stage.kept()
      #expect(kept == (try await stage.made()), "after \(method) \(path) by \(name)")
      // Otherwise the deed would prove nothing.
      #expect(kept != last, "\(method) \(path) by \(name) changes nothing")
      last = kept
    }
  }

  @Test("show what moderators decide, at once")
  func decisions() async throws {
    let stage = try await Stage()
    let database = stage.scene.node.services.database
    let bob = stage.scene.bob.id
    _ = try await stage.kept()
    let before = try await stage.kept()
    try await database.write { try $0.actors.setSuspended(bob, at: Date()) }
    let kept = try await stage.kept()
    #expect(kept == (try await stage.made()))
    #expect(kept != before)
  }

  @Test("are given again, and not made, while nothing that they show is written")
  func again() async throws {
    let stage = try await Stage()
    let question = ReplyCache.Key(viewer: stage.scene.alice.id, path: "/x")
    let database = stage.scene.node.services.database
    let cache = ReplyCache(database)
    var reply = ClientReply(.array(["x"]))
    let now = Date()

    cache.keep(reply, as: question, number: database.freshness, at: now)
    #expect(cache.reply(question, at: now) == nil, "nothing says what it was made of")

    let post = PostID(rawValue: try required(Int64(stage.posts[0])))
    reply.basis = AnswerBasis([.post(post)])
    cache.keep(reply, as: question, number: database.freshness, at: now)
    _ = try await stage.scene.send(.post, "/api/v1/statuses/\(stage.posts[1])/favourite")
    #expect(cache.reply(question, at: now)?.body == reply.body)
    #expect(cache.reply(.init(viewer: stage.scene.bob.id, path: "/x"), at: now) == nil)
    #expect(cache.reply(question, at: now.addingTimeInterval(61)) == nil)

    cache.keep(reply, as: question, number: database.freshness, at: now)
    _ = try await stage.scene.send(.post, "/api/v1/statuses/\(stage.posts[0])/favourite")
    #expect(cache.reply(question, at: now) == nil)
  }
}
