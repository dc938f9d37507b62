import ActivityStreams
import ArgumentParser
import Foundation
import Model
import Node
import Storage

/// `maillage rule`: what is expected of whoever writes on this node.
struct RuleCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rule",
    abstract: "The rules of the node, as visitors and apps see them.",
    discussion: """
      Reports name the rules that were broken. What other nodes may do is said by policy.

      Example: maillage rule list
      """,
    subcommands: [List.self, RuleAddCommand.self, RuleEditCommand.self, RuleRemoveCommand.self]
  )

  /// `maillage rule list`.
  struct List: NodeCommand {
    static let configuration = CommandConfiguration(
      abstract: "List the rules that are in force.",
      discussion: "Example: maillage rule list --json"
    )

    @OptionGroup var options: GlobalOptions

    func execute(on node: OpenNode, _ call: Call) async throws -> Report {
      let rules = try await node.database.read { try $0.rules.all() }.map(RuleShape.init)
      var table = Table("NO", "LANGUAGE", "TEXT", "HINT")
      for rule in rules {
        table.add("\(rule.id)", "", rule.text, rule.hint)
        for (language, wording) in rule.translations.sorted(by: { $0.key < $1.key }) {
          table.add("", language, wording.text, wording.hint)
        }
      }
      return try Report(table.text(ifEmpty: "No rules."), rules)
    }
  }
}

/// A rule as the command line prints it.
struct RuleShape: Encodable, Sendable {
  struct Wording: Encodable, Sendable {
    let text: String
    let hint: String
  }

  let id: Int64
  let text: String
  let hint: String
  let translations: [String: Wording]

  init(_ rule: NodeRule) {
    id = rule.id
    text = rule.wording.text
    hint = rule.wording.hint
    translations = rule.translations.mapValues { Wording(text: $0.text, hint: $0.hint) }
  }
}

/// `maillage rule add TEXT`.
struct RuleAddCommand: ChangingCommand {
  static let configuration = CommandConfiguration(
    commandName: "add",
    abstract: "Add a rule.",
    discussion: """
      Example: maillage rule add "Pas d'insultes" --hint "Ni ici, ni en message direct"
      """
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var changing: ChangeOptions

  @Argument(help: "The rule, in up to 300 characters.")
  var text: String

  @Option(help: "What it means at more length.")
  var hint = ""

  func plan(on node: OpenNode, _ call: Call) async throws -> Change {
    let wording = NodeRule.Wording(text: text, hint: hint)
    try wording.check()
    return Change(of: text, "add the rule ‘\(text)’") { tx in
      guard try tx.rules.all().count < NodeRule.most else {
        throw Refusal.conflict("There are \(NodeRule.most) rules already.")
      }
      let rule = try tx.rule(try tx.rules.add(wording, at: call.now))
      return try Report("Rule \(rule.id) is in force.", RuleShape(rule))
    }
  }
}

/// `maillage rule edit NUMBER`.
struct RuleEditCommand: ChangingCommand {
  static let configuration = CommandConfiguration(
    commandName: "edit",
    abstract: "Say a rule in other words, or in another language.",
    discussion: """
      Example: maillage rule edit 3 --lang en --text "No insults"
      """
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var changing: ChangeOptions

  @Argument(help: "The number of the rule.")
  var number: Int64

  @Option(help: "The language of these words, such as fr or en; without it: the rule itself.")
  var lang: String?

  @Option(help: "The rule, in up to 300 characters.")
  var text: String?

  @Option(help: "What it means at more length.")
  var hint: String?

  func validate() throws {
    guard text == nil, hint == nil else { return }
    throw ValidationError("Say what to change: --text or --hint.")
  }

  func plan(on node: OpenNode, _ call: Call) async throws -> Change {
    let language = try lang.map { text in
      guard AS.LanguageTag.isSound(text) else {
        throw Refusal.malformed("‘\(text)’ is no language tag, such as fr or pt-BR.")
      }
      return text.lowercased()
    }
    _ = try await node.database.read { try $0.rule(number) }
    return Change(of: "rule \(number)", "change the rule \(number)") { tx in
      let rule = try tx.rule(number)
      let known = language.map { rule.translations[$0] } ?? rule.wording
      guard let text = text ?? known?.text else {
        throw Refusal.malformed("Say the rule in that language: --text.")
      }
      let wording = NodeRule.Wording(text: text, hint: hint ?? known?.hint ?? "")
      try wording.check()
      try tx.rules.set(wording, of: number, in: language)
      return try Report("Rule \(number) is changed.", RuleShape(try tx.rule(number)))
    }
  }
}

/// `maillage rule remove NUMBER`.
struct RuleRemoveCommand: ChangingCommand {
  static let configuration = CommandConfiguration(
    commandName: "remove",
    abstract: "Take a rule out of force.",
    discussion: """
      Reports that name it still say what it was.

      Example: maillage rule remove 3
      """
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var changing: ChangeOptions

  @Argument(help: "The number of the rule.")
  var number: Int64

  func plan(on node: OpenNode, _ call: Call) async throws -> Change {
    _ = try await node.database.read { try $0.rule(number) }
    return Change(of: "rule \(number)", "take the rule \(number) out of force") { tx in
      let rule = try tx.rule(number)
      try tx.rules.remove(number, at: call.now)
      return try Report("Rule \(number) is in force no more.", RuleShape(rule))
    }
  }
}

extension Transaction {
  /// A rule that is in force.
  fileprivate func rule(_ number: Int64) throws -> NodeRule {
    guard let rule = try rules.find(number), rule.removedAt == nil else {
      throw NotFound("There is no rule \(number). See: maillage rule list")
    }
    return rule
  }
}
