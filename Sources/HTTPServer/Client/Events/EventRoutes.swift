import Federation
import Foundation
import HTTPTypes
import Hummingbird
import Model
import Storage
import StrictJSON

/// Events: held, found in a calendar, attended.
struct EventRoutes: ClientNoun {
  let client: ClientServices

  init(_ client: ClientServices) { self.client = client }

  private static let read = ClientRoute.Access.reading(.named("read:statuses"))
  private static let write = ClientRoute.Access.member(.named("write:statuses"))
  private static let start = "/api/maillage/v1/events"

  var routes: [ClientRoute] {
    [
      get(Self.start, Self.read, list)
        .described(
          "[Status]",
          takes: """
            from string, until string, account_id string, group_id string, attending boolean, \
            local boolean, limit integer
            """
        ),
      post(Self.start, Self.write, publish)
        .described("Status", takes: Self.draft),
      put("\(Self.start)/:id", Self.write, edit).described("Status", takes: Self.draft),
      post("\(Self.start)/:id/join", Self.write, join)
        .described("Attendance", takes: "message string"),
      post("\(Self.start)/:id/leave", Self.write, leave).described("Status"),
      get("\(Self.start)/:id/attendees", .member(.named("read:statuses")), attendees)
        .described("[Attendance]"),
      post("\(Self.start)/:id/attendees/:account/accept", Self.write) { call in
        try await answer(call, isWelcome: true)
      }.described("Attendance"),
      post("\(Self.start)/:id/attendees/:account/reject", Self.write) { call in
        try await answer(call, isWelcome: false)
      }.described("Attendance"),
      get("\(Self.start)/:id/invitation", .member(.named("read:statuses")), invitation)
        .described("CalendarText"),
      post("/api/maillage/v1/calendar", Self.write, makeCalendar).described("CalendarAddress"),
      delete("/api/maillage/v1/calendar", Self.write, endCalendar),
    ]
  }

  private static let draft: StaticString = """
    status! string, visibility string, local_only boolean, territory string, group_id string, \
    in_reply_to_id string, quoted_status_id string, spoiler_text string, sensitive boolean, \
    language string, media_ids [string], media_attributes [MediaWish], poll PollWish, \
    quote_approval_policy string, federated boolean, maillage PostWish, \
    title! string, starts_at string, ends_at string, time_zone string, event_status string, \
    join_mode string, participation_url string, capacity integer, categories [string], places [EventPlaceWish]
    """

  // MARK: Finding

  private func list(_ call: ClientCall) async throws -> ClientReply {
    let parameters = call.parameters
    func moment(_ name: String) throws -> Date? {
      guard let text = parameters.filled(name) else { return nil }
      guard let date = EventTime.date(text, in: .gmt) else {
        throw Refusal.malformed("\(name) is a time such as 2026-12-05T00:00:00Z.")
      }
      return date
    }
    var choice = EventWish.Choice.all
    if let id = parameters.filled("account_id").flatMap(call.number(in:)) {
      choice = .author(ActorID(rawValue: id))
    } else if let id = parameters.filled("group_id").flatMap(call.number(in:)) {
      choice = .group(ActorID(rawValue: id))
    } else if parameters.bool("attending") == true {
      choice = .attended(try call.member)
    }
    var wish = EventWish(
      choice,
      from: try moment("from") ?? client.now,
      until: try moment("until") ?? .distantFuture,
      limit: min(max(parameters.number("limit") ?? 40, 1), 80)
    )
    wish.onlyHere = parameters.bool("local") == true
    return ClientReply(
      .array(
        try await client.read(for: call.viewer) { [wish] maker in
          try maker.statuses(maker.tx.posts.events(wish, for: maker.reader))
        }
      )
    )
  }

  // MARK: Holding

  private func publish(_ call: ClientCall) async throws -> ClientReply {
    let member = try call.member
    var draft = try await client.newDraft(of: call)
    draft.event = try Event(call.parameters)
    if let id = call.parameters.filled("group_id") {
      draft.group = try await group(call.number(in: id))
      draft.audience = nil
    }
    let post = try await client.services.outbox.publish(draft, as: member)
    return try await reply(post.id, to: call)
  }

  private func group(_ number: Int64?) async throws -> ActorProfile {
    guard let number,
      let group = try await client.database.read({ try $0.actors.find(ActorID(rawValue: number)) }),
      group.kind == .group
    else { throw Refusal.malformed("group_id names no group.") }
    return group
  }

  private func edit(_ call: ClientCall) async throws -> ClientReply {
    let member = try call.member
    let old = try await own(call)
    var draft = try await client.draft(try StatusDraft(call.parameters), by: member)
    draft.event = try Event(call.parameters, changing: old.body.event)
    if !call.parameters.has("media_ids") { draft.attachments = old.body.attachments }
    draft.audience = old.audience
    draft.territory = old.territory.flatMap(Digest.init(text:))
    _ = try await client.services.outbox.edit(old.id, to: draft, as: member)
    return try await reply(old.id, to: call)
  }

