import HTTPTypes
import Hummingbird
import Model
import StrictJSON

/// The pages of those who run the node: each shows what commands tell and has forms that are commands,
/// so that nothing can be done here that the command line cannot do.
struct AdminPages: PageNoun {
  let site: PageSite

  init(_ site: PageSite) { self.site = site }

  var routes: [PageRoute] {
    AdminPanels.all.flatMap { panel -> [PageRoute] in
      let path = panel.name.isEmpty ? "/admin" : "/admin/\(panel.name)"
      return [
        get(path, panel.access) { try await show(panel, $0) },
        post(path, panel.access) { try await act(panel, $0) },
      ]
    }
  }

  // MARK: Showing

  private func show(_ panel: AdminPanel, _ call: PageCall) async throws -> PageReply {
    var told: [[String]: CommandReply] = [:]
    var sections: [JSON] = []
    for (number, section) in panel.sections.enumerated() {
      let command = try Self.command(section, call) + ["--json"]
      // Two sections may show parts of what one command tells.
      let reply: CommandReply
      if let known = told[command] {
        reply = known
      } else {
        reply = await call.run(command)
      }
      told[command] = reply
      // What the address names and is not there is no page; doctor ends with 1 when it found something.
      guard reply.exitCode != 3 || !panel.name.contains(":") else { throw Refusal.absent }
      sections.append(
        AdminSection(section, number: number, AdminCells(call)).json(reply, of: call)
      )
    }
    return .page(
      ShownPage(
        template: "admin",
        title: call.words.text("admin"),
        content: [
          "sections": .array(sections), "menu": .array(menu(panel, call)),
          "done": .bool(call.parameters.bool("done") == true),
        ],
        place: "admin"
      )
    )
  }

  private func menu(_ panel: AdminPanel, _ call: PageCall) -> [JSON] {
    AdminPanels.all.filter { !$0.name.contains(":") }.compactMap { entry in
      guard let role = call.signedIn?.member.role, entry.access.includes(role) else { return nil }
      let isCurrent = panel.name == entry.name || panel.name.hasPrefix("\(entry.name)/")
      return [
        "address": .string(entry.name.isEmpty ? "/admin" : "/admin/\(entry.name)"),
        "name": .string(call.words.text("admin-menu-\(entry.name.isEmpty ? "start" : entry.name)")),
        "is_current": .bool(isCurrent && !(entry.name.isEmpty && !panel.name.isEmpty)),
      ]
    }
  }

  /// The command of a section with what varies in the address.
  private static func command(
    _ section: AdminPanel.Section,
    _ call: PageCall
  ) throws(Refusal) -> [String] {
    let deed = AdminPanel.Deed(label: "", words: section.command)
    guard let words = deed.filled({ name in (try? call.text(name)).map { [$0] } ?? [] }) else {
      throw .absent
    }
    return words
  }

  // MARK: Doing

  private func act(_ panel: AdminPanel, _ call: PageCall) async throws -> PageReply {
    guard let number = call.parameters.number("section"), panel.sections.indices.contains(number),
      let deed = (panel.sections[number].deeds + panel.sections[number].forms)
        .first(where: { $0.label == call.parameters.text("deed") })
    else { throw Refusal.malformed("The form is incomplete.") }
    let words: [String]?
    if deed.words.isEmpty {
      words = try await task(panel.sections[number], call)
    } else {
      words = deed.filled { name in
        // What the address names counts before what a form says.
        (try? call.text(name)).map { [$0] } ?? call.parameters.texts(name)
      }
    }
    guard let words else { throw Refusal.malformed("Something is missing, or begins with a dash.") }
    let reply = await call.run(deed.showsOutput ? words + ["--json"] : words)
    guard reply.exitCode == 0, !deed.showsOutput else {
      return .page(outcome(deed, of: words, reply, panel, call))
    }
    return .seeOther("\(call.request.uri.path)?done=1")
  }

