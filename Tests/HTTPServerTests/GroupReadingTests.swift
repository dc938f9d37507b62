import Federation
import Foundation
import Model
import StrictJSON
import TestSupport
import Testing

/// Who sees what of groups: threat 29 for what is closed.
@Suite("Groups, read")
struct GroupReadingTests {
  @Test("A group says how it is run and who moderates it")
  func actor() async throws {
    let node = try await TestNode.make()
    let group = try await node.group("jardin", GroupRules(posting: .moderators))
    let alice = try await node.member("alice")
    let bob = try await node.member("bob")
    try await node.outbox.affiliate(alice, with: group, as: .moderator)
    try await node.outbox.affiliate(bob, with: group, as: .member)
    let server = TestServer(node)

    let actor = try await server.get("/groups/jardin").json()
    let moderators = try await server.get("/groups/jardin/moderators").json()
    let affiliations = try await server.get("/groups/jardin/affiliations").json()

    #expect(actor["type"]?.string == "Group")
    #expect(actor["attributedTo"]?.string == "\(group.uri)/moderators")
    #expect(actor["affiliations"]?.string == "\(group.uri)/affiliations")
    #expect(actor["canFollow"]?.string == "none")
    #expect(actor["canParticipate"]?.string == "moderator")
    #expect(actor["postingRestrictedToMods"]?.bool == true)
    #expect(moderators["orderedItems"]?.array == [.string(alice.uri)])
    let items = affiliations["orderedItems"]?.array ?? []
    #expect(items.map { $0["subject"]?.string } == [alice.uri])
    #expect(items.first?["relationship"]?.string == "moderator")
  }

  @Test("What is closed is there for those who are in it and their nodes alone")
  func closed() async throws {
    let node = try await TestNode.make()
    let group = try await node.group("cercle", GroupRules(isClosed: true))
    let alice = try await node.member("alice")
    try await node.outbox.affiliate(alice, with: group, as: .member)
    try await node.outbox.follow(group, as: alice.id)
    let insider = try RemoteActor("ines", key: 1)
    let neighbour = try RemoteActor("node", at: "far.example", key: 2)
    let stranger = try RemoteActor("stranger", at: "other.example", key: 3)
    try await node.follow(group, by: insider)
    for actor in [neighbour, stranger] { try await node.know(actor) }
    var draft = PostDraft(source: "entre nous")
    draft.group = group
    let post = try await node.outbox.publish(draft, as: alice.id)
    let server = TestServer(node)
    let announce = try required(node.services.addresses.postID(of: post.uri))
    let absent = try await server.get("/posts/4242", as: stranger).comparable
    #expect(announce == post.id)

    for path in [
      "/posts/\(post.id.rawValue)", "/groups/cercle/followers", "/groups/cercle/affiliations",
      "/groups/cercle/moderators", "/posts/\(post.id.rawValue)/replies",
    ] {
      #expect(try await server.get(path, as: insider).status == 200, "\(path)")
      #expect(try await server.get(path, as: neighbour).status == 200, "\(path)")
      #expect(try await server.get(path, as: stranger).comparable == absent, "\(path)")
      #expect(try await server.get(path).status == 404, "\(path)")
    }
    let outbox = try await server.get("/groups/cercle/outbox?page=true", as: stranger).json()
    #expect(outbox["orderedItems"]?.array?.isEmpty ?? true)
  }

  @Test("What a group passed on is not told again once it was edited")
  func edited() async throws {
    let node = try await TestNode.make()
    let group = try await node.group("jardin")
    let alice = try await node.member("alice")
    var draft = PostDraft(source: "first words")
    draft.group = group
    let post = try await node.outbox.publish(draft, as: alice.id)
    let server = TestServer(node)
    let before = try await server.get("/groups/jardin/outbox?page=true").text

    _ = try await node.outbox.edit(post.id, to: PostDraft(source: "other words"), as: alice.id)

    let after = try await server.get("/groups/jardin/outbox?page=true").text
    #expect(before.contains("first words"))
    #expect(!after.contains("first words"))
  }
}
