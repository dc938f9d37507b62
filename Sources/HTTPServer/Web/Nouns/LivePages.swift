import Federation
import HTTPTypes
import Hummingbird
import Model
import NIOCore
import StrictJSON

/// What the script of pages asks for: how much is new, as it happens, and names while one writes.
struct LivePages: PageNoun {
  let site: PageSite

  init(_ site: PageSite) { self.site = site }

  var routes: [PageRoute] {
    [get("/live", .member, live), get("/complete", .member, complete)]
  }

  // MARK: What is new

  /// How many new posts are counted; more are said to be more.
  private static let most = 40

  /// A timeline that a page shows.
  private struct Timeline {
    let stream: LiveHub.Stream
    let path: String
    var fields: [String: String] = [:]
    /// The newest post that the page shows.
    let since: String

    /// - Returns: Nothing for a page without one.
    /// - Throws: `Refusal.malformed` for one that there is not.
    init?(_ parameters: Parameters) throws(Refusal) {
      guard let name = parameters.filled("timeline") else { return nil }
      since = parameters.filled("since").flatMap { Int64($0) }.map(String.init) ?? "0"
      switch name {
      case "home": (stream, path) = (.user, "/api/v1/timelines/home")
      case "organisation":
        (stream, path) = (.everyone(.local, onlyMedia: false), "/api/v1/timelines/public")
        fields["local"] = "true"
      case "everyone":
        (stream, path) = (.everyone(.all, onlyMedia: false), "/api/v1/timelines/public")
      case "territory":
        let id = parameters.filled("territory").flatMap(Digest.init(text:))
        guard let id else { throw .malformed("A territory is named by its number.") }
        (stream, path) = (.territory(id.text), "/api/maillage/v1/timelines/territory")
        fields["territory"] = id.text
      default: throw .malformed("There is no such timeline.")
      }
      fields["since_id"] = since
      fields["limit"] = String(LivePages.most)
    }
  }

  /// Server-sent events (WHATWG HTML §9.2) that say how many posts and notifications are new, in a
  /// sentence of the reader's language; they end with the session.
  private func live(_ call: PageCall) async throws -> PageReply {
    guard let signedIn = call.signedIn else { throw Refusal.absent }
    let timeline = try Timeline(call.parameters)
    let (hub, cutOff) = (call.client.services.live, CutOff(call.context.channel))
    let (session, member) = (signedIn.session.id, signedIn.member.actorID)
    let (seat, messages) = try hub.sit(
      LiveHub.Listener(.session(session), member: member, hearsNotifications: false),
      Set([.notifications] + (timeline.map { [$0.stream] } ?? [])),
      whenCut: cutOff.cut
    )
    let body = ResponseBody { writer in
      cutOff.begin()
      defer {
        cutOff.finish()
        hub.leave(seat)
      }
      // What ends a session does so before it cuts off those who listen.
      let database = call.client.database
      guard (try? await database.read { try $0.webSessions.exists(session, of: member) }) == true
      else { return try await writer.finish(nil) }
      try await writer.write(ByteBuffer(string: "retry: 5000\n\n"))
      var news: News?
      if let timeline {
        let read = try await News(timeline, call)
        try await writer.write(read.event(call))
        news = read
      }
      for await message in messages {
        switch message.event {
        case nil: try await writer.write(ByteBuffer(string: ":\n"))
        case "notification": try await writer.write(Self.notices(call))
        case "update", "delete":
          guard try await news?.takes(message, call) == true, let news else { continue }
          try await writer.write(news.event(call))
        default: break
        }
      }
      try await writer.finish(nil)
    }
    let headers: HTTPFields = [
      .contentType: "text/event-stream", .cacheControl: "private, no-store",
    ]
    return .response(Response(status: .ok, headers: headers, body: body))
  }

  /// What is new in a timeline since its page was made: read once, then counted as it comes.
  private struct News: Sendable {
    private let timeline: Timeline
    /// The numbers of what is new, up to so many.
    private var numbers: Set<String> = []

    init(_ timeline: Timeline, _ call: PageCall) async throws {
      self.timeline = timeline
      try await read(call)
    }

    private mutating func read(_ call: PageCall) async throws {
      let posts = try await call.ask(timeline.path, timeline.fields).array ?? []
      numbers = Set(posts.compactMap { $0["id"]?.string })
    }

    /// - Returns: Whether there is now more or less that is new.
    mutating func takes(_ message: LiveHub.Message, _ call: PageCall) async throws -> Bool {
      let isFull = numbers.count >= LivePages.most
      guard message.event == "delete" else {
        // What was read already comes once more where it came in between.
        guard !isFull, let number = try JSON.parse(Array(message.payload.utf8))["id"]?.string else {
          return false
        }
        return numbers.insert(number).inserted
      }
      guard numbers.contains(message.payload) else { return false }
      // Of more than are counted, another one takes its place.
      guard isFull else { return numbers.remove(message.payload) != nil }
      try await read(call)
      return true
    }

    func event(_ call: PageCall) -> ByteBuffer {
      let count = numbers.count
      let words =
        count < LivePages.most
        ? call.words.text("new-posts", count: count) : call.words.text("many-new-posts")
      return LivePages.event("posts", count, words)
    }
  }

  private static func notices(_ call: PageCall) async throws -> ByteBuffer {
    let count = try await call.ask("/api/v1/notifications/unread_count")["count"]?.int ?? 0
    return event("notices", count, call.words.text("new-notices", count: count))
  }

  private static func event(_ name: String, _ count: Int, _ words: String) -> ByteBuffer {
    let told: JSON = ["count": .integer(count), "words": .string(words)]
    return ByteBuffer(string: "event: \(name)\ndata: \(told.text())\n\n")
  }

  // MARK: Names

  /// What begins as somebody writes it: people after `@`, hashtags after `#`.
  private func complete(_ call: PageCall) async throws -> PageReply {
    let typed = call.parameters.filled("q") ?? ""
    let query = String(typed.dropFirst())
    var found: [JSON] = []
    if !query.isEmpty, typed.count <= 100 {
      let isTag = typed.hasPrefix("#")
      let fields = ["q": query, "limit": "5", "type": isTag ? "hashtags" : "accounts"]
      let answer = try await call.ask("/api/v2/search", fields)
      found =
        isTag
        ? (answer["hashtags"]?.array ?? []).compactMap { tag in
          tag["name"]?.string.map { ["text": .string("#\($0)"), "name": ""] }
        }
        : (answer["accounts"]?.array ?? []).map { account in
          let shown = ShownAccount(account).json
          return [
            "text": .string("@\(shown["acct"]?.string ?? "")"),
            "name": shown["plain_name"] ?? "",
          ]
        }
    }
    let headers: HTTPFields = [
      .contentType: "application/json", .cacheControl: "private, no-store",
    ]
    let body = ResponseBody(Array(JSON.array(found).text().utf8))
    return .response(Response(status: .ok, headers: headers, body: body))
  }
}
