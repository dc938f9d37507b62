import ActivityStreams
import Federation
import Foundation
import Model
import StrictJSON
import TestSupport
import Testing

/// Groups of other software that members of this node follow (FEP-1b12).
@Suite struct ForeignGroupTests {
  /// A node whose member alice follows a group that passes something on.
  struct Scene {
    let node: TestNode
    let alice: ActorProfile
    let group: RemoteActor
    let author: RemoteActor

    init(group: String, author: String, isClosed: Bool = false) async throws {
      node = try await TestNode.make()
      alice = try await node.member("alice")
      var group = try RemoteActor(of: group, kind: "Group", key: 1)
      if isClosed { group.edits["manuallyApprovesFollowers"] = true }
      self.group = group
      self.author = try RemoteActor(of: author, key: 2)
      try await node.follow(group, by: alice)
      try node.farSide.host(self.author)
    }

    func announce(_ object: JSON) -> JSON { group.activity("Announce", object) }

    /// What alice has in her timeline, and who brought it.
    func home() async throws -> [(String, String?)] {
      try await node.database.read { tx in
        try tx.timelines.home(of: alice.id, .init(limit: 100))
          .map { ($0.post.uri, $0.booster?.uri) }
      }
    }
  }

  @Test(
    "What a group passes on comes to those who follow it, once, with the group",
    arguments: [
      ("lemmy/announce-create-page", "<p><strong>Échange de graines</strong></p>"),
      ("piefed/announce-create-page", "<p><strong>Pistes cyclables</strong></p>"),
    ]
  )
  func page(file: String, title: String) async throws {
    let announce = try Fixtures.json(file)
    let page = try required(announce["object"]?["object"])
    let id = try required(page["id"]?.string)
    let scene = try await Scene(
      group: try required(announce["actor"]?.string),
      author: try required(page["attributedTo"]?.string)
    )
    try scene.node.farSide.serve(page)

    try await scene.node.process(announce, scene.announce(.string(id)), from: scene.group)

    let home = try await scene.home()
    let post = try required(await scene.node.post(id), id)
    let groups = try await scene.node.database.read { try $0.groups.groups(showing: post.id) }
    #expect(home.map(\.0) == [id])
    #expect(home.map(\.1) == [scene.group.uri])
    #expect(post.kind == "Page")
    #expect(post.body.html.hasPrefix(title))
    #expect(post.body.attachments.count == 1)
    #expect(groups.map(\.uri) == [scene.group.uri])
  }

  @Test func peerTubesChannelPassesOnAFilmOfItsOwner() async throws {
    let announce = try Fixtures.json("peertube/announce-video")
    let scene = try await Scene(
      group: "https://peertube.example/video-channels/ateliers",
      author: "https://peertube.example/accounts/helene"
    )
    try scene.node.farSide.serve(try Fixtures.json("peertube/video"))

    try await scene.node.process(announce, from: scene.group)

    let film = try required(await scene.node.post("https://peertube.example/videos/watch/7f1c"))
    #expect(film.kind == "Video")
    #expect(film.page == "https://peertube.example/w/7f1c")
    #expect(film.body.html.contains("Affûter une scie"))
    #expect(try await scene.home().count == 1)
  }

  @Test func mobilizonsGroupPassesOnAnEventOfItsOwn() async throws {
    let announce = try Fixtures.json("mobilizon/announce-event")
    let group = "https://mobilizon.example/@velo_lannion"
    let scene = try await Scene(group: group, author: "https://mobilizon.example/@lea")
    let event = try required(try Fixtures.json("mobilizon/create-event")["object"])
    try scene.node.farSide.serve(event.setting("attributedTo", to: .string(group)))

    try await scene.node.process(announce, from: scene.group)

    let post = try required(await scene.node.post("https://mobilizon.example/events/8cf76e9f"))
    #expect(post.body.event?.timeZone == "Europe/Paris")
    #expect(try await scene.home().count == 1)
  }

  @Test func friendicasForumPassesOnANote() async throws {
    let announce = try Fixtures.json("friendica/announce-note")
    let scene = try await Scene(
      group: "https://friendica.example/profile/entraide",
      author: "https://friendica.example/profile/nina"
    )
    let note = scene.author.note("Qui a une perceuse ?", id: announce["object"]?.string)
    try scene.node.farSide.serve(note)

    try await scene.node.process(announce, from: scene.group)

    #expect(try await scene.node.home(of: scene.alice) == ["Qui a une perceuse ?"])
  }

  @Test func anEditThatAGroupPassesOnIsTakenFromItsOrigin() async throws {
    let scene = try await Scene(
      group: "https://lemmy.example/c/jardins",
      author: "https://lemmy.example/u/emma"
    )
    let note = scene.author.note("one")
    try scene.node.farSide.serve(note)
    try await scene.node.process(scene.announce(scene.author.create(note)), from: scene.group)
    let edited = note.setting("content", to: "two").setting("updated", to: "2026-11-21T10:00:00Z")
    try scene.node.farSide.serve(edited)

    let claimed = edited.setting("content", to: "forged")
    let update = scene.announce(scene.author.activity("Update", claimed))
    try await scene.node.process(update, from: scene.group)

    #expect(try await scene.node.post(note["id"]?.string ?? "")?.body.html == "two")
  }

