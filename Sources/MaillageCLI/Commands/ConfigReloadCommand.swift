import ArgumentParser
import Foundation
import Model
import Node

/// `maillage config reload`.
struct ConfigReloadCommand: ChangingCommand {
  static let configuration = CommandConfiguration(
    commandName: "reload",
    abstract: "Let the running node read its configuration anew.",
    discussion: """
      What can be changed while it runs is applied at once; what needs a restart is named. A \
      configuration that is refused changes nothing. The certificate and the policy are read again, \
      too. SIGHUP does the same.

      Example: maillage config reload
      """
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var changing: ChangeOptions

  func plan(on node: OpenNode, _ call: Call) async throws -> Change {
    guard call.isServing else {
      throw Refusal.conflict("The node is stopped: it reads its configuration when it starts.")
    }
    let preview = try node.reloadPreview()
    var change = Change(of: "maillage.yaml", preview.summary) {
      let reload = try await node.reload()
      return try Report(reload.shown, reload)
    }
    change.details = preview.facts
    return change
  }
}

extension ConfigurationReload {
  fileprivate var summary: String {
    "apply \(applied.count) changed settings and leave \(needsRestart.count) to a restart"
  }

  fileprivate var facts: Facts {
    var facts = Facts()
    for change in applied { facts.add(change.key, "\(change.shown), applied") }
    for change in needsRestart { facts.add(change.key, "\(change.shown), needs a restart") }
    return facts
  }

  fileprivate var shown: String {
    var lines: [String] = []
    for (title, changes) in [
      ("Changed and applied", applied), ("Changed, needs a restart", needsRestart),
    ] where !changes.isEmpty {
      lines.append(Styled.strong(title))
      lines += changes.map { "  \($0.key): \($0.shown)" }
    }
    lines.append("\(unchanged) settings are unchanged.")
    if !needsRestart.isEmpty { lines.append(Styled.warning("Restart the node to apply the rest.")) }
    return lines.joined(separator: "\n")
  }
}

extension ConfigurationReload.Changed {
  fileprivate var shown: String {
    let named = { (text: String) in text.isEmpty ? "none" : text }
    return "\(named(from)) → \(named(to))"
  }
}
