import ArgumentParser
import Federation
import Foundation
import Model
import Node
import Storage

/// `maillage event list`.
struct EventListCommand: NodeCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List events to come, the next first.",
    discussion: """
      Without --as it lists what is for everyone.

      Example: maillage event list --as bob --attending
      """
  )

  @OptionGroup var options: GlobalOptions

  @Option(name: .customLong("as"), help: "Look with the eyes of this member.")
  var reader: String?

  @Flag(help: "Those in which this member takes part, or which it holds.")
  var attending = false

  @Option(help: "Those that a group shows.")
  var group: String?

  @Option(help: "Those that end after this.")
  var from: String?

  @Option(help: "Those that begin before this.")
  var until: String?

  @Option(help: "How many.")
  var limit = 20

  func validate() throws {
    if attending, reader == nil { throw ValidationError("--attending goes with --as.") }
  }

  func execute(on node: OpenNode, _ call: Call) async throws -> Report {
    let member = try await node.member(looking: reader)
    var choice = EventWish.Choice.all
    if let group { choice = .group(try await node.actor(at: group).id) }
    if attending, let member { choice = .attended(member.actorID) }
    let wish = EventWish(
      choice,
      from: try moment(from) ?? node.services.now(),
      until: try moment(until) ?? .distantFuture,
      limit: limit
    )
    let eyes = member.map { Reader.member($0.actorID) } ?? .anyone
    let posts = try await node.database.read { tx in
      try tx.posts.events(wish, for: eyes).map { PostShape($0.post, by: $0.author) }
    }
    let text = posts.map { $0.shown() }.joined(separator: "\n\n")
    return try Report(text.isEmpty ? "No events." : text, posts)
  }

  private func moment(_ text: String?) throws -> Date? {
    guard let text else { return nil }
    let zone = TimeZone(identifier: "Europe/Paris") ?? .gmt
    guard let date = EventTime.date(text.count == 10 ? "\(text)T00:00" : text, in: zone) else {
      throw Refusal.malformed("‘\(text)’ is no day or time, such as 2026-12-05.")
    }
    return date
  }
}

extension OpenNode {
  /// The member whose eyes a command looks with, if it says whose.
  fileprivate func member(looking name: String?) async throws -> Member? {
    guard let name else { return nil }
    return try await member(named: name)
  }
}

/// `maillage event show URL`.
struct EventShowCommand: NodeCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show an event.",
    discussion: "Example: maillage event show https://atelier.example/posts/1"
  )

  @OptionGroup var options: GlobalOptions

  @Argument(help: "The event.")
  var url: String

  func execute(on node: OpenNode, _ call: Call) async throws -> Report {
    let (post, _) = try await node.event(at: url)
    return try await node.reportInFull(of: post)
  }
}

extension OpenNode {
  /// A post over several lines.
  fileprivate func reportInFull(of post: Post) async throws -> Report {
    guard let author = try await database.read({ try $0.actors.find(post.authorID) }) else {
      throw Refusal.absent
    }
    let shape = PostShape(post, by: author)
    return try Report(shape.shown(), shape)
  }
}

/// `maillage event calendar`.
struct EventCalendarCommand: NodeCommand {
  static let configuration = CommandConfiguration(
    commandName: "calendar",
    abstract: "Print events as an iCalendar file.",
    discussion: """
      With --event one alone, with --as the invitation of that member to it, or else what it takes \
      part in; without either, what is for everyone. The same is at /events.ics and, for each \
      member and group, at …/events.ics.

      Example: maillage event calendar --as bob
      """
  )

  @OptionGroup var options: GlobalOptions

  @Option(name: .customLong("as"), help: "Look with the eyes of this member.")
  var reader: String?

  @Option(help: "The address of one event.")
  var event: String?

  func execute(on node: OpenNode, _ call: Call) async throws -> Report {
    let file = try await file(on: node)
    return try Report(file.text, ["text": file.text])
  }

  private func file(on node: OpenNode) async throws -> CalendarFile {
    let member = try await node.member(looking: reader)
    let eyes = member.map { Reader.member($0.actorID) } ?? .anyone
    guard let event else {
      let wish = EventWish(
        member.map { .attended($0.actorID) } ?? .all,
        from: node.services.now(),
        limit: EventWish.most
      )
      let found = try await node.database.read { try $0.posts.events(wish, for: eyes) }
      return CalendarFile(found.map { CalendarFile.Entry($0.post, by: $0.author) })
    }
    let (post, _) = try await node.event(at: event)
    let entry = try await node.database.read { tx -> CalendarFile.Entry? in
      guard let found = try tx.posts.readable(post.id, by: eyes) else { return nil }
      let guest = try member.flatMap { try tx.actors.find($0.actorID) }
      return CalendarFile.Entry(
        found.post,
        by: found.author,
        for: try guest.map { ($0, try tx.attendances.find($0.id, in: post.id)?.state) }
      )
    }
    guard let entry else { throw NotFound("\(event) may not be seen.") }
    return CalendarFile([entry], member == nil ? .publish : .request)
  }
}