  @Test func aDeletionThatAGroupPassesOnHoldsWhenItsOriginSaysSo() async throws {
    let scene = try await Scene(
      group: "https://lemmy.example/c/jardins",
      author: "https://lemmy.example/u/emma"
    )
    let note = scene.author.note("one")
    let id = note["id"]?.string ?? ""
    try scene.node.farSide.serve(note)
    try await scene.node.process(scene.announce(scene.author.create(note)), from: scene.group)
    scene.node.farSide.answer(id, with: .status(410))

    let delete = scene.announce(scene.author.activity("Delete", .string(id)))
    try await scene.node.process(delete, from: scene.group)

    #expect(try await scene.node.post(id) == nil)
  }

  @Test func whatIsProvenCountsWithoutAskingAnybody() async throws {
    let scene = try await Scene(
      group: "https://lemmy.example/c/jardins",
      author: "https://lemmy.example/u/emma"
    )
    let now = scene.node.clock.now
    let note = scene.author.note("proven")
    let id = note["id"]?.string ?? ""
    let create = try scene.author.proven(scene.author.create(note), at: now)
    let like = try scene.author.proven(scene.author.activity("Like", .string(id)), at: now)
    let undo = try scene.author.proven(scene.author.activity("Undo", like), at: now)

    try await scene.node.process(scene.announce(create), scene.announce(like), from: scene.group)
    let post = try required(await scene.node.post(id))
    let likes = try await scene.node.database.read { try $0.reactions.count(.like, of: post.id) }
    // Played again after it was taken back, it counts no more.
    try await scene.node.process(scene.announce(undo), scene.announce(like), from: scene.group)

    let after = try await scene.node.database.read { try $0.reactions.count(.like, of: post.id) }
    #expect(likes == 1)
    #expect(after == 0)
    #expect(scene.node.farSide.questions(to: id).isEmpty)
  }

  @Test func whatAClosedGroupPassesOnIsForThoseWhoAreInIt() async throws {
    let scene = try await Scene(
      group: "https://lemmy.example/c/cercle",
      author: "https://lemmy.example/u/emma",
      isClosed: true
    )
    let carol = try await scene.node.member("carol")
    let note = scene.author.note("within", to: [scene.group.uri, scene.group.followers])
      .setting("audience", to: .string(scene.group.uri))
    try scene.node.farSide.serve(note)

    try await scene.node.process(scene.announce(scene.author.create(note)), from: scene.group)

    let post = try required(await scene.node.post(note["id"]?.string ?? ""))
    #expect(post.audience == .direct)
    #expect(try await scene.node.home(of: scene.alice) == ["within"])
    let readers = try await scene.node.database.read { tx in
      try [scene.alice, carol].map { try tx.posts.readable(post.id, by: .member($0.id)) != nil }
    }
    #expect(readers == [true, false])
  }

  @Test func aMemberWritesInAGroupOfLemmyAsLemmyWantsIt() async throws {
    let scene = try await Scene(
      group: "https://lemmy.example/c/jardins",
      author: "https://lemmy.example/u/emma"
    )
    var draft = PostDraft(source: "Des graines de tomate à donner")
    draft.group = try await scene.node.know(scene.group)

    let post = try await scene.node.outbox.publish(draft, as: scene.alice.id)
    try await scene.node.drainDeliveries()

    let sent = try required(scene.node.farSide.posts.first { $0.url == scene.group.sharedInbox })
    let create = try required(sent.json)
    let to = create["object"]?["to"]?.array?.compactMap(\.string) ?? []
    #expect(post.audience == .public)
    #expect(create["audience"]?.string == scene.group.uri)
    #expect(create["object"]?["audience"]?.string == scene.group.uri)
    #expect(to.contains(scene.group.uri))
    #expect(to.contains(AS.Recipient.publicCollection))
  }

  @Test func anAnswerInAGroupGoesToTheGroupToo() async throws {
    let scene = try await Scene(
      group: "https://lemmy.example/c/jardins",
      author: "https://lemmy.example/u/emma"
    )
    let note = scene.author.note("Qui vient ?")
    let id = note["id"]?.string ?? ""
    try scene.node.farSide.serve(note)
    try await scene.node.process(scene.announce(scene.author.create(note)), from: scene.group)

    let answer = try await scene.node.outbox.publish(
      PostDraft(source: "Moi", inReplyTo: id),
      as: scene.alice.id
    )
    try await scene.node.outbox.like(id, as: scene.alice.id)

    let named = try await scene.node.database.read { try $0.posts.addressees(of: answer.id) }
    #expect(Set(named.map(\.uri)) == [scene.group.uri, scene.author.uri])
    try await scene.node.drainDeliveries()
    let like = scene.node.farSide.posts.compactMap(\.json).first { $0["type"] == "Like" }
    #expect(like?["audience"]?.string == scene.group.uri)
  }
}
