import ActivityStreams
import Foundation
import HTTPTypes
import Model
import StrictJSON
import TestSupport
import Testing

@testable import HTTPServer

/// Groups in the API of members: made, entered, looked after, written in, and kept from others.
@Suite("Groups in the API")
struct ClientGroupTests {
  private static let start = "/api/maillage/v1/groups"
  private let scene: ClientScene

  init() async throws { scene = try await ClientScene() }

  /// A group of Alice's.
  private func make(_ name: String, _ more: [(String, String)] = []) async throws -> String {
    let reply = try await scene.send(.post, Self.start, [("name", name)] + more)
    try #require(reply.status == 200, "\(reply.text)")
    return try required(try reply.json()["account"]?["id"]?.string)
  }

  private func group(_ id: String, as name: String? = "alice") async throws -> JSON {
    try await scene.get("\(Self.start)/\(id)", as: name).json()
  }

  private func profile(_ id: String) async throws -> ActorProfile {
    let number = ActorID(rawValue: try required(Int64(id)))
    return try required(try await scene.node.database.read { try $0.actors.find(number) })
  }

  private var bob: String { String(scene.bob.id.rawValue) }

  @Test("Who makes a group is its admin and in it; whoever wants to comes into an open one")
  func open() async throws {
    let id = try await make("jardin", [("title", "Le jardin"), ("summary", "On *sème*.")])
    let own = try await group(id)
    #expect(own["joining"] == "open" && own["affiliation"] == "admin" && own["member"] == true)
    #expect(own["account"]?["display_name"] == "Le jardin" && own["summary"] == "On *sème*.")
    #expect(try await group(id, as: "bob")["summary"] == .null)

    let path = "\(Self.start)/\(id)"
    #expect(try await scene.send(.post, "\(path)/join", as: "bob").json()["member"] == true)
    #expect(try await scene.get(Self.start, as: "bob").json().array?.count == 1)
    let said = try await scene.send(
      .post,
      "\(path)/statuses",
      [("status", "Des graines")],
      as: "bob"
    )
    #expect(try said.json()["visibility"] == "public")
    let seen = try await scene.get("\(path)/statuses", as: nil).json()
    #expect(seen.array?.count == 1, "a visitor reads what an open group shows")
    #expect(try said.json()["application"]?["name"] == "Essai")
    let members = try await scene.get("\(path)/members", as: "bob").json().array
    #expect(members?.count == 2)
    #expect(try await scene.send(.post, "\(path)/leave", as: "bob").json()["member"] == false)
    // Who is in an open group without a charge is nobody else's business.
    let shown = try await scene.get("\(path)/members", as: "bob").json().array
    #expect(shown?.count == 1 && shown?.first?["affiliation"] == "admin")
  }

  @Test("One asks to come into a group on approval, and reads it once a moderator said yes")
  func approval() async throws {
    let id = try await make("bureau", [("joining", "approval")])
    let path = "\(Self.start)/\(id)"
    _ = try await scene.send(.post, "\(path)/statuses", [("status", "Entre nous")])
    #expect(try await scene.get("\(Self.start)?which=node", as: "bob").json().array?.count == 1)

    #expect(try await scene.send(.post, "\(path)/join", as: "bob").json()["requested"] == true)
    #expect(try await scene.get("\(path)/statuses", as: "bob").json().array?.isEmpty == true)
    #expect(try await scene.get("\(path)/members", as: "bob").json().array?.isEmpty == true)
    #expect(try await group(id)["requests_count"] == 1)
    let asking = try await scene.get("\(path)/requests").json().array
    #expect(asking?.first?["id"]?.string == bob)
    let told = "/api/v1/notifications?types[]=maillage.group_request"
    #expect(try await scene.get(told).json().array?.first?["account"]?["id"]?.string == bob)
    #expect(try await scene.get(told, as: "bob").json().array?.isEmpty == true)
    #expect(try await scene.send(.post, "\(path)/requests/\(bob)/accept").status == 200)
    #expect(try await scene.get(told).json().array?.isEmpty == true, "it is answered")

    #expect(try await group(id, as: "bob")["member"] == true)
    #expect(try await scene.get("\(path)/statuses", as: "bob").json().array?.count == 1)
    #expect(try await scene.get("\(path)/statuses", as: nil).json().array?.isEmpty == true)
    let put = try await scene.send(.put, "\(path)/members/\(bob)", [("role", "none")])
    #expect(put.status == 200)
    #expect(try await group(id, as: "bob")["member"] == false, "who is let go is out")
  }

  @Test("A closed group is listed for nobody else, and one comes in by invitation")
  func closed() async throws {
    let id = try await make("cercle", [("joining", "closed")])
    let path = "\(Self.start)/\(id)"
    #expect(
      try await scene.get("\(Self.start)?which=node", as: "bob").json().array?.isEmpty == true
    )

