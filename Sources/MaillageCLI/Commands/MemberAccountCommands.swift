import ArgumentParser
import Federation
import Foundation
import Model
import Node
import Storage

/// `maillage member profile NAME`.
struct MemberProfileCommand: ChangingCommand {
  static let configuration = CommandConfiguration(
    commandName: "profile",
    abstract: "Set what a member's profile says of it.",
    discussion: """
      What is not named stays. --field replaces all lines of the profile; a web address becomes a \
      link. An empty --bio takes the description away. Followers are told.

      Example: maillage member profile alice --display-name "Alice M." --bio "Potière à Lannion"
      Example: maillage member profile alice --field "Site=https://atelier.example"
      """
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var changing: ChangeOptions

  @Argument(help: "The member.")
  var name: String

  @Option(help: "The name people see.")
  var displayName: String?

  @Option(help: "What the member says of itself, in Markdown.")
  var bio: String?

  @Option(help: "Lines of the form NAME=VALUE.")
  var field: [String] = []

  @Flag(help: "Take all lines away.")
  var noFields = false

  func validate() throws {
    guard !noFields || field.isEmpty else {
      throw ValidationError("Choose --field, once for each line, or --no-fields.")
    }
    guard !noFields, field.isEmpty, displayName == nil, bio == nil else { return }
    throw ValidationError("Say what to change: --display-name, --bio, --field or --no-fields.")
  }

  func plan(on node: OpenNode, _ call: Call) async throws -> Change {
    let member = try await node.member(named: name)
    let lines = try field.map { text in
      let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
      guard parts.count == 2 else { throw Refusal.malformed("‘\(text)’ is not NAME=VALUE.") }
      return try ActorDetails.Line(typed: parts[0], parts[1])
    }
    let edit = Outbox.ProfileEdit(
      displayName: displayName,
      summary: bio,
      lines: noFields || !lines.isEmpty ? lines : nil
    )
    try edit.check()
    return Change(of: member.name, "change the profile of \(member.name)") {
      try await node.services.outbox.edit(member.actorID, edit)
      return try await node.report("The profile of \(member.name) is changed.", of: member)
    }
  }
}

/// `maillage member alias NAME`.
struct MemberAliasCommand: ChangingCommand {
  static let configuration = CommandConfiguration(
    commandName: "alias",
    abstract: "Name a member's accounts elsewhere, so that they can move here.",
    discussion: """
      An account that moves to another one is believed only when that one names it.

      Example: maillage member alias alice --add @alice@ville.example
      """
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var changing: ChangeOptions

  @Argument(help: "The member.")
  var name: String

  @Option(help: "The address of an account to name.")
  var add: [String] = []

  @Option(help: "The address of an account to name no more.")
  var remove: [String] = []

  func validate() throws {
    guard add.isEmpty, remove.isEmpty else { return }
    throw ValidationError("Say --add or --remove with an address.")
  }

  func plan(on node: OpenNode, _ call: Call) async throws -> Change {
    let member = try await node.member(named: name)
    var added: [String] = []
    for address in add { added.append(try await node.actor(at: address).uri) }
    var removed: Set<String> = []
    for address in remove {
      removed.insert(try await node.knownActor(at: address)?.uri ?? address)
    }
    let (new, gone) = (added, removed)
    return Change(of: member.name, "change the aliases of \(member.name)") {
      try await node.services.outbox.change(member.actorID) { details in
        details.aliases.removeAll { gone.contains($0) || new.contains($0) }
        details.aliases += new
      }
      return try await node.report("The aliases of \(member.name) are changed.", of: member)
    }
  }
}

/// `maillage member move NAME`.
struct MemberMoveCommand: DestroyingCommand {
  static let configuration = CommandConfiguration(
    commandName: "move",
    abstract: "Send a member's followers to its account elsewhere.",
    discussion: """
      The other account must name this one as an alias first. Followers are asked to follow it, and \
      this account only points there: it writes no more and takes no followers. Posts stay. An \
      account moves once in 30 days; --back makes it write again, and brings no followers back.

      Example: maillage member move alice --to @alice@ville.example --yes
      """
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var changing: ChangeOptions
  @OptionGroup var confirmation: ConfirmOptions

  @Argument(help: "The member.")
  var name: String

  @Option(help: "The address of the other account.")
  var to: String?

  @Flag(help: "Point there no more.")
  var back = false

  var question: String {
    back ? "Let \(name) write here again?" : "Send the followers of \(name) to \(to ?? "")?"
  }

  func validate() throws {
    guard (to == nil) != back else { return }
    throw ValidationError("Say --to with an address, or --back.")
  }

  func plan(on node: OpenNode, _ call: Call) async throws -> Change {
    let member = try await node.member(named: name)
    guard let to else {
      return Change(of: member.name, "let \(member.name) write here again") {
        try await node.services.outbox.change(member.actorID) { $0.movedTo = nil }
        return try await node.report("\(member.name) is here again.", of: member)
      }
    }
    let target = try await node.actor(at: to)
    return Change(of: member.name, "move \(member.name) and its followers to \(target.address)") {
      try await node.services.outbox.move(member.actorID, to: target)
      return try await node.report("\(member.name) has moved to \(target.address).", of: member)
    }
  }
}

extension OpenNode {
  /// What a member's account says after a change.
  fileprivate func report(_ sentence: String, of member: Member) async throws -> Report {
    let shape = try await database.read { tx in
      guard let actor = try tx.actors.find(member.actorID) else { throw Refusal.absent }
      return DetailsShape(
        try tx.actors.details(of: actor.id),
        of: actor,
        typed: try tx.actors.summarySource(of: actor.id)
      )
    }
    return try Report(sentence, shape)
  }
}

/// What an account says of itself, as the command line prints it.
struct DetailsShape: Encodable, Sendable {
  struct Line: Encodable, Sendable {
    let name: String
    /// As it was typed.
    let value: String
    /// When the page that it leads to was seen to lead back.
    let verifiedAt: Date?
  }

  let name: String
  let displayName: String
  /// Markdown, as it was typed.
  let bio: String
  let fields: [Line]
  let aliases: [String]
  let movedTo: String?

  init(_ details: ActorDetails, of member: ActorProfile, typed: String?) {
    name = member.name
    displayName = member.displayName
    bio = typed ?? PlainText.text(of: member.summary)
    fields = details.lines.map {
      Line(name: $0.name, value: $0.typed, verifiedAt: $0.verifiedAt)
    }
    aliases = details.aliases
    movedTo = details.movedTo
  }
}
