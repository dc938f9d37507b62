import ArgumentParser
import Foundation
import Model
import Node
import Storage

/// `maillage member sessions NAME`.
struct MemberSessionsCommand: NodeCommand {
  static let configuration = CommandConfiguration(
    commandName: "sessions",
    abstract: "Show the applications and browsers in which a member is signed in.",
    discussion: "Example: maillage member sessions alice"
  )

  @OptionGroup var options: GlobalOptions

  @Argument(help: "The member.")
  var name: String

  func execute(on node: OpenNode, _ call: Call) async throws -> Report {
    let member = try await node.member(named: name)
    let sessions = try await node.database.read { tx in
      try tx.clients.tokens(of: member.actorID).map(SessionShape.init)
        + tx.webSessions.all(of: member.actorID).map(SessionShape.init)
    }
    var table = Table("ID", "WITH", "SCOPES", "SINCE", "LAST USED")
    for session in sessions {
      table.add(
        session.id,
        session.with,
        session.scopes ?? "browser",
        session.createdAt.shown,
        session.lastUsedAt?.shown ?? "never"
      )
    }
    return try Report(table.text(ifEmpty: "\(member.name) is signed in nowhere."), sessions)
  }
}

/// `maillage member sign-out NAME`.
struct MemberSignOutCommand: ChangingCommand {
  static let configuration = CommandConfiguration(
    commandName: "sign-out",
    abstract: "End a member's sessions: its applications lose their access at once.",
    discussion: """
      Without --session all of them end, and what is streaming stops. A new password does the same.

      Example: maillage member sign-out alice --session token-12
      """
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var changing: ChangeOptions

  @Argument(help: "The member.")
  var name: String

  @Option(help: "Only this one, by the id that `maillage member sessions` shows.")
  var session: String?

  func plan(on node: OpenNode, _ call: Call) async throws -> Change {
    let member = try await node.member(named: name)
    guard let session else {
      return Change(of: member.name, "sign \(member.name) out everywhere") {
        try await node.accounts.signOut(member.actorID)
        return try Report("\(member.name) is signed out everywhere.", ["name": member.name])
      }
    }
    return Change(of: member.name, "end the session \(session) of \(member.name)") {
      guard try await end(session, of: member, on: node) else {
        throw NotFound(
          "\(member.name) has no session ‘\(session)’: see `maillage member sessions \(member.name)`."
        )
      }
      return try Report("The session \(session) has ended.", ["name": member.name])
    }
  }

  private func end(_ id: String, of member: Member, on node: OpenNode) async throws -> Bool {
    let parts = id.split(separator: "-")
    guard parts.count == 2, let number = Int64(parts[1]) else { return false }
    switch parts[0] {
    case "token":
      return try await node.database.write {
        try $0.clients.revoke(token: number, of: member.actorID)
      }
    case "browser":
      return try await node.database.write { try $0.webSessions.end(number, of: member.actorID) }
    default: return false
    }
  }
}

/// Something a member is signed in with.
private struct SessionShape: Encodable, Sendable {
  let id: String
  /// The name that an application gave itself, or what a browser says of itself.
  let with: String
  let scopes: String?
  let createdAt: Date
  let lastUsedAt: Date?

  init(_ grant: TokenGrant, _ application: ClientApplication) {
    id = "token-\(grant.id)"
    with = application.name
    scopes = grant.scopes.description
    createdAt = grant.createdAt
    lastUsedAt = grant.lastUsedAt
  }

  init(_ session: WebSession) {
    id = "browser-\(session.id)"
    with = session.userAgent
    scopes = nil
    createdAt = session.createdAt
    lastUsedAt = session.lastUsedAt
  }
}
