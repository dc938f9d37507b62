import ArgumentParser
import Federation
import Foundation
import Model
import Node
import Storage

/// `maillage announcement`: what the admin tells all members.
struct AnnouncementCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "announcement",
    abstract:
      "What you tell all members: their apps and their home page show it until they put it away.",
    discussion: "Example: maillage announcement create \"Arrêt ce soir de 22 h à 23 h\"",
    subcommands: [List.self, AnnouncementCreateCommand.self, AnnouncementEndCommand.self]
  )

  /// `maillage announcement list`.
  struct List: NodeCommand {
    static let configuration = CommandConfiguration(
      abstract: "List the announcements, newest first.",
      discussion: "Example: maillage announcement list --json"
    )

    @OptionGroup var options: GlobalOptions

    @Option(help: "How many, up to 200.")
    var limit = 20

    func execute(on node: OpenNode, _ call: Call) async throws -> Report {
      let entries = try await node.database.read { tx in
        try tx.announcements.latest(limit: min(max(limit, 1), 200)).map { announcement in
          AnnouncementShape(
            announcement,
            at: call.now,
            reactions: try tx.announcements.reactions(to: announcement.id, for: nil)
          )
        }
      }
      var table = Table("NO", "AT", "STATE", "REACTIONS", "TEXT")
      for entry in entries {
        table.add(
          "\(entry.id)",
          entry.publishedAt.shown,
          entry.state,
          entry.reactions.map { "\($0.name) \($0.count)" }.joined(separator: " "),
          String(entry.text.prefix(60))
        )
      }
      return try Report(table.text(ifEmpty: "No announcements."), entries)
    }
  }
}

/// An announcement as the command line prints it.
struct AnnouncementShape: Encodable, Sendable {
  let id: Int64
  /// `current` or `ended`.
  let state: String
  /// Markdown.
  let text: String
  let publishedAt: Date
  let startsAt: Date?
  let endsAt: Date?
  let endedAt: Date?
  /// What members reacted with.
  let reactions: [Reaction]

  /// An emoji, and how many members reacted with it.
  struct Reaction: Encodable, Sendable {
    let name: String
    let count: Int
  }

  init(_ announcement: Announcement, at now: Date, reactions: [Announcement.Reaction] = []) {
    id = announcement.id
    let isOver = announcement.endedAt != nil || announcement.endsAt.map { $0 <= now } ?? false
    state = isOver ? "ended" : "current"
    text = announcement.source
    publishedAt = announcement.publishedAt
    startsAt = announcement.startsAt
    endsAt = announcement.endsAt
    endedAt = announcement.endedAt
    self.reactions = reactions.map { Reaction(name: $0.name, count: $0.count) }
  }
}

/// `maillage announcement create TEXT`.
struct AnnouncementCreateCommand: ChangingCommand {
  static let configuration = CommandConfiguration(
    commandName: "create",
    abstract: "Tell all members something.",
    discussion: """
      It is shown until --ends, or until announcement end.

      Example: maillage announcement create "Assemblée samedi" --ends 2027-05-02T18:00:00Z
      """
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var changing: ChangeOptions

  @Argument(help: "What to tell, in Markdown, in up to 5000 characters.")
  var text: String

  @Option(help: "When what it speaks of begins, in ISO 8601.")
  var starts: String?

  @Option(help: "When it ends; it is shown no longer then.")
  var ends: String?

  func plan(on node: OpenNode, _ call: Call) async throws -> Change {
    guard !text.allSatisfy(\.isWhitespace), text.fits(Announcement.longest) else {
      throw Refusal.malformed("An announcement has 1 to \(Announcement.longest) characters.")
    }
    let (startsAt, endsAt) = (try starts.map(Self.date), try ends.map(Self.date))
    guard endsAt.map({ $0 > (startsAt ?? call.now) && $0 > call.now }) ?? true else {
      throw Refusal.malformed("It ends after it has begun, and not in the past.")
    }
    let announcement = Announcement(
      html: Markdown.render(text).html,
      source: text,
      startsAt: startsAt,
      endsAt: endsAt,
      publishedAt: call.now
    )
    return Change(of: "all members", "announce ‘\(text.prefix(60))’") { tx in
      guard try tx.announcements.current(at: call.now).count < Announcement.most else {
        throw Refusal.conflict(
          "There are \(Announcement.most) announcements already. See: maillage announcement end"
        )
      }
      var made = announcement
      made.id = try tx.announcements.insert(announcement)
      return try Report(
        "Announcement \(made.id) is shown to all members.",
        AnnouncementShape(made, at: call.now)
      )
    }
  }

  private static func date(_ text: String) throws -> Date {
    guard let date = try? Date(text, strategy: .iso8601) else {
      throw Refusal.malformed("‘\(text)’ is no time: write 2027-05-02T18:00:00Z.")
    }
    return date
  }
}

/// `maillage announcement end NUMBER`.
struct AnnouncementEndCommand: ChangingCommand {
  static let configuration = CommandConfiguration(
    commandName: "end",
    abstract: "Show an announcement no longer.",
    discussion: "Example: maillage announcement end 3"
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var changing: ChangeOptions

  @Argument(help: "The number of the announcement.")
  var number: Int64

  func plan(on node: OpenNode, _ call: Call) async throws -> Change {
    _ = try await node.database.read { try $0.announcement(number) }
    return Change(of: "announcement \(number)", "end the announcement \(number)") { tx in
      guard try tx.announcement(number).endedAt == nil else {
        throw Refusal.conflict("Announcement \(number) has ended already.")
      }
      try tx.announcements.end(number, at: call.now)
      let ended = try tx.announcement(number)
      return try Report(
        "Announcement \(number) is shown no longer.",
        AnnouncementShape(ended, at: call.now)
      )
    }
  }
}

extension Transaction {
  fileprivate func announcement(_ number: Int64) throws -> Announcement {
    guard let found = try announcements.find(number) else {
      throw NotFound("There is no announcement \(number). See: maillage announcement list")
    }
    return found
  }
}
