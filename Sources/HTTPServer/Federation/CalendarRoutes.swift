import Federation
import Foundation
import HTTPTypes
import Hummingbird
import Model
import Storage

/// Calendars that any calendar program reads (iCalendar, RFC 5545): what is for everyone, and by a
/// secret address what concerns one member.
struct CalendarRoutes: Sendable {
  let services: FederationServices

  func add(to router: Router<MaillageRequestContext>) {
    router.get("/posts/:id/event.ics") { _, context in
      try await event(PostID(rawValue: try context.number()))
    }
    router.get("/events.ics") { _, _ in
      try await calendar(.all, named: services.addresses.origin.authority, for: .anyone)
    }
    for (folder, kind) in [("users", ActorProfile.Kind.person), ("groups", .group)] {
      router.get("/\(folder)/:name/events.ics") { _, context in
        let name = try context.name()
        let actor = try await services.database.read { tx in
          try LocalActors(addresses: services.addresses).find(kind, named: name, in: tx)
        }
        let choice: EventWish.Choice = kind == .group ? .group(actor.id) : .author(actor.id)
        return try await calendar(choice, named: actor.displayName, for: .anyone)
      }
    }
    router.get("/calendar/:secret") { _, context in
      let name = context.parameters.get("secret") ?? ""
      guard name.hasSuffix(".ics") else { throw Refusal.absent }
      let digest = ClientSecret.digest(of: String(name.dropLast(4)))
      let member = try await services.database.read { try $0.attendances.member(feed: digest) }
      guard let member else { throw Refusal.absent }
      let authority = services.addresses.origin.authority
      return try await calendar(.attended(member), named: authority, for: .member(member))
    }
  }

  /// One event that is for everyone.
  private func event(_ id: PostID) async throws -> Response {
    let found = try await services.database.read { tx in
      try LocalPosts(services.addresses).find(id, for: .anyone, in: tx)
    }
    guard found.post.body.event != nil else { throw Refusal.absent }
    let file = CalendarFile([CalendarFile.Entry(found.post, by: found.author)])
    return Self.answer(file, isPublic: true)
  }

  /// What was a month ago is shown still, so that programs that look seldom do not lose it.
  private static let lookBack: TimeInterval = 31 * 86_400

  private func calendar(
    _ choice: EventWish.Choice,
    named name: String,
    for reader: Reader
  ) async throws -> Response {
    let from = services.now().addingTimeInterval(-Self.lookBack)
    var wish = EventWish(choice, from: from, limit: EventWish.most)
    // The public calendar of a node is of its own: others have theirs.
    wish.onlyHere = choice == .all
    let found = try await services.database.read { [wish] tx in
      try tx.posts.events(wish, for: reader).filter { choice != .all || $0.post.isListed }
    }
    let entries = found.map { CalendarFile.Entry($0.post, by: $0.author) }
    let isPublic = reader == .anyone
    return Self.answer(CalendarFile(entries, named: name), isPublic: isPublic)
  }

  private static func answer(_ file: CalendarFile, isPublic: Bool) -> Response {
    let headers: HTTPFields = [
      .contentType: CalendarFile.mediaType,
      .cacheControl: isPublic ? "public, max-age=300" : "private, no-store",
    ]
    return Response(status: .ok, headers: headers, body: ResponseBody(Array(file.text.utf8)))
  }
}
