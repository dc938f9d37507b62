import Foundation
import StrictJSON
import Testing

@testable import ActivityStreams

/// Documents in the shape in which other software sends them.
@Suite struct FixtureTests {
  @Test(
    "An actor of other software is read",
    arguments: [
      ("mastodon/person", "claire", "https://mastodon.example/inbox"),
      ("gotosocial/person", "denis", "https://gts.example/sharedInbox"),
      ("lemmy/group", "jardins", "https://lemmy.example/inbox"),
      ("pleroma/person", "farid", "https://pleroma.example/inbox"),
      ("misskey/person", "gaspard", "https://misskey.example/inbox"),
    ]
  )
  func actor(file: String, name: String, sharedInbox: String) throws {
    let actor = try AS.Actor(json: Samples.json(file, in: Samples.fixtures))

    #expect(actor.preferredUsername == name)
    #expect(actor.endpoints.sharedInbox?.string == sharedInbox)
    #expect(actor.keys.publicKeys.first?.owner == actor.id)
    #expect(try AS.Actor(json: actor.json) == actor)
  }

  @Test(
    "A post of other software is read from its Create",
    arguments: [
      ("mastodon/create-note", true, "fr", 2), ("gotosocial/create-note", true, "fr", 1),
      ("pleroma/create-note", false, nil, 1),
    ]
  )
  func note(file: String, isPublic: Bool, language: String?, tags: Int) throws {
    let create = try AS.Activity(json: Samples.json(file, in: Samples.fixtures))
    let note = try AS.Note(json: try #require(create.object?.embedded?.json))

    #expect(create.type == .create)
    #expect(note.attributedTo == create.actor)
    #expect(note.audience.isPublic == isPublic)
    #expect(note.audience.isUnlisted == !isPublic)
    #expect(note.text.language == language)
    #expect(note.tags.count == tags)
    #expect(try AS.Note(json: note.json) == note)
  }

  @Test func `Mastodon's reply keeps its thread and its picture`() throws {
    let json = try Samples.json("mastodon/create-note", in: Samples.fixtures)
    let note = try AS.Note(json: try #require(json["object"]))

    #expect(note.thread.inReplyTo?.string == "https://atelier.example/posts/1042")
    #expect(note.thread.conversation?.hasPrefix("tag:mastodon.example") == true)
    #expect(note.thread.replies?.path.hasSuffix("/replies") == true)
    #expect(note.mentions.map(\.path) == ["/users/alice"])
    #expect(note.attachments.first?.width == 1200)
    #expect(note.text.summary == nil)
  }

  @Test func `Lemmy's announce wraps a Create of a page`() throws {
    let json = try Samples.json("lemmy/announce-create-page", in: Samples.fixtures)
    let announce = try AS.Activity(json: json)
    let create = try AS.Activity(json: try #require(announce.object?.embedded?.json))
    let page = try AS.Note(json: try #require(create.object?.embedded?.json))

    #expect(page.type == .page)
    #expect(page.text.name == "Échange de graines")
    #expect(page.audience.audience == [.address(announce.actor)])
    #expect(page.attachments.map(\.kind) == [.link])
  }

  @Test func `PeerTube's film has a person as author and a page`() throws {
    let film = try AS.Note(json: Samples.json("peertube/video", in: Samples.fixtures))

    #expect(film.attributedTo.path == "/accounts/helene")
    #expect(film.url?.path == "/w/7f1c")
  }

  @Test(
    "Mastodon's and Misskey's other activities are read",
    arguments: [
      ("mastodon/delete-actor", .delete, 1), ("mastodon/flag", .flag, 2),
      ("mastodon/accept-follow", .accept, 1), ("misskey/like", .like, 1),
    ] as [(String, AS.ActivityType, Int)]
  )
  func activity(file: String, type: AS.ActivityType, objects: Int) throws {
    let activity = try AS.Activity(json: Samples.json(file, in: Samples.fixtures))

    #expect(activity.type == type)
    #expect(activity.objects.count == objects)
  }

  @Test func `Mastodon's poll is read as a post`() throws {
    let create = try Samples.json("mastodon/create-question", in: Samples.fixtures)
    let poll = try AS.Note(json: try #require(create["object"]))

    #expect(poll.type == .question)
    #expect(poll.poll?.options.map(\.name) == ["Oui", "Non"])
    #expect(poll.thread.inReplyTo == nil)
  }
}
