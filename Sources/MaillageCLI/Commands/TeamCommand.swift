import ArgumentParser
import Federation
import Foundation
import Model
import Node
import Storage

/// `maillage team`: people of several nodes who agreed to work together.
struct TeamCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "team",
    abstract: "Make teams of people of several nodes, each of whom says yes.",
    discussion: """
      `maillage talent compose` proposes whom to ask. A team is a closed group: what is written in \
      it reaches the nodes of those who are in it, and nobody else.

      Example: maillage team create lea passerelle @bob@mairie.example @zoe@fablab.example
      """,
    subcommands: [
      TeamCreateCommand.self, TeamInviteCommand.self, TeamWithdrawCommand.self,
      TeamListCommand.self, TeamShowCommand.self, TeamInvitationsCommand.self,
      TeamAcceptCommand.self, TeamDeclineCommand.self,
    ]
  )
}

/// Who is asked, and what they are told.
struct InvitationOptions: ParsableArguments {
  @Argument(help: "Who is invited: @name@host, a URL, or the name of somebody of this node.")
  var people: [String] = []

  @Option(help: "What the team is for; it goes with each invitation.")
  var message: String?
}

/// `maillage team create NAME TEAM ADDRESS…`.
struct TeamCreateCommand: ChangingCommand {
  static let configuration = CommandConfiguration(
    commandName: "create",
    abstract: "Make a team that a member looks after, and invite people to it.",
    discussion: """
      Example: maillage team create lea passerelle @bob@mairie.example --title "La passerelle"
      """
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var changing: ChangeOptions

  @Argument(help: "The member who looks after it.")
  var name: String

  @Argument(help: "The name of its group: 1 to 30 of a–z, 0–9 and _.")
  var team: String

  @OptionGroup var invitation: InvitationOptions

  @Option(help: "The name people see.")
  var title: String?

  func plan(on node: OpenNode, _ call: Call) async throws -> Change {
    let member = try await node.member(named: name)
    try await node.accounts.requireFree(try LocalName(team))
    let people = try await node.people(invitation)
    return Change(of: team, "make the team \(team) and invite \(people.count) people") {
      let group = try await node.accounts.addTeam(team, title: title, by: member.actorID)
      return try await node.inviting(people, to: group, invitation, as: member)
    }
  }
}

/// `maillage team invite NAME TEAM ADDRESS…`.
struct TeamInviteCommand: ChangingCommand {
  static let configuration = CommandConfiguration(
    commandName: "invite",
    abstract: "Invite people to a team.",
    discussion: "Example: maillage team invite lea passerelle @zoe@fablab.example"
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var changing: ChangeOptions

  @Argument(help: "The member who looks after it.")
  var name: String

  @Argument(help: "The team.")
  var team: String

  @OptionGroup var invitation: InvitationOptions

  func validate() throws {
    if invitation.people.isEmpty { throw ValidationError("Say whom to invite.") }
  }

  func plan(on node: OpenNode, _ call: Call) async throws -> Change {
    let member = try await node.member(named: name)
    let group = try await node.group(named: team)
    let people = try await node.people(invitation)
    return Change(of: group.name, "invite \(people.count) people to \(group.name)") {
      try await node.inviting(people, to: group, invitation, as: member)
    }
  }
}

/// `maillage team withdraw NAME TEAM ADDRESS`.
struct TeamWithdrawCommand: ChangingCommand {
  static let configuration = CommandConfiguration(
    commandName: "withdraw",
    abstract: "Take an invitation back; who was in the team already is out of it.",
    discussion: "Example: maillage team withdraw lea passerelle @zoe@fablab.example"
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var changing: ChangeOptions

  @Argument(help: "The member who invited.")
  var name: String

  @Argument(help: "The team.")
  var team: String

  @Argument(help: "Who was invited.")
  var address: String

  func plan(on node: OpenNode, _ call: Call) async throws -> Change {
    let member = try await node.member(named: name)
    let group = try await node.group(named: team)
    let person = try await node.actor(at: address)
    let known = try await node.database.read { try $0.teams.find(person.id, in: group.id) }
    guard known?.inviterID == member.actorID else {
      throw NotFound("\(member.name) has not invited \(person.address) to \(group.name).")
    }
    return Change(of: group.name, "take \(person.address) out of \(group.name)") {
      try await node.services.outbox.withdraw(person, from: group, as: member.actorID)
      return try await node.report(ofTeam: group)
    }
  }
}

/// `maillage team list`.
struct TeamListCommand: NodeCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List the teams of this node.",
    discussion: "Example: maillage team list"
  )

  @OptionGroup var options: GlobalOptions

  func execute(on node: OpenNode, _ call: Call) async throws -> Report {
    let teams = try await node.database.read { tx in
      try tx.teams.teams().map { try TeamShape($0, in: tx) }
    }
    var table = Table("TEAM", "IN IT", "ASKED", "TITLE")
    for team in teams {
      table.add(
        team.group.address,
        "\(team.count(.accepted))",
        "\(team.count(.pending))",
        team.group.displayName
      )
    }
    return try Report(table.text(ifEmpty: "No teams."), teams)
  }
}

/// `maillage team show TEAM`.
struct TeamShowCommand: NodeCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show who was invited to a team, and what they said.",
    discussion: "Example: maillage team show passerelle"
  )

  @OptionGroup var options: GlobalOptions

  @Argument(help: "The team.")
  var team: String

  func execute(on node: OpenNode, _ call: Call) async throws -> Report {
    try await node.report(ofTeam: try await node.group(named: team))
  }
}

extension OpenNode {
  fileprivate func people(_ invitation: InvitationOptions) async throws -> [ActorProfile] {
    var people: [ActorProfile] = []
    for address in invitation.people { people.append(try await actor(at: address)) }
    return people
  }

  fileprivate func inviting(
    _ people: [ActorProfile],
    to group: ActorProfile,
    _ invitation: InvitationOptions,
    as member: Member
  ) async throws -> Report {
    for person in people {
      try await services.outbox.invite(
        person,
        to: group,
        saying: invitation.message,
        as: member.actorID
      )
    }
    return try await report(ofTeam: group)
  }

  fileprivate func report(ofTeam group: ActorProfile) async throws -> Report {
    let shape = try await database.read { try TeamShape(group, in: $0) }
    return try Report(shape.shown, shape)
  }
}
