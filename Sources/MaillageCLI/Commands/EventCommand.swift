import ArgumentParser
import Federation
import Foundation
import Model
import Node
import Storage

/// `maillage event`: where people meet.
struct EventCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "event",
    abstract: "Hold events, find them, and take part.",
    discussion: "Example: maillage event list",
    subcommands: [
      EventCreateCommand.self, EventEditCommand.self, EventCancelCommand.self,
      EventListCommand.self, EventShowCommand.self, EventJoinCommand.self,
      EventLeaveCommand.self, EventAttendeesCommand.self, EventAcceptCommand.self,
      EventRejectCommand.self, EventCalendarCommand.self,
    ]
  )
}

extension Event.JoinMode: ExpressibleByArgument {}
extension Event.Status: ExpressibleByArgument {}

/// When and where an event takes place.
struct EventOptions: ParsableArguments {
  @Option(help: "When it begins: 2026-12-05T18:00, in its time zone.")
  var starts: String?

  @Option(help: "When it ends.")
  var ends: String?

  @Option(help: "Its time zone (IANA); without: Europe/Paris.")
  var zone: String?

  @Option(help: "Where: a name or an address.")
  var place: String?

  @Option(help: "In which commune: its name or its INSEE code.")
  var commune: String?

  @Option(help: "Its address on the net, for who takes part from afar.")
  var online: String?

  @Option(help: "For how many there is room.")
  var capacity: Int?

  @Option(
    name: .customLong("category"),
    help: "What it is about, a word of FEP-8a8e such as WORKSHOPS_SKILL_SHARING; several times."
  )
  var categories: [String] = []

  @Option(help: "How one takes part: free, restricted (you say yes or no), invite, none, external.")
  var join: Event.JoinMode?

  @Option(help: "Where one takes part, with --join external.")
  var participation: String?

  /// The event with what is said of it.
  func applied(to event: Event) throws -> Event {
    var event = event
    if let zone { event.timeZone = zone }
    guard let name = event.timeZone, let timeZone = TimeZone(identifier: name) else {
      throw Refusal.malformed("‘\(event.timeZone ?? "")’ is no time zone, such as Europe/Paris.")
    }
    func moment(_ option: String, _ text: String) throws -> Date {
      guard let date = EventTime.date(text, in: timeZone) else {
        throw Refusal.malformed("--\(option) is a time such as 2026-12-05T18:00.")
      }
      return date
    }
    if let starts { event.startsAt = try moment("starts", starts) }
    if let ends { event.endsAt = try moment("ends", ends) }
    if let capacity { event.capacity = capacity }
    if !categories.isEmpty { event.categories = categories }
    if let join { event.joinMode = join }
    if let participation {
      event.participationURL = participation
      if join == nil { event.joinMode = .external }
    }
    let places = try self.places
    if !places.isEmpty { event.places = places }
    return event
  }

  private var places: [Event.Place] {
    get throws {
      var places: [Event.Place] = []
      if place != nil || commune != nil {
        var found = Event.Place(name: place)
        if let commune { found.locate(in: try Communes.named(commune)) }
        places.append(found)
      }
      if let online { places.append(Event.Place(url: online, isVirtual: true)) }
      return places
    }
  }
}

