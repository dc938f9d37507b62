import ArgumentParser
import Federation
import Model
import Node

/// `maillage group edit NAME`.
struct GroupEditCommand: ChangingCommand {
  static let configuration = CommandConfiguration(
    commandName: "edit",
    abstract: "Change how a group shows itself and how it is run.",
    discussion: """
      What is not named stays. Who follows a group goes on doing so when it is closed; a closed group \
      in which something was written cannot be opened, since that was for those who were in it.

      Example: maillage group edit jardin --posting members --moderated
      """
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var changing: ChangeOptions

  @Argument(help: "The group.")
  var name: String

  @Option(
    name: [.customLong("title"), .customLong("display-name")],
    help: "The name people see."
  )
  var title: String?

  @Option(help: "What it is about, in Markdown.")
  var summary: String?

  @Flag(inversion: .prefixedNo, help: "Only those who were let in follow and read it.")
  var closed: Bool?

  @Flag(
    inversion: .prefixedNo,
    help: "What others than its moderators write waits for one of them."
  )
  var moderated: Bool?

  @Option(help: "Who writes: anyone, followers, members or moderators.")
  var posting: GroupRules.Posting?

  func validate() throws {
    guard title == nil, summary == nil, closed == nil, moderated == nil, posting == nil else {
      return
    }
    throw ValidationError(
      "Say what to change: --title, --summary, --closed, --moderated or --posting."
    )
  }

  func plan(on node: OpenNode, _ call: Call) async throws -> Change {
    let group = try await node.group(named: name)
    let edit = Outbox.ProfileEdit(displayName: title, summary: summary)
    try edit.check()
    return Change(of: group.name, "change the group \(group.name)") {
      try await node.services.outbox.edit(group, edit) { rules(changing: $0) }
      let changed = try await node.group(named: name)
      let shape = try await node.database.read { try GroupShape(changed, in: $0) }
      return try Report("Changed \(group.address): \(shape.rules).", shape)
    }
  }

  private func rules(changing current: GroupRules) -> GroupRules {
    var rules = current
    rules.isClosed = closed ?? current.isClosed
    rules.isModerated = moderated ?? current.isModerated
    // In an open group anyone may write unless said otherwise; in a closed one nobody else can.
    let fallback =
      rules.isClosed && current.posting == .anyone ? GroupRules.Posting.followers : current.posting
    rules.posting = posting ?? fallback
    return rules
  }
}
