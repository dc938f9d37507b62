import ActivityStreams
import Foundation
import HTTPTypes
import Model
import Storage
import StrictJSON
import TestSupport
import Testing

@testable import HTTPServer

/// What a group's people may do to others and to its lists: nothing unasked, nothing without end.
@Suite("Care for groups")
struct GroupCareTests {
  private static let start = "/api/maillage/v1/groups"
  private let scene: ClientScene

  init() async throws { scene = try await ClientScene() }

  private func make(_ name: String, _ more: [(String, String)] = []) async throws -> String {
    let reply = try await scene.send(.post, Self.start, [("name", name)] + more)
    try #require(reply.status == 200, "\(reply.text)")
    return "\(Self.start)/\(try required(try reply.json()["account"]?["id"]?.string))"
  }

  /// What it answers when Alice says what Bob is to a group.
  private func name(_ role: String, in group: String) async throws -> Int {
    try await scene.send(.put, "\(group)/members/\(scene.bob.id.rawValue)", [("role", role)]).status
  }

  @Test(
    "Attack: nobody is given a role unasked, and nobody more groups than one may have (threat 32)"
  )
  func unasked() async throws {
    let group = try await make("jardin", [("joining", "approval")])
    for role in ["member", "moderator", "admin"] {
      #expect(try await name(role, in: group) == 422, "\(role)")
    }
    #expect(try await name("outcast", in: group) == 200, "whom one knows to be a pest is kept out")
    #expect(try await name("none", in: group) == 200)
    _ = try await scene.send(.post, "\(group)/join", as: "bob")
    let bob = scene.bob.id
    let now = scene.node.clock.now
    let spare = try await scene.node.database.write { tx in
      try (0..<GroupRules.mostPerAdmin).map { number in
        var sample = try required(try tx.actors.find(bob))
        (sample.kind, sample.name, sample.uri) = (.group, "g\(number)", "\(sample.uri)/g\(number)")
        let id = try tx.actors.insertLocal(sample, keys: [])
        try tx.groups.affiliate(bob, with: id, as: .admin, at: now)
        return id
      }
    }
    #expect(try await name("admin", in: group) == 422)
    #expect(try await name("moderator", in: group) == 200)
    try await scene.node.database.write {
      try $0.groups.affiliate(bob, with: spare[0], as: nil, at: now)
    }
    #expect(try await name("admin", in: group) == 200)
  }

  @Test("Who is suspended is no admin by whom a group is kept")
  func suspended() async throws {
    let group = try await make("jardin")
    _ = try await scene.send(.post, "\(group)/join", as: "bob")
    #expect(try await name("admin", in: group) == 200)
    let (bob, now) = (scene.bob.id, scene.node.clock.now)
    try await scene.node.database.write { try $0.actors.setSuspended(bob, at: now) }
    #expect(try await scene.send(.post, "\(group)/leave").status == 422)
    try await scene.node.database.write { try $0.actors.setSuspended(bob, at: nil) }
    #expect(try await scene.send(.post, "\(group)/leave").status == 200)
  }

  @Test("Who left or was let go is invited again")
  func again() async throws {
    let group = try await make("cercle", [("joining", "closed")])
    for isLeaving in [true, false, true] {
      let sent = try await scene.send(.post, "\(group)/invitations", [("people[]", "@bob")])
      #expect(try sent.json().array?.first?["state"] == "pending", "\(sent.text)")
      #expect(try await scene.send(.post, "\(group)/join", as: "bob").json()["member"] == true)
      if isLeaving {
        let left = try await scene.send(.post, "\(group)/leave", as: "bob").json()
        #expect(left["member"] == false && left["affiliation"] == .null)
      } else {
        #expect(try await name("none", in: group) == 200)
      }
    }
  }

  @Test("A request that is answered leaves the word of another by the same person")
  func requests() async throws {
    let groups = [
      try await make("bureau", [("joining", "approval")]),
      try await make("atelier", [("joining", "approval")]),
    ]
    for group in groups { _ = try await scene.send(.post, "\(group)/join", as: "bob") }
    let told = "/api/v1/notifications?types[]=maillage.group_request"
    #expect(try await scene.get(told).json().array?.count == 1)
    let tasks = "\(Self.start)?which=tasks"
    #expect(try await scene.get(tasks).json().array?.count == 2)
    #expect(try await scene.get(tasks, as: "bob").json().array?.isEmpty == true)

    for (group, left) in zip(groups, [1, 0]) {
      let request = "\(group)/requests/\(scene.bob.id.rawValue)/reject"
      #expect(try await scene.send(.post, request).status == 200)
      #expect(try await scene.get(told).json().array?.count == left)
      #expect(try await scene.get(tasks).json().array?.count == left)
    }
  }

  @Test("Lists of groups are paged, the newest first")
  func paging() async throws {
    for name in ["un", "deux", "trois"] { _ = try await make(name) }
    for which in ["mine", "node"] {
      var names: [String] = []
      var next: String? = "\(Self.start)?which=\(which)&limit=2"
      while let path = next, names.count < 10 {
        let reply = try await scene.get(path)
        let found = try required(try reply.json().array)
        names += found.compactMap { $0["account"]?["acct"]?.string }
        let link = reply["link"]?.firstMatch(of: /max_id=([0-9]+)/)
        next = link.map { "\(Self.start)?which=\(which)&limit=2&max_id=\($0.1)" }
      }
      #expect(names == ["trois", "deux", "un"])
    }
    let alice = try await Browser("alice", scene.server)
    #expect(try await alice.page("/groups?which=mine").text.contains("/@trois"))
    #expect(try await !alice.page("/groups?which=mine&max_id=1").text.contains("/@trois"))
  }

  @Test("A member makes and closes so many groups a day, for a name is given once")
  func names() async throws {
    var statuses: [Int] = []
    for number in 0..<11 {
      let reply = try await scene.send(.post, Self.start, [("name", "g\(number)")])
      statuses.append(reply.status)
      guard reply.status == 200 else { continue }
      let id = try required(try reply.json()["account"]?["id"]?.string)
      #expect(try await scene.send(.delete, "\(Self.start)/\(id)").status == 200)
    }
    #expect(statuses == Array(repeating: 200, count: 10) + [429])
  }

  @Test("Two who change different things at once lose neither")
  func together() async throws {
    let group = try await make("jardin")
    let path = "/api/maillage/v1/participation"
    for (way, posting) in [("mentor", "members"), ("reader", "followers"), ("mentor", "members")] {
      async let first = scene.send(.patch, path, [("way", way)])
      async let second = scene.send(.patch, path, [("goals", way)])
      async let third = scene.send(.patch, group, [("title", way)])
      async let fourth = scene.send(.patch, group, [("posting", posting)])
      let statuses = try await [first.status, second.status, third.status, fourth.status]
      #expect(statuses == [200, 200, 200, 200])
      let said = try await scene.get(path).json()
      #expect(said["way"]?.string == way && said["goals"]?.string == way)
      let shown = try await scene.get(group).json()
      #expect(shown["posting"]?.string == posting)
      #expect(shown["account"]?["display_name"]?.string == way)
    }
  }
}
