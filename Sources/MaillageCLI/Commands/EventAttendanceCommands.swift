import ArgumentParser
import Federation
import Foundation
import Model
import Node
import Storage

/// `maillage event join NAME URL`.
struct EventJoinCommand: ChangingCommand {
  static let configuration = CommandConfiguration(
    commandName: "join",
    abstract: "Take part in an event, or ask to.",
    discussion: "Example: maillage event join bob https://atelier.example/posts/1"
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var changing: ChangeOptions

  @Argument(help: "The member who takes part.")
  var name: String

  @Argument(help: "The event.")
  var url: String

  @Option(help: "What is said to who holds it.")
  var message: String?

  func plan(on node: OpenNode, _ call: Call) async throws -> Change {
    let member = try await node.member(named: name)
    return Change(of: url, "take part in \(url) as \(member.name)") {
      let outbox = node.services.outbox
      do {
        let attendance = try await outbox.join(url, saying: message, as: member.actorID)
        let shape = try await node.database.read { try AttendanceShape(attendance, in: $0) }
        return try Report(
          attendance.state == .accepted
            ? "\(member.name) takes part."
            : "Asked for \(member.name); if it is full, it has the next place that is free.",
          shape
        )
      } catch Refusal.absent, Refusal.gone {
        throw NotFound("\(url) is no event that \(member.name) can take part in.")
      }
    }
  }
}

/// `maillage event leave NAME URL`.
struct EventLeaveCommand: ChangingCommand {
  static let configuration = CommandConfiguration(
    commandName: "leave",
    abstract: "Take part in an event no longer.",
    discussion: "Example: maillage event leave bob https://atelier.example/posts/1"
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var changing: ChangeOptions

  @Argument(help: "The member.")
  var name: String

  @Argument(help: "The event.")
  var url: String

  func plan(on node: OpenNode, _ call: Call) async throws -> Change {
    let member = try await node.member(named: name)
    return Change(of: url, "take no part in \(url) as \(member.name)") {
      try await node.services.outbox.leave(url, as: member.actorID)
      return try Report("\(member.name) takes part no longer.", ["uri": url])
    }
  }
}

/// `maillage event attendees NAME URL`.
struct EventAttendeesCommand: NodeCommand {
  static let configuration = CommandConfiguration(
    commandName: "attendees",
    abstract: "List who takes part in a member's event, and who asks to.",
    discussion: "Example: maillage event attendees lea https://atelier.example/posts/1"
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var which: EventArguments

  func execute(on node: OpenNode, _ call: Call) async throws -> Report {
    let (_, post, _) = try await node.event(which)
    let people = try await node.database.read { tx in
      try tx.attendances.list(of: post.id, limit: EventWish.most)
        .map { try AttendanceShape($0, in: tx) }
    }
    var table = Table("ADDRESS", "STATE", "SINCE", "MESSAGE")
    for person in people {
      table.add(
        person.actor.address,
        person.state.rawValue,
        person.createdAt.shown,
        person.message ?? ""
      )
    }
    return try Report(table.text(ifEmpty: "Nobody yet."), people)
  }
}

/// `maillage event accept NAME URL ADDRESS`.
struct EventAcceptCommand: ChangingCommand {
  static let configuration = CommandConfiguration(
    commandName: "accept",
    abstract: "Let somebody take part who asked to.",
    discussion: """
      Example: maillage event accept lea https://atelier.example/posts/1 @bob@mairie.example
      """
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var changing: ChangeOptions
  @OptionGroup var which: EventArguments

  @Argument(help: "@name@host, a URL, or the name of somebody of this node.")
  var address: String

  func plan(on node: OpenNode, _ call: Call) async throws -> Change {
    try await node.answering(which, address, isWelcome: true)
  }
}

/// `maillage event reject NAME URL ADDRESS`.
struct EventRejectCommand: ChangingCommand {
  static let configuration = CommandConfiguration(
    commandName: "reject",
    abstract: "Let somebody not take part, also who does already.",
    discussion: """
      Example: maillage event reject lea https://atelier.example/posts/1 @bob@mairie.example
      """
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var changing: ChangeOptions
  @OptionGroup var which: EventArguments

  @Argument(help: "@name@host, a URL, or the name of somebody of this node.")
  var address: String

  func plan(on node: OpenNode, _ call: Call) async throws -> Change {
    try await node.answering(which, address, isWelcome: false)
  }
}

extension OpenNode {
  fileprivate func answering(
    _ which: EventArguments,
    _ address: String,
    isWelcome: Bool
  ) async throws -> Change {
    let (member, post, _) = try await event(which)
    let guest = try await actor(at: address)
    let known = try await database.read { try $0.attendances.find(guest.id, in: post.id) }
    guard known != nil else { throw NotFound("\(guest.address) has not asked to take part.") }
    let word = isWelcome ? "accept" : "reject"
    return Change(of: post.uri, "\(word) \(guest.address) in \(post.uri)") {
      try await self.services.outbox.answer(
        guest.id,
        in: post.id,
        isWelcome: isWelcome,
        as: member.actorID
      )
      let shape = try await self.database.read { tx in
        try tx.attendances.find(guest.id, in: post.id).map { try AttendanceShape($0, in: tx) }
      }
      return try Report(isWelcome ? "Accepted." : "Rejected.", shape)
    }
  }
}
