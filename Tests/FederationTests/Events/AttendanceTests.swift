import ActivityStreams
import Federation
import Foundation
import Model
import Storage
import StrictJSON
import TestSupport
import Testing

/// Who takes part in events of this node and of others (FEP-8a8e, Mobilizon).
@Suite struct AttendanceTests {
  let node: TestNode
  let alice: ActorProfile
  let dave: ActorProfile
  let bob: RemoteActor
  let carol: RemoteActor

  init() async throws {
    node = try await TestNode.make()
    alice = try await node.member("alice")
    dave = try await node.member("dave")
    bob = try RemoteActor("bob")
    carol = try RemoteActor("carol", at: "third.example", key: 2)
    try await node.follow(alice, by: bob)
    try await node.know(carol)
  }

  func hold(
    _ mode: Event.JoinMode = .free,
    capacity: Int? = nil,
    text: String = "Apportez vos outils."
  ) async throws -> Post {
    var draft = PostDraft(source: text, audience: .public, language: "fr")
    let start = node.clock.now.addingTimeInterval(86_400)
    draft.event = Event(
      title: "Atelier vélo",
      startsAt: start,
      endsAt: start.addingTimeInterval(7_200),
      timeZone: "Europe/Paris",
      joinMode: mode,
      places: [Event.Place(name: "Salle <b>des</b> fêtes")],
      capacity: capacity
    )
    return try await node.outbox.publish(draft, as: alice.id)
  }

  func join(_ uri: String, by guest: RemoteActor, saying message: String? = nil) -> JSON {
    guest.activity("Join", .string(uri))
      .setting("participationMessage", to: message.map(JSON.string))
  }

  func state(of uri: String, in post: Post) async throws -> Attendance.State? {
    try await node.database.read { tx in
      guard let actor = try tx.actors.find(uri: uri) else { return nil }
      return try tx.attendances.find(actor.id, in: post.id)?.state
    }
  }

  private func answers(to guest: RemoteActor) async throws -> [String] {
    try await node.drainDeliveries()
    return node.farSide.posts.compactMap(\.json)
      .filter { $0["to"]?.array == [.string(guest.uri)] }
      .compactMap { $0["type"]?.string }
  }

  @Test func anEventIsSentWithAllThatOthersRead() async throws {
    let post = try await hold(capacity: 12)

    try await node.drainDeliveries()

    let event = try required(node.farSide.posts.last?.json?["object"])
    #expect(event["type"] == "Event")
    #expect(event["name"] == "Atelier vélo")
    #expect(event["content"]?.string?.contains("Atelier vélo") == false)
    #expect(event["summary"]?.string?.contains("Salle <b>des</b> fêtes") == true)
    #expect(event["eventStatus"] == "EventScheduled")
    #expect(event["ical:status"] == "CONFIRMED")
    #expect(event["joinMode"] == "free")
    #expect(event["maximumAttendeeCapacity"]?.int == 12)
    #expect(event["attendees"]?["totalItems"]?.int == 0)
    #expect(event["organizers"]?["items"] == [.string(alice.uri)])
    #expect(try AS.Note(json: event).event?.timezone == "Europe/Paris")
    let stored = try required(await node.post(post.uri))
    #expect(stored.kind == "Event")
    #expect(stored.body.html.hasPrefix("<p><strong>Atelier vélo</strong></p>"))
    #expect(stored.body.event?.title == "Atelier vélo")
  }

  @Test func whatAnEventIsAboutIsAWordOfTheList() async throws {
    var draft = PostDraft(source: "Venez.", audience: .public, language: "fr")
    draft.event = Event(title: "Atelier", startsAt: node.clock.now, joinMode: .free)
    draft.event?.categories = ["CRAFTS", "LEARNING"]

    let post = try await node.outbox.publish(draft, as: alice.id)
    try await node.drainDeliveries()

    #expect(try await node.post(post.uri)?.body.event?.categories == ["CRAFTS", "LEARNING"])
    let sent = try required(node.farSide.posts.last?.json?["object"])
    #expect(sent["category"] == ["CRAFTS", "LEARNING"])
    #expect(try AS.Note(json: sent).event?.categories == ["CRAFTS", "LEARNING"])
    let lone = sent.setting("category", to: ["CRAFTS", "crafts; drop", "CRAFTS", 5])
    #expect(try AS.Note(json: lone).event?.categories == ["CRAFTS"])
    draft.event?.categories = ["SOMETHING"]
    await #expect(throws: Refusal.self) { _ = try await node.outbox.publish(draft, as: alice.id) }
    let create = try Fixtures.json("mobilizon/create-event")
    let read = try AS.Note(json: try required(create["object"])).event
    #expect(read?.categories == ["WORKSHOPS_SKILL_SHARING"])
  }

