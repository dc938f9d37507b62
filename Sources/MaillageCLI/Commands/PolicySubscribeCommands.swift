import ArgumentParser
import Federation
import Foundation
import Model
import Node
import Storage

extension PolicyList.Mode: ExpressibleByArgument {}
extension PolicyList.Kind: ExpressibleByArgument {}

/// `maillage policy subscribe URL`.
struct PolicySubscribeCommand: ChangingCommand {
  static let configuration = CommandConfiguration(
    commandName: "subscribe",
    abstract: "Look once a day at a list of domains that others keep.",
    discussion: """
      With --as drafts what it says waits for policy approve; with --as apply it becomes rules at \
      once, but for what names a peer, a member of a territory or a whole top-level domain. Rules that \
      somebody wrote here stay. --dry-run asks for the list and shows what it would change.

      Example: maillage policy subscribe https://lists.example/blocks.csv --as drafts --reason region
      """
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var changing: ChangeOptions

  @Argument(help: "The address of the list: CSV as Mastodon writes it, or a domain in each line.")
  var url: String

  @Option(name: .customLong("as"), help: "drafts or apply.")
  var mode: PolicyList.Mode

  @Option(help: "blocks or allows: what the list is of.")
  var kind = PolicyList.Kind.blocks

  func plan(on node: OpenNode, _ call: Call) async throws -> Change {
    guard Origin(of: url) != nil, url.utf8.count <= 2048 else {
      throw Refusal.malformed("‘\(url.prefix(80))’ is no address of a list.")
    }
    let list = PolicyList(
      url: url,
      kind: kind,
      mode: mode,
      author: call.caller,
      reason: changing.reason ?? "list \(url)",
      createdAt: call.now
    )
    let desk = PolicyListDesk(services: node.services)
    let reading = try await desk.read(list)
    let (changes, outweighed) = try await node.database.read { tx in
      (
        try desk.changes(reading, of: list, at: call.now, in: tx),
        try desk.outweighed(reading, of: list, in: tx)
      )
    }
    var change = Change(of: url, "subscribe to \(url) as \(mode.rawValue)") { tx in
      let outcome = try desk.take(reading, of: list, at: call.now, in: tx)
      guard let saved = try tx.policyLists.find(url) else { throw Refusal.absent }
      return try Report("\(url): \(outcome.text).", PolicyListShape(saved))
    } then: {
      try await desk.reload()
    }
    change.preview = Self.preview(changes, outweighed)
    return change
  }

  /// What it would change, and then what stays as it is because of rules of this node.
  static func preview(
    _ changes: [PolicyDraft],
    _ outweighed: [PolicyListDesk.Outweighed]
  ) -> [ImportResult] {
    let changed = changes.enumerated().map { number, draft in
      ImportResult(
        line: number + 1,
        name: "\(draft.change.rawValue) \(draft.rule.pattern) \(draft.rule.shownAction)",
        outcome: draft.concern == nil ? .added : .refused,
        error: draft.concern.map { "waits: \($0)" }
      )
    }
    let kept = outweighed.enumerated().map { number, line in
      let own = line.rule
      let origin = own.list.map { " (from \($0))" } ?? ""
      return ImportResult(
        line: changed.count + number + 1,
        name: "save \(line.asked.pattern) \(line.asked.shownAction)",
        outcome: .kept,
        error: "outweighed for \(own.pattern): \(own.shownAction) by \(own.author)\(origin) stays"
      )
    }
    return changed + kept
  }
}

/// `maillage policy unsubscribe URL`.
struct PolicyUnsubscribeCommand: ChangingCommand {
  static let configuration = CommandConfiguration(
    commandName: "unsubscribe",
    abstract: "Look at a list no longer; the rules that came from it stay as this node's own.",
    discussion: "Example: maillage policy unsubscribe https://lists.example/blocks.csv"
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var changing: ChangeOptions

  @Argument(help: "The address of the list.")
  var url: String

  func plan(on node: OpenNode, _ call: Call) async throws -> Change {
    let list = try await node.policyList(url)
    return Change(of: url, "look at \(url) no longer") { tx in
      try tx.policyLists.remove(url)
      return try Report("\(url) is no longer looked at.", PolicyListShape(list))
    } then: {
      try await node.policyChanged()
    }
  }
}

/// `maillage policy lists`.
struct PolicyListsCommand: NodeCommand {
  static let configuration = CommandConfiguration(
    commandName: "lists",
    abstract: "Show the lists that this node subscribes to.",
    discussion: "Example: maillage policy lists"
  )

  @OptionGroup var options: GlobalOptions

  func execute(on node: OpenNode, _ call: Call) async throws -> Report {
    let lists = try await node.database.read { try $0.policyLists.all() }
    var table = Table("LIST", "KIND", "AS", "CHECKED", "OUTCOME")
    for list in lists {
      table.add(
        list.url,
        list.kind.rawValue,
        list.mode.rawValue,
        list.checkedAt?.shown ?? "never",
        list.outcome ?? ""
      )
    }
    return try Report(table.text(ifEmpty: "No lists."), lists.map(PolicyListShape.init))
  }
}

/// `maillage policy refresh URL`.
struct PolicyRefreshCommand: ChangingCommand {
  static let configuration = CommandConfiguration(
    commandName: "refresh",
    abstract: "Look at a list now.",
    discussion: "Example: maillage policy refresh https://lists.example/blocks.csv"
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var changing: ChangeOptions

  @Argument(help: "The address of the list.")
  var url: String

  func plan(on node: OpenNode, _ call: Call) async throws -> Change {
    let list = try await node.policyList(url)
    return Change(of: url, "look at \(url) now") {
      let outcome = try await PolicyListDesk(services: node.services).refresh(list)
      return try Report(
        "\(url): \(outcome.text).",
        PolicyListShape(try await node.policyList(url))
      )
    }
  }
}

/// A list of domains as the command line prints it.
struct PolicyListShape: Encodable, Sendable {
  let url: String
  let kind: String
  let mode: String
  let author: String
  let reason: String
  let createdAt: Date
  let checkedAt: Date?
  let outcome: String?

  init(_ list: PolicyList) {
    url = list.url
    kind = list.kind.rawValue
    mode = list.mode.rawValue
    author = list.author
    reason = list.reason
    createdAt = list.createdAt
    checkedAt = list.checkedAt
    outcome = list.outcome
  }
}

extension OpenNode {
  fileprivate func policyList(_ url: String) async throws -> PolicyList {
    guard let list = try await database.read({ try $0.policyLists.find(url) }) else {
      throw NotFound("There is no list \(url). See: maillage policy lists")
    }
    return list
  }
}
