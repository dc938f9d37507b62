import ArgumentParser
import Foundation
import Model
import Node

/// `maillage backup prune`.
struct BackupPruneCommand: DestroyingCommand {
  static let configuration = CommandConfiguration(
    commandName: "prune",
    abstract: "Remove backups that are not among those to keep.",
    discussion: """
      The last ones stay, and the last of each day, week and month (backup.keep…).

      Example: maillage backup prune --last 5 --dry-run
      """
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var changing: ChangeOptions
  @OptionGroup var confirmation: ConfirmOptions

  @Option(help: "How many of the last (default: backup.keepLast).")
  var last: Int?

  @Option(help: "Of how many days (default: backup.keepDaily).")
  var daily: Int?

  @Option(help: "Of how many weeks (default: backup.keepWeekly).")
  var weekly: Int?

  @Option(help: "Of how many months (default: backup.keepMonthly).")
  var monthly: Int?

  var question: String { "Remove them?" }

  func plan(on node: OpenNode, _ call: Call) async throws -> Change {
    let backups = Backups(node.configuration, home: node.home)
    let entries = backups.all(of: node.configuration.origin.description)
    var rule = BackupRetention(node.configuration)
    rule.last = last ?? rule.last
    rule.daily = daily ?? rule.daily
    rule.weekly = weekly ?? rule.weekly
    rule.monthly = monthly ?? rule.monthly
    let doomed = rule.dispensable(among: entries.map(\.manifest.madeAt)).map { entries[$0] }
    let names = doomed.map(\.name)
    var change = Change(
      of: names.joined(separator: " "),
      "remove \(names.count) of \(entries.count) backups"
    ) {
      try await Offside.run { try backups.remove(doomed) }
      return try Report(
        "Removed \(names.count) backups; \(entries.count - names.count) stay.",
        Pruned(removed: names, kept: entries.count - names.count)
      )
    }
    change.details.add("backups", names.joined(separator: "\n"))
    return change
  }

  private struct Pruned: Encodable {
    let removed: [String]
    let kept: Int
  }
}