  /// What a form has brought about, in the reader's words; or what was refused.
  private func outcome(
    _ deed: AdminPanel.Deed,
    of command: [String],
    _ reply: CommandReply,
    _ panel: AdminPanel,
    _ call: PageCall
  ) -> ShownPage {
    let cells = AdminCells(call)
    let told = (try? JSON.parse(Array(reply.output.utf8))) ?? .null
    let rows = told.array ?? [told]
    let results = rows.map { cells.lines(deed.shows, of: $0) }.filter { !$0.isEmpty }
    let columns = deed.listing?.columns ?? []
    let listed = deed.listing.flatMap { AdminCells.value(told, $0.member).array } ?? []
    let (errors, isForeign) = cells.said(reply.errors)
    let confirmation = confirmation(of: deed, reply, call)
    var page = ShownPage(
      template: "admin-output",
      title: call.words.text(deed.label),
      content: [
        "results": .array(results.map { ["cells": .array($0)] }),
        "headings": .array(columns.map { .string(call.words.text($0.heading)) }),
        "rows": .array(
          listed.map { row in
            ["cells": .array(columns.map { .object(cells.cell($0, of: row)) })]
          }
        ),
        "has_rows": .bool(!listed.isEmpty), "is_done": .bool(reply.exitCode == 0),
        "errors": .string(errors),
        "is_foreign": .bool(isForeign || (!confirmation.isNull && !call.words.isEnglish)),
        "command": .string((["maillage"] + command).joined(separator: " ")),
        "back": .string(call.request.uri.path), "menu": .array(menu(panel, call)),
        "confirm": confirmation,
      ],
      place: "admin"
    )
    if reply.exitCode != 0, confirmation.isNull { page.status = .badRequest }
    return page
  }

  /// What a command says that wants to be told that it is meant.
  private static let asksToMean = "Say --yes if that is meant."

  /// The form that does what a task's command wants to be told to mean.
  private func confirmation(
    of deed: AdminPanel.Deed,
    _ reply: CommandReply,
    _ call: PageCall
  ) -> JSON {
    let parameters = call.parameters
    guard deed.words.isEmpty, reply.exitCode != 0, reply.errors.contains(Self.asksToMean),
      parameters.bool("confirmed") != true
    else { return .null }
    let hidden = [("command", parameters.text("command")), ("reason", parameters.text("reason"))]
    let kept = (hidden + [("confirmed", "true")]).compactMap { name, value in
      value.map { ["name": .string(name), "value": .string($0)] as JSON }
    }
    return [
      "label": .string(call.words.text("deed-confirm")), "deed": .string(deed.label),
      "section": .integer(parameters.number("section") ?? 0), "hidden": .array(kept),
      "is_dangerous": false, "fields": [],
    ]
  }

  /// The command of a task, if it is one that waits just now.
  private func task(_ section: AdminPanel.Section, _ call: PageCall) async throws -> [String]? {
    let reply = await call.run(section.command + ["--json"])
    let tasks = try JSON.parse(Array(reply.output.utf8)).array ?? []
    guard let wanted = call.parameters.filled("command"),
      tasks.contains(where: { $0["command"]?.string == wanted }),
      // A command with a quoted word is typed, not clicked.
      !wanted.contains(where: { "\"'\\<>".contains($0) })
    else { return nil }
    var words = wanted.split(separator: " ").map(String.init)
    guard words.first == "maillage" else { return nil }
    if let gap = words.firstIndex(of: AdminPanel.reasonGap) {
      guard let reason = call.parameters.filled("reason"), words[gap - 1] == "--reason" else {
        return nil
      }
      words.replaceSubrange(gap - 1...gap, with: ["--reason=\(reason)"])
    }
    if call.parameters.bool("confirmed") == true { words.append("--yes") }
    return Array(words.dropFirst())
  }
}

extension PageCall {
  /// Runs a command of the node in the name of who is signed in.
  func run(_ words: [String]) async -> CommandReply {
    await client.commands.run(words, as: "\(signedIn?.member.name ?? "") (web)")
  }
}