  @Test func whoJoinsAFreeEventIsAcceptedOnceAndCounted() async throws {
    let post = try await hold()

    try await node.process(join(post.uri, by: bob, saying: "Avec mon vélo"), from: bob)
    try await node.process(join(post.uri, by: bob), from: bob)

    #expect(try await state(of: bob.uri, in: post) == .accepted)
    #expect(try await answers(to: bob) == ["Accept", "Accept"])
    let event = try required(await node.post(post.uri)?.body.event)
    #expect(event.toldAttendees == 1)
    let words = try await node.database.read { [alice] tx in
      try tx.notifications.list(of: alice.id, Page()).map(\.notification.kind)
    }
    #expect(words.filter { $0 == .eventJoin }.count == 1)
  }

  @Test func whoComesToAFullEventWaitsAndHasTheNextPlace() async throws {
    let post = try await hold(capacity: 1)
    try await node.process(join(post.uri, by: bob), from: bob)
    try await node.process(join(post.uri, by: carol), from: carol)
    node.clock.advance(by: 1)
    #expect(try await node.outbox.join(post.uri, as: dave.id).state == .requested)
    #expect(try await state(of: carol.uri, in: post) == .requested)
    #expect(try await answers(to: carol).isEmpty)

    try await node.process(bob.activity("Leave", .string(post.uri)), from: bob)

    #expect(try await state(of: bob.uri, in: post) == nil)
    #expect(try await state(of: carol.uri, in: post) == .accepted)
    #expect(try await answers(to: carol) == ["Accept"])
    #expect(try await state(of: dave.uri, in: post) == .requested)
  }

  @Test func whoAsksAgainKeepsThePlaceAmongThoseWhoWait() async throws {
    let post = try await hold(capacity: 1)
    try await node.process(join(post.uri, by: bob), from: bob)
    try await node.process(join(post.uri, by: carol), from: carol)
    node.clock.advance(by: 1)
    _ = try await node.outbox.join(post.uri, as: dave.id)
    node.clock.advance(by: 1)
    try await node.process(join(post.uri, by: carol, saying: "Toujours partante"), from: carol)

    try await node.process(bob.activity("Leave", .string(post.uri)), from: bob)

    #expect(try await state(of: carol.uri, in: post) == .accepted)
    #expect(try await state(of: dave.uri, in: post) == .requested)
  }

  @Test func moreRoomIsForThoseWhoWait() async throws {
    let post = try await hold(capacity: 1)
    try await node.process(join(post.uri, by: bob), from: bob)
    _ = try await node.outbox.join(post.uri, as: dave.id)
    var draft = PostDraft(source: "Apportez vos outils.", audience: .public, language: "fr")
    draft.event = try required(await node.post(post.uri)?.body.event)
    draft.event?.capacity = 2

    _ = try await node.outbox.edit(post.id, to: draft, as: alice.id)

    #expect(try await state(of: dave.uri, in: post) == .accepted)
    let told = try await node.database.read { [dave] tx in
      try tx.notifications.list(of: dave.id, Page()).map(\.notification.kind)
    }
    #expect(told.contains(.eventAnswer))
  }

  @Test func whoIsTurnedDownLeavesItsPlaceToWhoWaits() async throws {
    let post = try await hold(capacity: 1)
    try await node.process(join(post.uri, by: bob), from: bob)
    _ = try await node.outbox.join(post.uri, as: dave.id)
    let guest = try await node.know(bob)

    try await node.outbox.answer(guest.id, in: post.id, isWelcome: false, as: alice.id)

    #expect(try await state(of: dave.uri, in: post) == .accepted)
  }

  @Test func whomTheOrganizerHasToDecideOnGetsNoPlaceByItself() async throws {
    let post = try await hold(.restricted, capacity: 1)
    try await node.process(join(post.uri, by: bob), from: bob)
    let guest = try await node.know(bob)
    try await node.outbox.answer(guest.id, in: post.id, isWelcome: true, as: alice.id)
    try await node.process(join(post.uri, by: carol), from: carol)

    try await node.process(bob.activity("Leave", .string(post.uri)), from: bob)

    #expect(try await state(of: carol.uri, in: post) == .requested)
  }

