import ArgumentParser
import Federation
import Foundation
import Model
import Node
import Storage

/// `maillage call`: needs that go to chosen nodes, each of which tells whom it means and nobody else.
struct CallCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "call",
    abstract: "Call for help that nobody offers in the open: who keeps silent tells nothing.",
    discussion: """
      A call goes to nodes. Each looks by itself for whom it is, also among skills that are in no \
      directory, and tells only them. Whoever called learns nothing before somebody answers, and \
      neither does whoever runs a node.

      Example: maillage call list lea
      """,
    subcommands: [
      CallPublishCommand.self, CallListCommand.self, CallAnswerCommand.self,
      CallIgnoreCommand.self, CallMuteCommand.self,
    ]
  )
}

/// `maillage call publish NAME TITLE TEXT`.
struct CallPublishCommand: ChangingCommand {
  static let configuration = CommandConfiguration(
    commandName: "publish",
    abstract: "Send a need to chosen nodes.",
    discussion: """
      Example: maillage call publish lea "Souder de l’inox" "Une rampe." --skill soudure:3 \
      --open 2w --to fabrique.example
      """
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var changing: ChangeOptions
  @OptionGroup var words: WordOptions
  @OptionGroup var parts: NeedOptions

  @Argument(help: "The member.")
  var name: String

  @Argument(help: "The title.")
  var title: String

  @Argument(help: "The text, in Markdown; left out: the title.")
  var text: String?

  @Option(
    parsing: .upToNextOption,
    help: "To which nodes; left out: all that share needs with this one."
  )
  var to: [String] = []

  func plan(on node: OpenNode, _ call: Call) async throws -> Change {
    let member = try await node.member(named: name)
    let language = words.language.rawValue
    var draft = PostDraft(source: text ?? title, language: language)
    draft.need = try await parts.need(.request, title, on: node, in: language, at: call.now)
    let desk = CallDesk(services: node.services)
    let hosts = try desk.choose(to).map(\.host)
    let written = draft
    let names = hosts.joined(separator: ", ")
    return Change(of: member.name, "call ‘\(title)’ as \(member.name) at \(names)") {
      let post = try await desk.publish(written, to: hosts, as: member.actorID)
      return try await node.report(ofNeed: post, words)
    }
  }
}

/// `maillage call list NAME`.
struct CallListCommand: NodeCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List the open calls to this node.",
    discussion: """
      The same for each of its members: whom a call means, only that member's own apps show.

      Example: maillage call list lea
      """
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var words: WordOptions

  @Argument(help: "The member who looks.")
  var name: String

  @Option(help: "How many, up to 200.")
  var limit = 50

  func execute(on node: OpenNode, _ call: Call) async throws -> Report {
    let member = try await node.member(named: name)
    let catalog = try await SkillWords(services: node.services).catalog()
    let calls = try await CallDesk(services: node.services)
      .all(for: member.actorID, limit: max(1, min(limit, 200)))
      .compactMap {
        NeedShape($0.post, by: $0.author, catalog, words.language.rawValue, at: call.now)
      }
    var table = Table("TITLE", "BY", "PLACE", "ADDRESS")
    for call in calls { table.add(call.title, call.author, call.place?.name ?? "", call.uri) }
    return try Report(table.text(ifEmpty: "No calls."), calls)
  }
}

/// `maillage call answer NAME URL`.
struct CallAnswerCommand: ChangingCommand {
  static let configuration = CommandConfiguration(
    commandName: "answer",
    abstract: "Answer a call; now whoever called learns of it.",
    discussion: "Example: maillage call answer marc https://atelier.example/posts/1"
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var changing: ChangeOptions
  @OptionGroup var answer: AgreementAnswerOptions

  func plan(on node: OpenNode, _ call: Call) async throws -> Change {
    try await answer.plan(on: node)
  }
}

/// `maillage call ignore NAME URL`.
struct CallIgnoreCommand: ChangingCommand {
  static let configuration = CommandConfiguration(
    commandName: "ignore",
    abstract: "Show a call to a member no more; nobody is told.",
    discussion: "Example: maillage call ignore marc https://atelier.example/posts/1"
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var changing: ChangeOptions

  @Argument(help: "The member.")
  var name: String

  @Argument(help: "The URL of the call.")
  var url: String

  func plan(on node: OpenNode, _ call: Call) async throws -> Change {
    let member = try await node.member(named: name)
    return Change(of: member.name, "ignore \(url) as \(member.name)") {
      do {
        try await CallDesk(services: node.services).ignore(url, by: member.actorID)
      } catch Refusal.absent { throw NotFound("\(url) is no call to this node.") }
      return try Report("Ignored.", ["member": member.name, "uri": url])
    }
  }
}

/// `maillage call mute NAME URL`.
struct CallMuteCommand: ChangingCommand {
  static let configuration = CommandConfiguration(
    commandName: "mute",
    abstract: "Show a member no more calls of whoever made this one; nobody is told.",
    discussion: "Example: maillage call mute marc https://atelier.example/posts/1"
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var changing: ChangeOptions

  @Argument(help: "The member.")
  var name: String

  @Argument(help: "The URL of a call.")
  var url: String

  func plan(on node: OpenNode, _ call: Call) async throws -> Change {
    let member = try await node.member(named: name)
    return Change(of: member.name, "mute the calls of the author of \(url) as \(member.name)") {
      do {
        try await CallDesk(services: node.services).mute(authorOf: url, by: member.actorID)
      } catch Refusal.absent { throw NotFound("\(url) is no call to this node.") }
      return try Report("Muted.", ["member": member.name, "uri": url])
    }
  }
}