/// `maillage event create NAME TITLE TEXT`.
struct EventCreateCommand: ChangingCommand {
  static let configuration = CommandConfiguration(
    commandName: "create",
    abstract: "Announce an event as a member.",
    discussion: """
      Whoever may read it may take part, unless --join says otherwise; those whom the text names \
      are invited. With --group it is for that group.

      Example: maillage event create lea "Portes ouvertes" "Venez voir l’atelier." \
      --starts 2026-12-05T18:00 --ends 2026-12-05T20:00 --commune Redon --audience public
      """
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var changing: ChangeOptions

  @Argument(help: "The member who holds it.")
  var name: String

  @Argument(help: "What it is called.")
  var title: String

  @Argument(help: "What it is about, in Markdown.")
  var text: String

  @OptionGroup var details: EventOptions

  @Option(help: "node, territory, public, followers or direct.")
  var audience: Audience?

  @Option(help: "For which territory, where the node belongs to several.")
  var territory: String?

  @Option(help: "The group that it is for: @name@host, a URL, or the name of one of this node.")
  var group: String?

  @Option(help: "The language (BCP 47).")
  var language: String?

  func plan(on node: OpenNode, _ call: Call) async throws -> Change {
    let member = try await node.member(named: name)
    var draft = PostDraft(
      source: text,
      audience: audience,
      territory: try territory.map(node.territory(named:))?.id,
      language: language
    )
    draft.event = try details.applied(
      to: Event(title: title, startsAt: nil, timeZone: "Europe/Paris", joinMode: .free)
    )
    if let group { draft.group = try await node.actor(at: group) }
    let ring = try await node.services.outbox.ring(of: draft, as: member.actorID)
    let written = draft
    return Change(of: member.name, "announce “\(title)” as \(member.name) for \(ring.name)") {
      let post = try await node.services.outbox.publish(written, as: member.actorID)
      return try await node.report(of: post)
    }
  }
}

/// `maillage event edit NAME URL`.
struct EventEditCommand: ChangingCommand {
  static let configuration = CommandConfiguration(
    commandName: "edit",
    abstract: "Change an event; those who take part are told.",
    discussion: """
      Example: maillage event edit lea https://atelier.example/posts/1 --starts 2026-12-06T18:00
      """
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var changing: ChangeOptions
  @OptionGroup var which: EventArguments

  @Option(help: "What it is called.")
  var title: String?

  @Option(help: "What it is about, in Markdown.")
  var text: String?

  @Option(help: "scheduled, tentative, postponed, rescheduled, movedOnline or cancelled.")
  var status: Event.Status?

  @OptionGroup var details: EventOptions

  func plan(on node: OpenNode, _ call: Call) async throws -> Change {
    let (member, post, event) = try await node.event(which)
    var changed = event
    if let title { changed.title = title }
    if let status { changed.status = status }
    changed.timeZone = changed.timeZone ?? "Europe/Paris"
    changed = try details.applied(to: changed)
    return node.editing(post, to: changed, saying: text, as: member, "change \(post.uri)")
  }
}

/// `maillage event cancel NAME URL`.
struct EventCancelCommand: ChangingCommand {
  static let configuration = CommandConfiguration(
    commandName: "cancel",
    abstract: "Say that an event does not take place; it stays to be read.",
    discussion: "Example: maillage event cancel lea https://atelier.example/posts/1"
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var changing: ChangeOptions
  @OptionGroup var which: EventArguments

  func plan(on node: OpenNode, _ call: Call) async throws -> Change {
    let (member, post, event) = try await node.event(which)
    var changed = event
    changed.status = .cancelled
    return node.editing(post, to: changed, saying: nil, as: member, "cancel \(post.uri)")
  }
}

/// What every command takes by which a member changes an event of its own.
struct EventArguments: ParsableArguments {
  @Argument(help: "The member who holds it.")
  var name: String

  @Argument(help: "The event.")
  var url: String
}

extension OpenNode {
  /// An event at an address.
  func event(at url: String) async throws -> (Post, Event) {
    let post = try await post(at: url)
    guard let event = post.body.event else { throw NotFound("\(url) is no event.") }
    return (post, event)
  }

  /// An event that a member holds.
  func event(_ which: EventArguments) async throws -> (Member, Post, Event) {
    let member = try await member(named: which.name)
    let post = try await post(at: which.url, by: member)
    guard let event = post.body.event else { throw NotFound("\(which.url) is no event.") }
    return (member, post, event)
  }

  fileprivate func editing(
    _ post: Post,
    to event: Event,
    saying text: String?,
    as member: Member,
    _ summary: String
  ) -> Change {
    Change(of: post.uri, summary) {
      var draft = PostDraft(
        source: text ?? post.body.source ?? PlainText.text(of: post.body.html),
        summary: post.body.summary,
        language: post.body.language
      )
      draft.isSensitive = post.body.isSensitive
      draft.event = event
      let edited = try await self.services.outbox.edit(post.id, to: draft, as: member.actorID)
      return try await self.report(of: edited)
    }
  }
}
