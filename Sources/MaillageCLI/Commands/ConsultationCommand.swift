import ArgumentParser
import Federation
import Foundation
import Model
import Node
import Storage

/// `maillage consultation`: what is put to a vote.
struct ConsultationCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "consultation",
    abstract: "Decisions by a date, with what holds if nothing is decided.",
    discussion: """
      For the node each member has one vote; for a territory each node has one, made up of its members'. \
      Comments are answers to the post (`maillage post … --reply-to`).

      Example: maillage consultation list --as lea
      """,
    subcommands: [
      ConsultationOpenCommand.self, ConsultationListCommand.self, ConsultationShowCommand.self,
      ConsultationVoteCommand.self, ConsultationVotesCommand.self, ConsultationOutcomeCommand.self,
    ]
  )
}

/// `maillage consultation open NAME TITLE TEXT`.
struct ConsultationOpenCommand: ChangingCommand {
  static let configuration = CommandConfiguration(
    commandName: "open",
    abstract: "Put something to a vote in a member's name.",
    discussion: """
      Example: maillage consultation open lea "Une navette" "Le mardi, à essayer ?" --choices Oui Non \
      --default Non --quorum 50 --closes 2w --audience territory
      """
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var changing: ChangeOptions
  @OptionGroup var ring: RingOptions

  @Argument(help: "The member.")
  var name: String

  @Argument(help: "The title.")
  var title: String

  @Argument(help: "What is proposed, in Markdown.")
  var text: String

  @Option(parsing: .upToNextOption, help: "What can be chosen, 2 to 12; abstaining always can.")
  var choices: [String]

  @Option(help: "The choice that holds if nothing is decided.")
  var `default`: String

  @Option(help: "How many of a hundred have to vote.")
  var quorum = 0

  @Option(help: "How long it is open: 12h, 7d, 2w.")
  var closes: Lifetime

  @Option(help: "The language of the text.")
  var lang: String?

  func plan(on node: OpenNode, _ call: Call) async throws -> Change {
    let member = try await node.member(named: name)
    guard let place = choices.firstIndex(of: `default`) else {
      throw Refusal.malformed(
        "What holds by default is one of: \(choices.joined(separator: ", "))."
      )
    }
    var draft = PostDraft(source: text, language: lang)
    draft.consultation = try Consultation(
      title,
      options: choices,
      fallback: place,
      quorum: quorum,
      closesAt: call.now.addingTimeInterval(closes.seconds)
    ).checked(at: call.now)
    try await ring.apply(to: &draft, on: node)
    let ring = try await node.services.outbox.ring(of: draft, as: member.actorID)
    let written = draft
    return Change(of: member.name, "put ‘\(title)’ to a vote of \(ring.name)") {
      let post = try await node.services.outbox.publish(written, as: member.actorID)
      return try await node.report(ofConsultation: post.uri, by: .member(member.actorID))
    }
  }
}

/// `maillage consultation list`.
struct ConsultationListCommand: NodeCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List what is put to a vote, the newest first, with what was decided.",
    discussion: "Example: maillage consultation list --as lea --open"
  )

  @OptionGroup var options: GlobalOptions

  @Option(name: .customLong("as"), help: "Look with the eyes of this member.")
  var reader: String

  @Flag(help: "Only what is not over.")
  var open = false

  @Option(help: "How many, up to 200.")
  var limit = 50

  func execute(on node: OpenNode, _ call: Call) async throws -> Report {
    let member = try await node.member(named: reader)
    let shapes = try await node.database.read { [open, limit] tx in
      try tx.consultations.list(
        by: .member(member.actorID),
        onlyOpen: open,
        limit: max(1, min(limit, 200)),
        at: call.now
      )
      .compactMap { found in
        try ConsultationReading(found, for: member.actorID, in: tx, at: call.now)
          .map(ConsultationShape.init)
      }
    }
    var table = Table("TITLE", "BY", "FOR", "STATE", "OUTCOME", "ADDRESS")
    for shape in shapes {
      table.add(
        shape.title,
        shape.author,
        shape.scope.rawValue,
        shape.state,
        shape.outcome?.choice ?? "",
        shape.uri
      )
    }
    return try Report(table.text(ifEmpty: "Nothing."), shapes)
  }
}

/// `maillage consultation show URL`.
struct ConsultationShowCommand: NodeCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show what is put to a vote and, once it is over, what was decided and became of it.",
    discussion: "Example: maillage consultation show https://atelier.example/posts/1 --as lea"
  )

  @OptionGroup var options: GlobalOptions

  @Argument(help: "The URL of the post.")
  var url: String

  @Option(name: .customLong("as"), help: "Look with the eyes of this member.")
  var reader: String

  func execute(on node: OpenNode, _ call: Call) async throws -> Report {
    let member = try await node.member(named: reader)
    return try await node.report(ofConsultation: url, by: .member(member.actorID))
  }
}