    let sent = try await scene.send(
      .post,
      "\(path)/invitations",
      [("people[]", "@bob"), ("message", "Viens")]
    )
    #expect(try sent.json().array?.first?["state"] == "pending")
    #expect(try await scene.get("\(Self.start)?which=node", as: "bob").json().array?.count == 1)
    #expect(try await group(id, as: "bob")["invitation"]?["message"] == "Viens")
    #expect(try await scene.send(.post, "\(path)/join", as: "bob").json()["member"] == true)
    #expect(try await group(id, as: "bob")["invitation"] == .null)
  }

  @Test("What waits for a moderator is let pass or not, and what was shown is taken out")
  func moderated() async throws {
    let id = try await make("annonces", [("moderated", "true")])
    let path = "\(Self.start)/\(id)"
    _ = try await scene.send(.post, "\(path)/join", as: "bob")
    var posts: [String] = []
    for text in ["Une", "Deux"] {
      let said = try await scene.send(.post, "\(path)/statuses", [("status", text)], as: "bob")
      posts.append(try required(try said.json()["id"]?.string, said.text))
    }
    #expect(try await group(id)["waiting_count"] == 2)
    #expect(try await scene.send(.post, "\(path)/waiting/\(posts[0])/release").status == 200)
    #expect(try await scene.send(.post, "\(path)/waiting/\(posts[1])/discard").status == 200)
    #expect(try await scene.send(.post, "\(path)/waiting/\(posts[1])/release").status == 404)
    #expect(try await scene.get("\(path)/statuses").json().array?.count == 1)
    #expect(try await scene.send(.delete, "\(path)/statuses/\(posts[0])").status == 200)
    #expect(try await scene.get("\(path)/statuses").json().array?.isEmpty == true)
    #expect(try await scene.get("/api/v1/statuses/\(posts[0])", as: "bob").status == 200)
  }

  @Test("Attack: nobody looks after a group that is not theirs to look after (threat 32)")
  func strangers() async throws {
    let id = try await make("jardin", [("joining", "approval")])
    let eve = try await scene.node.member("eve")
    let path = "\(Self.start)/\(id)"
    _ = try await scene.send(.post, "\(path)/join", as: "bob")
    let deeds: [(HTTPRequest.Method, String, [(String, String)])] = [
      (.patch, path, [("title", "À moi")]), (.delete, path, []),
      (.get, "\(path)/requests", []), (.post, "\(path)/requests/\(bob)/accept", []),
      (.post, "\(path)/requests/\(bob)/reject", []), (.get, "\(path)/invitations", []),
      (.post, "\(path)/invitations", [("people[]", "@eve")]), (.get, "\(path)/waiting", []),
      (.put, "\(path)/members/\(bob)", [("role", "admin")]),
      (.post, "\(path)/waiting/1/release", []), (.post, "\(path)/waiting/1/discard", []),
      (.delete, "\(path)/statuses/1", []),
    ]
    for (method, path, form) in deeds {
      let reply = try await scene.send(method, path, form, as: "bob")
      #expect(reply.status == 404, "\(method) \(path): \(reply.text)")
    }
    #expect(
      try await scene.send(.post, "\(path)/statuses", [("status", "x")], as: "bob").status == 403
    )

    // A moderator lets in and keeps out, and makes nobody its equal; nor does it end the group.
    _ = try await scene.send(.put, "\(path)/members/\(bob)", [("role", "moderator")])
    try await scene.node.outbox.follow(try await profile(id), as: eve.id)
    let other = String(eve.id.rawValue)
    let member = "\(path)/members/\(other)"
    #expect(try await scene.send(.put, member, [("role", "member")], as: "bob").status == 200)
    #expect(try await scene.send(.put, member, [("role", "moderator")], as: "bob").status == 403)
    let alice = "\(path)/members/\(scene.alice.id.rawValue)"
    #expect(try await scene.send(.put, alice, [("role", "outcast")], as: "bob").status == 403)
    #expect(try await scene.send(.patch, path, [("title", "À moi")], as: "bob").status == 403)
    #expect(try await scene.send(.delete, path, as: "bob").status == 403)
  }

  @Test("A group keeps an admin until it is closed, and is gone then")
  func last() async throws {
    let id = try await make("jardin")
    let path = "\(Self.start)/\(id)"
    let alice = "\(path)/members/\(scene.alice.id.rawValue)"
    #expect(try await scene.send(.post, "\(path)/leave").status == 422)
    #expect(try await scene.send(.put, alice, [("role", "member")]).status == 422)
    _ = try await scene.send(.post, "\(path)/join", as: "bob")
    #expect(try await scene.send(.put, "\(path)/members/\(bob)", [("role", "admin")]).status == 200)
    #expect(try await scene.send(.post, "\(path)/leave").json()["affiliation"] == .null)
    #expect(try await scene.send(.delete, path, as: "bob").status == 200)
    #expect(try await scene.get(path, as: "bob").status == 404)
    for wish in [[("joining", "half")], [("posting", "nobody")], []] {
      let named = wish.isEmpty ? [("title", "x")] : [("name", "verger")] + wish
      #expect(try await scene.send(.post, Self.start, named).status == 422)
    }
  }
}
