import ArgumentParser
import Foundation
import Model
import Node
import Storage

/// `maillage team invitations NAME`.
struct TeamInvitationsCommand: NodeCommand {
  static let configuration = CommandConfiguration(
    commandName: "invitations",
    abstract: "List the invitations that a member got.",
    discussion: "Example: maillage team invitations bob"
  )

  @OptionGroup var options: GlobalOptions

  @Argument(help: "The member.")
  var name: String

  func execute(on node: OpenNode, _ call: Call) async throws -> Report {
    let member = try await node.member(named: name)
    let invitations = try await node.database.read { tx in
      try tx.teams.list(for: member.actorID).map { try TeamInvitationShape($0, in: tx) }
    }
    var table = Table("TEAM", "BY", "STATE", "MESSAGE")
    for invitation in invitations {
      table.add(
        invitation.team.address,
        invitation.inviter.address,
        invitation.state.rawValue,
        invitation.message ?? ""
      )
    }
    return try Report(table.text(ifEmpty: "No invitations."), invitations)
  }
}

/// `maillage team accept NAME TEAM`.
struct TeamAcceptCommand: ChangingCommand {
  static let configuration = CommandConfiguration(
    commandName: "accept",
    abstract: "Be in a team that invited a member.",
    discussion: "Example: maillage team accept bob @passerelle@atelier.example"
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var changing: ChangeOptions
  @OptionGroup var which: TeamAnswerArguments

  func plan(on node: OpenNode, _ call: Call) async throws -> Change {
    try await node.answering(which, isWelcome: true)
  }
}

/// `maillage team decline NAME TEAM`.
struct TeamDeclineCommand: ChangingCommand {
  static let configuration = CommandConfiguration(
    commandName: "decline",
    abstract: "Not be in a team, also after having been in it.",
    discussion: "Example: maillage team decline bob @passerelle@atelier.example"
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var changing: ChangeOptions
  @OptionGroup var which: TeamAnswerArguments

  func plan(on node: OpenNode, _ call: Call) async throws -> Change {
    try await node.answering(which, isWelcome: false)
  }
}

/// What answers to an invitation take.
struct TeamAnswerArguments: ParsableArguments {
  @Argument(help: "The member who was invited.")
  var name: String

  @Argument(help: "The team: @name@host, a URL, or the name of one of this node.")
  var team: String
}

extension OpenNode {
  fileprivate func answering(
    _ which: TeamAnswerArguments,
    isWelcome: Bool
  ) async throws -> Change {
    let member = try await member(named: which.name)
    let group = try await actor(at: which.team)
    let known = try await database.read { try $0.teams.find(member.actorID, in: group.id) }
    guard known != nil else {
      throw NotFound("\(member.name) was not invited to \(group.address).")
    }
    let word = isWelcome ? "accept" : "decline"
    return Change(of: group.address, "\(word) \(group.address) as \(member.name)") {
      try await self.services.outbox.answer(
        invitationTo: group.id,
        isWelcome: isWelcome,
        as: member.actorID
      )
      let shape = try await self.database.read { tx in
        try tx.teams.find(member.actorID, in: group.id)
          .map { try TeamInvitationShape($0, in: tx) }
      }
      return try Report(isWelcome ? "\(member.name) is in." : "Declined.", shape)
    }
  }
}