/// `maillage consultation vote NAME URL CHOICE`.
struct ConsultationVoteCommand: OwnTalentCommand {
  static let configuration = CommandConfiguration(
    commandName: "vote",
    abstract: "Vote as a member, who gives its password: nobody votes for another.",
    discussion: """
      A later vote stands in place of an earlier one. Without a choice it is an abstention.

      Example: maillage consultation vote lea https://atelier.example/posts/1 Oui
      """
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var own: OwnOptions

  @Argument(help: "The member.")
  var name: String

  @Argument(help: "The URL of the post.")
  var url: String

  @Argument(help: "What is chosen, to the letter; left out: an abstention.")
  var choice: String?

  func execute(on node: OpenNode, _ call: Call) async throws -> Report {
    let member = try await member(on: node, call)
    do {
      try await node.services.outbox.cast(choice, in: url, as: member.actorID)
    } catch Refusal.absent, Refusal.gone {
      throw NotFound("\(url) is nothing that \(member.name) can vote in.")
    }
    return try await node.report(ofConsultation: url, by: .member(member.actorID))
  }
}

/// `maillage consultation votes URL`.
struct ConsultationVotesCommand: NodeCommand {
  static let configuration = CommandConfiguration(
    commandName: "votes",
    abstract: "Show the votes that decided, as they were signed; nobody sees them before the end.",
    discussion:
      "Example: maillage consultation votes https://atelier.example/posts/1 --as lea --json"
  )

  @OptionGroup var options: GlobalOptions

  @Argument(help: "The URL of the post.")
  var url: String

  @Option(name: .customLong("as"), help: "Look with the eyes of this member.")
  var reader: String

  private struct Shape: Encodable {
    let voter: String
    let choice: String?
    let counts: [Int]
    let isCounted: Bool
    let document: String
  }

  func execute(on node: OpenNode, _ call: Call) async throws -> Report {
    let member = try await node.member(named: reader)
    let reading = try await node.consultation(at: url, by: .member(member.actorID))
    guard reading.outcome != nil else {
      throw Refusal.conflict("The vote goes on: until its end nobody sees who chose what.")
    }
    let shapes = try await node.database.read { tx in
      try tx.consultations.votes(
        in: reading.post.id,
        ofNodes: reading.post.audience == .territory
      )
      .map { vote in
        Shape(
          voter: try tx.actors.find(vote.voter)?.uri ?? "",
          choice: vote.choice.map { reading.consultation.options[$0] },
          counts: vote.counts,
          isCounted: vote.isCounted,
          document: vote.document
        )
      }
    }
    var table = Table("VOTER", "CHOICE", "COUNTED")
    for shape in shapes {
      table.add(shape.voter, shape.choice ?? "abstains", shape.isCounted ? "yes" : "no")
    }
    return try Report(table.text(ifEmpty: "Nobody voted."), shapes)
  }
}

/// `maillage consultation outcome NAME URL TEXT`.
struct ConsultationOutcomeCommand: ChangingCommand {
  static let configuration = CommandConfiguration(
    commandName: "outcome",
    abstract: "Say what became of what one put to a vote.",
    discussion: """
      Example: maillage consultation outcome lea https://atelier.example/posts/1 "Elle roule depuis mars."
      """
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var changing: ChangeOptions

  @Argument(help: "The member who opened it.")
  var name: String

  @Argument(help: "The URL of the post.")
  var url: String

  @Argument(help: "What became of it.")
  var text: String

  func plan(on node: OpenNode, _ call: Call) async throws -> Change {
    let member = try await node.member(named: name)
    let reading = try await node.consultation(at: url, by: .member(member.actorID))
    guard reading.post.authorID == member.actorID else {
      throw NotFound("\(url) was not opened by \(member.name).")
    }
    return Change(of: url, "say what became of \(url)") {
      _ = try await node.services.outbox.followUp(text, of: url, as: member.actorID)
      return try await node.report(ofConsultation: url, by: .member(member.actorID))
    }
  }
}

extension OpenNode {
  fileprivate func consultation(
    at url: String,
    by reader: Reader
  ) async throws -> ConsultationReading {
    let now = services.now()
    let found = try await database.read { tx in
      try tx.posts.readable(uri: url, by: reader).flatMap { found in
        try ConsultationReading(found, for: reader.actorID, in: tx, at: now)
      }
    }
    guard let found else { throw NotFound("\(url) is no consultation that may be seen.") }
    return found
  }

  fileprivate func report(ofConsultation url: String, by reader: Reader) async throws -> Report {
    let shape = ConsultationShape(try await consultation(at: url, by: reader))
    return try Report(shape.shown, shape)
  }
}