  @Test func ofARestrictedEventTheOrganizerDecides() async throws {
    let post = try await hold(.restricted)
    try await node.process(join(post.uri, by: bob), from: bob)
    #expect(try await state(of: bob.uri, in: post) == .requested)
    #expect(try await answers(to: bob).isEmpty)
    let guest = try await node.know(bob)

    try await node.outbox.answer(guest.id, in: post.id, isWelcome: true, as: alice.id)
    #expect(try await state(of: bob.uri, in: post) == .accepted)
    try await node.outbox.answer(guest.id, in: post.id, isWelcome: false, as: alice.id)

    #expect(try await state(of: bob.uri, in: post) == .rejected)
    #expect(try await answers(to: bob) == ["Accept", "Reject"])
    // Asking again, also after leaving, is answered without asking anybody.
    try await node.process(bob.activity("Leave", .string(post.uri)), from: bob)
    try await node.process(join(post.uri, by: bob), from: bob)
    #expect(try await state(of: bob.uri, in: post) == .rejected)
    await #expect(throws: Refusal.absent) {
      try await node.outbox.answer(guest.id, in: post.id, isWelcome: true, as: dave.id)
    }
  }

  @Test func anEventForTheInvitedIsForWhomItNames() async throws {
    let post = try await hold(.invite, text: "Pour @bob@far.example")
    try await node.process(join(post.uri, by: bob), from: bob)
    try await node.process(join(post.uri, by: carol), from: carol)

    #expect(try await state(of: bob.uri, in: post) == .accepted)
    #expect(try await answers(to: carol) == ["Reject"])
  }

  @Test func anEventWithoutRSVPIgnoresAndSaysSo() async throws {
    let post = try await hold(.none)
    try await node.process(join(post.uri, by: bob), from: bob)

    #expect(try await state(of: bob.uri, in: post) == nil)
    #expect(try await answers(to: bob) == ["Ignore"])
  }

  @Test func whatIsOverOrCancelledTakesNobody() async throws {
    let post = try await hold()
    node.clock.advance(by: 3 * 86_400)

    try await node.process(join(post.uri, by: bob), from: bob)

    #expect(try await answers(to: bob) == ["Reject"])
    #expect(try await state(of: bob.uri, in: post) == nil)
  }

  @Test func whoMayNotReadAnEventJoinsNothing() async throws {
    var draft = PostDraft(source: "Entre nous", audience: .node)
    draft.event = Event(title: "Réunion", startsAt: node.clock.now, joinMode: .free)
    let post = try await node.outbox.publish(draft, as: alice.id)

    try await node.process(join(post.uri, by: bob), from: bob)

    #expect(try await state(of: bob.uri, in: post) == nil)
    #expect(try await answers(to: bob).isEmpty)
    #expect(try await node.outbox.join(post.uri, as: dave.id).state == .accepted)
  }

  @Test func aMemberAsksAndTheEventsNodeAnswers() async throws {
    let create = try Fixtures.json("mobilizon/create-event")
    let lea = try RemoteActor(of: try required(create["actor"]?.string))
    try await node.follow(lea, by: alice)
    try await node.process(create, from: lea)
    let uri = try required(create["object"]?["id"]?.string)
    let post = try required(await node.post(uri))

    #expect(try await node.outbox.join(uri, saying: "J’arrive", as: alice.id).state == .requested)
    try await node.drainDeliveries()
    let sent = try required(node.farSide.posts.last?.json)
    #expect(sent["type"] == "Join")
    #expect(sent["object"] == .string(uri))
    #expect(sent["participationMessage"] == "J’arrive")

    // Nobody of another node answers for it.
    let stranger = bob.activity("Accept", sent)
    try await node.process(stranger, from: bob)
    #expect(try await state(of: alice.uri, in: post) == .requested)

    try await node.process(lea.activity("Accept", sent), from: lea)
    #expect(try await state(of: alice.uri, in: post) == .accepted)
    let words = try await node.database.read { [alice] tx in
      try tx.notifications.list(of: alice.id, Page()).map(\.notification.kind)
    }
    #expect(words.contains(.eventAnswer))

    try await node.outbox.leave(uri, as: alice.id)
    try await node.drainDeliveries()
    #expect(node.farSide.posts.last?.json?["type"] == "Leave")
    #expect(try await state(of: alice.uri, in: post) == nil)
  }

  @Test func anEditReachesThoseWhoTakePart() async throws {
    let post = try await hold()
    try await node.process(join(post.uri, by: carol), from: carol)
    try await node.drainDeliveries()
    var draft = PostDraft(source: "Apportez vos outils.")
    draft.event = try required(await node.post(post.uri)?.body.event)
    draft.event?.status = .cancelled

    _ = try await node.outbox.edit(post.id, to: draft, as: alice.id)
    try await node.drainDeliveries()

    let hosts = node.farSide.posts.suffix(2).map(\.url)
    #expect(hosts.contains { $0.contains("third.example") })
    #expect(node.farSide.posts.last?.json?["object"]?["eventStatus"] == "EventCancelled")
    // Who takes part still does: the edit took nobody away.
    #expect(try await state(of: carol.uri, in: post) == .accepted)
  }

  @Test func anEventThatCannotBeHeldIsRefused() async throws {
    let now = node.clock.now
    let wrong: [(Event, String)] = [
      (Event(startsAt: now), "title"), (Event(title: " ", startsAt: now), "title"),
      (Event(title: "a\nb", startsAt: now), "one line"),
      (Event(title: "x", startsAt: nil), "begins"),
      (Event(title: "x", startsAt: now, endsAt: now), "ends after"),
      (Event(title: "x", startsAt: now, timeZone: "Europe/Redon"), "time zone"),
      (Event(title: "x", startsAt: now, capacity: 0), "capacity"),
      (Event(title: "x", startsAt: now, joinMode: .external), "external"),
      (
        Event(title: "x", startsAt: now, places: [.init(url: "javascript:x", isVirtual: true)]),
        "web address"
      ),
    ]
    for (event, word) in wrong {
      var draft = PostDraft(source: "x", audience: .public)
      draft.event = event
      let written = draft
      let refusal = await #expect(throws: Refusal.self) {
        _ = try await node.outbox.publish(written, as: alice.id)
      }
      #expect("\(try required(refusal))".contains(word))
    }
  }
}
