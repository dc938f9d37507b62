import Foundation
import HTTPServer
import Model
import Storage
import TestSupport
import Testing

@testable import MaillageCLI
@testable import Node

/// A node that knows a mail server which is not there: what it would send waits.
struct MailHome {
  let home: CommandHome
  let clock: ManualClock

  static func make(_ more: [String: String] = [:]) async throws -> MailHome {
    let (home, clock) = (CommandHome.newHome(), ManualClock())
    _ = try await CommandHome.initialise(home, "--host", "atelier.example")
    let settings = [
      "MAILLAGE_MAIL_SERVER": "127.0.0.1:1", "MAILLAGE_MAIL_SECURITY": "none",
      "MAILLAGE_MAIL_FROM": "noeud@atelier.example",
    ]
    let node = try await OpenNode.open(
      home: home,
      configuration: try NodeConfiguration(
        home: home,
        environment: settings.merging(more) { $1 }
      ),
      logger: .init(label: "test"),
      now: { clock.now }
    )
    return MailHome(home: CommandHome(home: home, node: node), clock: clock)
  }

  var node: OpenNode { home.node }
  var accounts: Accounts { node.accounts }

  func waiting() async throws -> [QueuedLetter] {
    try await node.database.read { try $0.mail.waiting() }
  }

  /// The only letter that waits, opened; it is taken out of the queue.
  func letter(_ kind: QueuedLetter.Kind) async throws -> Letter {
    let letters = try await waiting()
    let queued = try #require(letters.first)
    #expect(letters.count == 1 && queued.kind == kind)
    try await node.database.write { try $0.mail.remove(queued.id) }
    return try node.postbox.open(queued)
  }

  /// The letter that waits longest, opened, and to whom it goes; it is taken out of the queue.
  func next(_ kind: QueuedLetter.Kind) async throws -> (letter: Letter, recipient: String) {
    let queued = try #require(try await waiting().first)
    #expect(queued.kind == kind)
    try await node.database.write { try $0.mail.remove(queued.id) }
    return (try node.postbox.open(queued), queued.recipient)
  }

  /// What stands in a letter's link after a path.
  func token(_ letter: Letter, _ path: String) throws -> String {
    let start = try #require(letter.text.range(of: "https://atelier.example\(path)"))
    let token = letter.text[start.upperBound...].prefix { !$0.isWhitespace }
    #expect(letter.html.contains("https://atelier.example\(path)\(token)"))
    return String(token)
  }

  /// Adds a member whose address is confirmed.
  func confirmed(_ name: String) async throws -> Member {
    _ = await home.run("member add \(name) --email \(name)@example.org")
    let member = try await accounts.member(try LocalName(name))
    try await accounts.sendConfirmation(to: member.actorID)
    let token = try token(try await letter(.confirmation), "/mail/confirm/")
    try await accounts.confirmAddress(by: token)
    return member
  }

  /// What a member was notified of, the newest first.
  func told(_ member: Member) async throws -> [MemberNotification.Kind] {
    try await node.database.read { tx in
      try tx.notifications.list(of: member.actorID, Page()).map(\.notification.kind)
    }
  }

  func newest() async throws -> Int64 {
    try await node.database.read { try $0.mailPreferences.newestNotification() }
  }

  func follow(_ follower: Member, _ followee: Member) async throws {
    let now = clock.now
    try await node.database.write { tx in
      _ = try tx.notifications.add(
        .init(.follow, by: follower.actorID),
        to: followee.actorID,
        at: now
      )
    }
  }
}
