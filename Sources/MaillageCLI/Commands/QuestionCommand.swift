import ArgumentParser
import Federation
import Foundation
import Model
import Node
import Storage

/// `maillage question`: questions of which is kept track.
struct QuestionCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "question",
    abstract: "Questions to the node or the territory, and whether they were answered.",
    discussion: """
      Answers are answers to the post (`maillage post … --reply-to`); the asker marks one.

      Example: maillage question list --as lea --unanswered
      """,
    subcommands: [
      QuestionAskCommand.self, QuestionListCommand.self, QuestionAnsweredCommand.self,
      QuestionStatsCommand.self,
    ]
  )
}

/// `maillage question ask NAME TEXT`.
struct QuestionAskCommand: ChangingCommand {
  static let configuration = CommandConfiguration(
    commandName: "ask",
    abstract: "Ask something in a member's name.",
    discussion: """
      Example: maillage question ask lea "Qui a une clé de la salle ?" --audience territory
      """
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var changing: ChangeOptions
  @OptionGroup var ring: RingOptions

  @Argument(help: "The member.")
  var name: String

  @Argument(help: "The question, in Markdown.")
  var text: String

  @Option(help: "The language of the text.")
  var lang: String?

  func plan(on node: OpenNode, _ call: Call) async throws -> Change {
    let member = try await node.member(named: name)
    var draft = PostDraft(source: text, language: lang)
    draft.question = AskedQuestion()
    try await ring.apply(to: &draft, on: node)
    let ring = try await node.services.outbox.ring(of: draft, as: member.actorID)
    let written = draft
    return Change(of: member.name, "ask \(ring.name) as \(member.name)") {
      let post = try await node.services.outbox.publish(written, as: member.actorID)
      return try await node.report(ofQuestion: post.uri, by: .member(member.actorID))
    }
  }
}

/// `maillage question list`.
struct QuestionListCommand: NodeCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List questions, the newest first.",
    discussion: "Example: maillage question list --as lea --unanswered"
  )

  @OptionGroup var options: GlobalOptions

  @Option(name: .customLong("as"), help: "Look with the eyes of this member.")
  var reader: String

  @Flag(help: "Only those to which nobody but the asker has answered.")
  var unanswered = false

  @Option(help: "Only those to the node, or to the territory.")
  var scope: Audience?

  @Option(help: "How many, up to 200.")
  var limit = 50

  func execute(on node: OpenNode, _ call: Call) async throws -> Report {
    let member = try await node.member(named: reader)
    let shapes = try await node.database.read { [unanswered, scope, limit] tx in
      try tx.questions.list(
        unanswered ? .unanswered : .all,
        by: .member(member.actorID),
        in: scope,
        limit: max(1, min(limit, 200))
      )
      .map(QuestionShape.init)
    }
    var table = Table("QUESTION", "BY", "FOR", "ANSWERS", "SETTLED", "ADDRESS")
    for shape in shapes {
      table.add(
        String(shape.text.prefix(60)),
        shape.author,
        shape.scope.rawValue,
        String(shape.answers),
        shape.answer == nil ? "no" : "yes",
        shape.uri
      )
    }
    return try Report(table.text(ifEmpty: "Nothing."), shapes)
  }
}

/// `maillage question answered NAME URL [ANSWER]`.
struct QuestionAnsweredCommand: ChangingCommand {
  static let configuration = CommandConfiguration(
    commandName: "answered",
    abstract: "Mark which answer answers one's question.",
    discussion: """
      Without an answer the mark is taken away.

      Example: maillage question answered lea https://atelier.example/posts/1 \
      https://mairie.example/posts/9
      """
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var changing: ChangeOptions

  @Argument(help: "The member who asked.")
  var name: String

  @Argument(help: "The URL of the question.")
  var url: String

  @Argument(help: "The URL of the answer.")
  var answer: String?

  func plan(on node: OpenNode, _ call: Call) async throws -> Change {
    let member = try await node.member(named: name)
    let found = try await node.database.read {
      try $0.posts.readable(uri: url, by: .member(member.actorID))
    }
    guard let post = found?.post, post.body.question != nil, post.authorID == member.actorID else {
      throw NotFound("\(url) is no question of \(member.name).")
    }
    return Change(of: url, "mark the answer to \(url)") {
      _ = try await node.services.outbox.settle(question: url, by: answer, as: member.actorID)
      return try await node.report(ofQuestion: url, by: .member(member.actorID))
    }
  }
}

/// `maillage question stats`.
struct QuestionStatsCommand: NodeCommand {
  static let configuration = CommandConfiguration(
    commandName: "stats",
    abstract: "How many questions were answered, and the median time to the first answer.",
    discussion: "Example: maillage question stats --as lea --days 30"
  )

  @OptionGroup var options: GlobalOptions

  @Option(name: .customLong("as"), help: "Look with the eyes of this member.")
  var reader: String

  @Option(help: "Only questions to the node, or to the territory.")
  var scope: Audience?

  @Option(help: "Of how many days, up to 3660.")
  var days = 90

  private struct Shape: Encodable {
    let days: Int
    let asked: Int
    let answered: Int
    let settled: Int
    let medianSeconds: Int?
  }

  /// How many questions figures are made of.
  private static let most = 2_000

  func execute(on node: OpenNode, _ call: Call) async throws -> Report {
    let member = try await node.member(named: reader)
    let days = max(1, min(days, 3_660))
    let since = call.now.addingTimeInterval(-86_400 * Double(days))
    let figures = try await node.database.read { [scope] tx in
      QuestionFigures(
        of: try tx.questions.list(
          .all,
          by: .member(member.actorID),
          in: scope,
          since: since,
          limit: Self.most
        )
      )
    }
    let shape = Shape(
      days: days,
      asked: figures.asked,
      answered: figures.answered,
      settled: figures.settled,
      medianSeconds: figures.medianSeconds.map { Int($0) }
    )
    var facts = Facts()
    facts.add("asked", "\(shape.asked) in \(days) days")
    facts.add("answered", String(shape.answered))
    facts.add("settled", String(shape.settled))
    facts.add("median time to the first answer", shape.medianSeconds.map { "\($0) s" } ?? "–")
    return try Report(facts.shown, shape)
  }
}

extension OpenNode {
  fileprivate func report(ofQuestion url: String, by reader: Reader) async throws -> Report {
    let entry = try await database.read { tx in
      try tx.posts.readable(uri: url, by: reader).map(tx.questions.entry)
    }
    guard let entry else { throw NotFound("\(url) is no question that may be seen.") }
    let shape = QuestionShape(entry)
    var facts = Facts()
    facts.add("question", shape.text)
    facts.add("by", "\(shape.author) · for \(shape.scope.rawValue)")
    facts.add("answers", String(shape.answers))
    if let answer = shape.answer { facts.add("answer", answer) }
    facts.add("address", shape.uri)
    return try Report(facts.shown, shape)
  }
}
