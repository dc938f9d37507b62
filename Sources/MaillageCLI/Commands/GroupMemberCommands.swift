import ArgumentParser
import Foundation
import Model
import Node

/// What every command takes that is about somebody in a group.
struct GroupArguments: ParsableArguments {
  @Argument(help: "The group.")
  var name: String

  @Argument(help: "@name@host, a URL, or the name of somebody of this node.")
  var address: String
}

extension Affiliation: ExpressibleByArgument {}

/// `maillage group add NAME ADDRESS`.
struct GroupAddCommand: ChangingCommand {
  static let configuration = CommandConfiguration(
    commandName: "add",
    abstract: "Make somebody a member of a group, or more.",
    discussion: """
      Who is a member may follow a closed group without asking, and a wish to follow it is granted.

      Example: maillage group add jardin @bob@mairie.example --as moderator
      """
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var changing: ChangeOptions
  @OptionGroup var who: GroupArguments

  @Option(name: .customLong("as"), help: "admin, moderator or member.")
  var affiliation = Affiliation.member

  func plan(on node: OpenNode, _ call: Call) async throws -> Change {
    guard affiliation > .outcast else {
      throw Refusal.malformed("Keep somebody out with: maillage group role NAME ADDRESS outcast")
    }
    return try await node.affiliating(who, as: affiliation)
  }
}

/// `maillage group remove NAME ADDRESS`.
struct GroupRemoveCommand: ChangingCommand {
  static let configuration = CommandConfiguration(
    commandName: "remove",
    abstract: "Let somebody be nothing special to a group; it follows a closed one no longer.",
    discussion: "Example: maillage group remove jardin @bob@mairie.example"
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var changing: ChangeOptions
  @OptionGroup var who: GroupArguments

  func plan(on node: OpenNode, _ call: Call) async throws -> Change {
    try await node.affiliating(who, as: nil)
  }
}

/// `maillage group role NAME ADDRESS ROLE`.
struct GroupRoleCommand: ChangingCommand {
  static let configuration = CommandConfiguration(
    commandName: "role",
    abstract: "Say what somebody is to a group: admin, moderator, member, or outcast.",
    discussion: """
      An outcast is kept out: it neither follows the group nor writes in it.

      Example: maillage group role jardin @spam@far.example outcast
      """
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var changing: ChangeOptions
  @OptionGroup var who: GroupArguments

  @Argument(help: "admin, moderator, member or outcast.")
  var affiliation: Affiliation

  func plan(on node: OpenNode, _ call: Call) async throws -> Change {
    try await node.affiliating(who, as: affiliation)
  }
}

/// `maillage group requests NAME`.
struct GroupRequestsCommand: NodeCommand {
  static let configuration = CommandConfiguration(
    commandName: "requests",
    abstract: "List who asks to follow a closed group.",
    discussion: "Example: maillage group requests jardin"
  )

  @OptionGroup var options: GlobalOptions

  @Argument(help: "The group.")
  var name: String

  func execute(on node: OpenNode, _ call: Call) async throws -> Report {
    let group = try await node.group(named: name)
    let pending = try await node.database.read { tx in
      try tx.follows.pending(of: group.id).map { Request(since: $0.createdAt, $1) }
    }
    var table = Table("SINCE", "ADDRESS", "NAME")
    for request in pending {
      table.add(request.since.shown, request.actor.address, request.actor.displayName)
    }
    return try Report(table.text(ifEmpty: "Nobody asks."), pending)
  }

  private struct Request: Encodable, Sendable {
    let since: Date
    let actor: ActorShape

    init(since: Date, _ actor: ActorProfile) {
      self.since = since
      self.actor = ActorShape(actor)
    }
  }
}

/// `maillage group approve NAME ADDRESS`.
struct GroupApproveCommand: ChangingCommand {
  static let configuration = CommandConfiguration(
    commandName: "approve",
    abstract: "Let somebody into a closed group who asked.",
    discussion: "Example: maillage group approve jardin @bob@mairie.example"
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var changing: ChangeOptions
  @OptionGroup var who: GroupArguments

  func plan(on node: OpenNode, _ call: Call) async throws -> Change {
    let (group, actor) = try await node.asking(who)
    return Change(of: group.name, "let \(actor.address) into \(group.name)") {
      try await node.services.outbox.affiliate(actor, with: group, as: .member)
      return try Report("\(actor.address) is in \(group.address).", ActorShape(actor))
    }
  }
}

/// `maillage group deny NAME ADDRESS`.
struct GroupDenyCommand: ChangingCommand {
  static let configuration = CommandConfiguration(
    commandName: "deny",
    abstract: "Refuse somebody who asked to follow a closed group.",
    discussion: "Example: maillage group deny jardin @bob@mairie.example"
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var changing: ChangeOptions
  @OptionGroup var who: GroupArguments

  func plan(on node: OpenNode, _ call: Call) async throws -> Change {
    let (group, actor) = try await node.asking(who)
    return Change(of: group.name, "refuse \(actor.address) for \(group.name)") {
      try await node.services.outbox.answer(actor, isWelcome: false, as: group.id)
      return try Report("\(actor.address) stays out of \(group.address).", ActorShape(actor))
    }
  }
}

extension OpenNode {
  fileprivate func affiliating(
    _ who: GroupArguments,
    as affiliation: Affiliation?
  ) async throws -> Change {
    let group = try await group(named: who.name)
    let actor = try await actor(at: who.address)
    guard actor.id != group.id else { throw Refusal.conflict("A group is nothing to itself.") }
    let word = affiliation?.rawValue ?? "nothing special"
    return Change(of: group.name, "make \(actor.address) \(word) to \(group.name)") {
      try await self.services.outbox.affiliate(actor, with: group, as: affiliation)
      return try Report("\(actor.address) is \(word) to \(group.address).", ActorShape(actor))
    }
  }

  fileprivate func asking(_ who: GroupArguments) async throws -> (ActorProfile, ActorProfile) {
    let group = try await group(named: who.name)
    let actor = try await knownActor(at: who.address)
    let follow = try await database.read { tx in
      try actor.flatMap { try tx.follows.find(follower: $0.id, followee: group.id) }
    }
    guard let actor, follow?.state == .pending else {
      throw NotFound(
        "\(who.address) does not ask. See: maillage group requests \(group.name)"
      )
    }
    return (group, actor)
  }
}