  private func own(_ call: ClientCall) async throws -> Post {
    let (member, id) = (try call.member, PostID(rawValue: try call.number()))
    let found = try await client.database.read { try $0.posts.find(id) }
    guard let found, found.authorID == member, found.body.event != nil else { throw Refusal.absent }
    return found
  }

  private func reply(_ id: PostID, to call: ClientCall) async throws -> ClientReply {
    guard let json = try await client.read(for: call.viewer, { try $0.status(id) }) else {
      throw Refusal.absent
    }
    return ClientReply(json)
  }

  // MARK: Taking part

  /// An event that the member may read.
  private func event(_ call: ClientCall) async throws -> ReadablePost {
    let id = try call.number()
    let found = try await client.read(for: try call.member) { try $0.readable(id) }
    guard found.post.body.event != nil else { throw Refusal.absent }
    return found
  }

  private func join(_ call: ClientCall) async throws -> ClientReply {
    let member = try call.member
    let found = try await event(call)
    let attendance = try await client.services.outbox.join(
      found.post.uri,
      saying: call.parameters.filled("message"),
      as: member
    )
    return ClientReply(try await client.read(for: member) { try $0.attendance(attendance) })
  }

  private func leave(_ call: ClientCall) async throws -> ClientReply {
    let found = try await event(call)
    try await client.services.outbox.leave(found.post.uri, as: try call.member)
    return try await reply(found.post.id, to: call)
  }

  /// To its organizer everybody who asked; to who takes part those who do, too.
  private func attendees(_ call: ClientCall) async throws -> ClientReply {
    let member = try call.member
    let found = try await event(call)
    return ClientReply(
      .array(
        try await client.read(for: member) { maker in
          let attendances = maker.tx.attendances
          let isOrganizer = found.post.authorID == member
          let own = try attendances.find(member, in: found.post.id)
          guard isOrganizer || own?.state == .accepted else {
            return try own.map { [try maker.attendance($0)] } ?? []
          }
          return try attendances.list(
            of: found.post.id,
            isOrganizer ? nil : .accepted,
            limit: EventWish.most
          ).map { try maker.attendance($0) }
        }
      )
    )
  }

  private func answer(_ call: ClientCall, isWelcome: Bool) async throws -> ClientReply {
    let member = try call.member
    let post = try await own(call)
    let guest = ActorID(rawValue: try call.number("account"))
    try await client.services.outbox.answer(guest, in: post.id, isWelcome: isWelcome, as: member)
    return ClientReply(
      try await client.read(for: member) { maker in
        guard let found = try maker.tx.attendances.find(guest, in: post.id) else {
          throw Refusal.absent
        }
        return try maker.attendance(found)
      }
    )
  }

  // MARK: Calendars

  /// The invitation of who asks, to keep in a calendar of one's own.
  private func invitation(_ call: ClientCall) async throws -> ClientReply {
    let member = try call.member
    let found = try await event(call)
    let (actor, known) = try await client.database.read { tx in
      (try tx.actors.find(member), try tx.attendances.find(member, in: found.post.id))
    }
    guard let actor else { throw Refusal.absent }
    let entry = CalendarFile.Entry(found.post, by: found.author, for: (actor, known?.state))
    return ClientReply(["text": .string(CalendarFile([entry], .request).text)])
  }

  /// Makes the address of a calendar with what the member takes part in; an earlier one ends.
  private func makeCalendar(_ call: ClientCall) async throws -> ClientReply {
    let (member, secret, now) = (try call.member, ClientSecret(), client.now)
    try await client.database.write { tx in
      try tx.attendances.setFeed(digest: secret.digest, of: member, at: now)
    }
    return ClientReply(["url": .string("\(call.origin)/calendar/\(secret.text).ics")])
  }

  private func endCalendar(_ call: ClientCall) async throws -> ClientReply {
    let (member, now) = (try call.member, client.now)
    try await client.database.write { tx in
      try tx.attendances.setFeed(digest: nil, of: member, at: now)
    }
    return .empty
  }
}

extension EntityMaker {
  /// Somebody who takes part in an event, or asked to.
  func attendance(_ attendance: Attendance) throws -> JSON {
    guard let actor = try tx.actors.find(attendance.actorID) else { throw Refusal.absent }
    return [
      "event_id": Self.id(attendance.postID.rawValue), "account": try account(actor),
      "state": .string(attendance.state.rawValue),
      "message": attendance.message.map(JSON.string) ?? .null,
      "created_at": Self.time(attendance.createdAt),
    ]
  }
}
