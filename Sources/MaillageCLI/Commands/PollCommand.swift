import ArgumentParser
import Federation
import Foundation
import Model
import Node

/// What makes a post a poll.
struct PollOptions: ParsableArguments {
  @Option(parsing: .upToNextOption, help: "Ask, with these options to choose from.")
  var poll: [String] = []

  @Flag(help: "Several options may be chosen.")
  var multiple = false

  @Flag(help: "How often each option was chosen is told to nobody before the end.")
  var hideTotals = false

  @Option(help: "How long the poll is open: 12h, 7d, 2w.")
  var closes: Lifetime?

  func validate() throws {
    guard poll.isEmpty, multiple || hideTotals || closes != nil else { return }
    throw ValidationError("--multiple, --hide-totals and --closes go with --poll.")
  }

  var draft: PollDraft? {
    guard !poll.isEmpty else { return nil }
    var draft = PollDraft(
      options: poll,
      isMultiple: multiple,
      lifetime: closes?.seconds ?? 86_400
    )
    draft.hidesTotals = hideTotals
    return draft
  }
}

/// `maillage poll`: what members are asked.
struct PollCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "poll",
    abstract: "Vote in polls and see how they stand.",
    discussion: """
      Polls are made by: maillage post NAME TEXT --poll OPTION OPTION…

      Example: maillage poll show https://atelier.example/posts/1
      """,
    subcommands: [PollVoteCommand.self, PollShowCommand.self]
  )
}

/// `maillage poll vote NAME URL OPTION…`.
struct PollVoteCommand: ChangingCommand {
  static let configuration = CommandConfiguration(
    commandName: "vote",
    abstract: "Choose options of a poll, for good.",
    discussion: """
      Only the author’s node learns of it.

      Example: maillage poll vote alice https://mairie.example/posts/1 Samedi
      """
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var changing: ChangeOptions

  @Argument(help: "The member who votes.")
  var name: String

  @Argument(help: "The poll.")
  var url: String

  @Argument(help: "What is chosen, to the letter.")
  var choices: [String]

  func plan(on node: OpenNode, _ call: Call) async throws -> Change {
    let member = try await node.member(named: name)
    return Change(of: url, "vote in \(url) as \(member.name)") {
      do {
        try await node.services.outbox.vote(choices, in: url, as: member.actorID)
      } catch Refusal.absent, Refusal.gone {
        throw NotFound("\(url) is no poll that \(member.name) can vote in.")
      }
      return try Report("Voted in \(url).", Shape(member: member.name, uri: url, choices: choices))
    }
  }

  private struct Shape: Encodable {
    let member: String
    let uri: String
    let choices: [String]
  }
}

/// `maillage poll show URL`.
struct PollShowCommand: NodeCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "How a poll stands, as far as its author’s node has told.",
    discussion: """
      With --as it shows what that member has chosen.

      Example: maillage poll show https://atelier.example/posts/1 --as bob
      """
  )

  @OptionGroup var options: GlobalOptions

  @Argument(help: "The poll.")
  var url: String

  @Option(name: .customLong("as"), help: "Look with the eyes of this member.")
  var reader: String?

  func execute(on node: OpenNode, _ call: Call) async throws -> Report {
    let post = try await node.post(at: url)
    guard let poll = post.poll else { throw NotFound("\(url) is no poll.") }
    guard let reader else { return try report(PollShape(poll)) }
    let member = try await node.member(named: reader)
    let (found, chosen) = try await node.database.read { tx in
      (
        try tx.posts.readable(post.id, by: .member(member.actorID)),
        try tx.polls.choices(of: member.actorID, in: post.id)
      )
    }
    guard found != nil else { throw NotFound("\(member.name) may not see \(url).") }
    return try report(PollShape(poll, chosen: chosen))
  }

  private func report(_ shape: PollShape) throws -> Report {
    try Report(shape.lines.joined(separator: "\n"), shape)
  }
}
