import Federation
import Foundation
import Logging
import Model
import ServiceLifecycle
import Storage
import StrictJSON

/// Reads what has happened, once, and gives each stream what its member may see.
package struct StreamFeed: Service {
  private let client: ClientServices

  /// How often a stream shows that it lives.
  private static let beat = Duration.seconds(15)

  package init(_ server: WebServer) { client = server.client }

  private var hub: LiveHub { client.services.live }

  package func run() async throws {
    await cancelWhenGracefulShutdown {
      await withDiscardingTaskGroup { group in
        group.addTask {
          while !Task.isCancelled {
            try? await Task.sleep(for: Self.beat)
            for seat in hub.seats { hub.send(LiveHub.Message(nil), to: seat.number) }
          }
        }
        // What was left when the node ended.
        await tellUntold()
        for await event in hub.events { await take(event) }
        group.cancelAll()
      }
    }
  }

  private func tellUntold() async {
    do {
      try await PushNotices(client: client).enqueueUntold()
    } catch {
      client.services.logger.warning("Apps were not told.", metadata: ["error": "\(error)"])
    }
  }

  private func take(_ event: LiveHub.Event) async {
    do {
      switch event {
      case .stored(.posted(let id)): try await show(id, as: "update")
      case .stored(.edited(let id)): try await show(id, as: "status.update")
      case .stored(.deleted(let id, let readers)): tellDeletion(of: id.rawValue, to: readers)
      case .stored(.unboosted(let number, let booster)):
        try await tellDeletion(ofBoost: number, by: booster)
      case .stored(.notified(let id)): try await notify(id)
      // The hub has cut off who listened with it.
      case .stored(.tokenEnded), .stored(.sessionEnded): break
      case .stored(.announced(let id)): try await announce(id)
      case .stored(.announcementEnded(let id)):
        tellMembers(.init("announcement.delete", String(id)))
      case .reactedToAnnouncement(let id, let name): try await tellReaction(name, to: id)
      case .boosted(let number): try await showBoost(number)
      case .filtersChanged(let member):
        for seat in hub.seats where seat.listener.member == member {
          send(.init("filters_changed"), to: seat, on: [.user])
        }
      }
    } catch {
      client.services.logger.warning("A stream was not fed.", metadata: ["error": "\(error)"])
    }
  }

  // MARK: Posts

  /// What decides which streams a post is on.
  private struct Place: Sendable {
    let post: Post
    let home: Set<ActorID>
    let addressed: Set<ActorID>
    let lists: Set<Int64>
  }

  private func show(_ id: PostID, as event: String) async throws {
    let found = try await client.database.read { tx -> Place? in
      guard let post = try tx.posts.find(id) else { return nil }
      return Place(
        post: post,
        home: try tx.timelines.members(with: id),
        addressed: Set(try tx.posts.addressees(of: id).map(\.id)).union([post.authorID]),
        lists: try tx.timelines.lists(with: id)
      )
    }
    guard let place = found else { return }
    var wanted: [(LiveHub.Seat, [LiveHub.Stream])] = []
    for seat in hub.seats {
      let streams = seat.streams.filter { isOn($0, place, seat.listener.member) }
      if !streams.isEmpty { wanted.append((seat, Array(streams))) }
    }
    let lists = wanted.flatMap { seat, streams in
      streams.filter(\.isList).map { (seat, $0) }
    }
    wanted = wanted.map { seat, streams in (seat, streams.filter { !$0.isList }) }
    try await deliver(wanted.filter { !$0.1.isEmpty }, event) { maker in
      try maker.tx.posts.comingAcross(id, for: maker.reader).map { try maker.status($0) }
    }
    for (seat, stream) in lists {
      guard case .list(let number) = stream else { continue }
      try await deliver([(seat, [stream])], event) { try $0.line(id.rawValue, ofList: number) }
    }
    if place.post.audience == .direct, event == "update" { try await tellConversation(place) }
  }

  /// A direct post is news in the conversation of each who takes part.
  private func tellConversation(_ place: Place) async throws {
    let wanted = hub.seats.compactMap { seat -> (LiveHub.Seat, [LiveHub.Stream])? in
      let streams = seat.streams.filter { $0 == .user || $0 == .direct }
      guard let member = seat.listener.member, place.addressed.contains(member), !streams.isEmpty
      else { return nil }
      return (seat, Array(streams))
    }
    try await deliver(wanted, "conversation") { maker in
      guard let member = maker.viewer,
        let number = try maker.tx.conversations.number(of: place.post, for: member)
      else { return nil }
      return try maker.tx.conversations.find(number, of: member).map(maker.conversation)
    }
  }

  private func isOn(_ stream: LiveHub.Stream, _ place: Place, _ member: ActorID?) -> Bool {
    let post = place.post
    let isEveryones = post.audience == .public && post.isListed
    switch stream {
    case .user: return member.map(place.home.contains) ?? false
    case .notifications: return false
    // Of direct posts it tells the conversation.
    case .direct: return false
    case .everyone(let origin, let onlyMedia):
      guard !onlyMedia || !post.body.attachments.isEmpty else { return false }
      // Members see on the local stream what is for the node too; reading decides that.
      let isHere = post.isListed && [.public, .territory, .node].contains(post.audience)
      return switch origin {
      case .all: isEveryones
      case .local: post.isLocal && (isEveryones || (isHere && member != nil))
      case .remote: !post.isLocal && isEveryones
      }
    case .hashtag(let name, let isLocal):
      return isEveryones && (!isLocal || post.isLocal) && post.body.hashtags.contains(name)
    case .list(let id): return place.lists.contains(id)
    case .territory(let id): return post.territory == id && post.isListed
    }
  }

  private func showBoost(_ number: Int64) async throws {
    let (home, lists) = try await client.database.read { tx in
      (try tx.timelines.members(withEntry: number), try tx.timelines.lists(withEntry: number))
    }
    let wanted = hub.seats.compactMap { seat -> (LiveHub.Seat, [LiveHub.Stream])? in
      guard let member = seat.listener.member, home.contains(member), seat.streams.contains(.user)
      else { return nil }
      return (seat, [.user])
    }
    try await deliver(wanted, "update") { try $0.statusOrBoost(number) }
    for seat in hub.seats {
      for case .list(let list) in seat.streams where lists.contains(list) {
        try await deliver([(seat, [.list(list)])], "update") { try $0.line(number, ofList: list) }
      }
    }
  }

  // MARK: What is gone

  /// Tells only those who could be shown it: a number says that there was something, and when.
  private func tellDeletion(of number: Int64, to readers: FormerReaders) {
    for seat in hub.seats {
      let streams = seat.streams.filter { stream in
        switch readers {
        case .anyone: stream.hasPosts
        case .members: stream.hasPosts && seat.listener.member != nil
        case .only(let members):
          stream.isOwn && seat.listener.member.map(members.contains) == true
        }
      }
      send(.init("delete", String(number)), to: seat, on: streams)
    }
  }

  private func tellDeletion(ofBoost number: Int64, by booster: ActorID) async throws {
    let members = try await client.database.read { tx -> Set<ActorID> in
      guard try tx.posts.boosted(by: number) == nil else { return [] }
      return try tx.timelines.members(following: booster)
    }
    tellDeletion(of: number, to: .only(members))
  }

  // MARK: Notifications

  private func notify(_ id: Int64) async throws {
    let found = try await client.database.read {
      try $0.notifications.latest(after: id - 1, limit: 1).first
    }
    guard let found, found.id == id else { return }
    try await PushNotices(client: client).enqueueUntold()
    let wanted = hub.seats.compactMap { seat -> (LiveHub.Seat, [LiveHub.Stream])? in
      let streams = seat.streams.filter {
        $0 == .notifications || ($0 == .user && seat.listener.hearsNotifications)
      }
      guard seat.listener.member == found.memberID, !streams.isEmpty else { return nil }
      return (seat, Array(streams))
    }
    try await deliver(wanted, "notification") { maker in
      try maker.tx.notifications.find(id, of: found.memberID).map {
        try NotificationEntity($0, by: maker).json
      }
    }
  }

  // MARK: Announcements

  private func announce(_ id: Int64) async throws {
    let payload = try await client.read(for: nil) { maker in
      try maker.tx.announcements.find(id).map { try maker.announcement($0).text() }
    }
    if let payload { tellMembers(.init("announcement", payload)) }
  }

  /// Tells how often an emoji stands below an announcement now.
  private func tellReaction(_ name: String, to id: Int64) async throws {
    let reactions = try await client.database.read {
      try $0.announcements.reactions(to: id, for: nil)
    }
    let count = reactions.first { $0.name == name }?.count ?? 0
    let payload: JSON = [
      "name": .string(name), "count": .integer(count), "announcement_id": EntityMaker.id(id),
    ]
    tellMembers(.init("announcement.reaction", payload.text()))
  }

  private func tellMembers(_ message: LiveHub.Message) {
    for seat in hub.seats where seat.listener.member != nil { send(message, to: seat, on: [.user]) }
  }

  // MARK: Sending

  /// Makes a payload with the eyes of each member once, and sends it to its streams.
  private func deliver(
    _ wanted: [(LiveHub.Seat, [LiveHub.Stream])],
    _ event: String,
    _ make: @escaping @Sendable (EntityMaker) throws -> JSON?
  ) async throws {
    for (member, entries) in Dictionary(grouping: wanted, by: { $0.0.listener.member }) {
      let payload = try await client.read(for: member) { maker -> String? in
        do { return try make(maker)?.text() } catch Refusal.absent { return nil }
      }
      guard let payload else { continue }
      for (seat, streams) in entries { send(.init(event, payload), to: seat, on: streams) }
    }
  }

  private func send(
    _ message: LiveHub.Message,
    to seat: LiveHub.Seat,
    on streams: some Sequence<LiveHub.Stream>
  ) {
    for stream in streams where seat.streams.contains(stream) {
      var message = message
      message.stream = stream
      hub.send(message, to: seat.number)
    }
  }
}

extension EntityMaker {
  /// A post as it stands in one of the viewer's lists; nothing where it is not shown there.
  fileprivate func line(_ entry: Int64, ofList number: Int64) throws -> JSON? {
    guard let viewer, let list = try tx.lists.find(number, of: viewer) else { return nil }
    let page = Page(before: entry + 1, after: entry - 1, limit: 1)
    return try tx.timelines.list(list, of: viewer, page).first.map { try status($0) }
  }
}

extension LiveHub.Stream {
  fileprivate var isList: Bool {
    if case .list = self { true } else { false }
  }

  /// Whether what is for few comes on it.
  fileprivate var isOwn: Bool { self == .user || self == .direct || isList }

  /// Whether posts come on it.
  fileprivate var hasPosts: Bool { self != .notifications }
}

/// Ends all streams as soon as the node is told to stop: the server waits for its connections, and
/// these would stay open.
package struct StreamEnd: Service {
  private let hub: LiveHub

  package init(_ server: WebServer) { hub = server.client.services.live }

  package func run() async throws {
    try? await gracefulShutdown()
    hub.close()
  }
}
