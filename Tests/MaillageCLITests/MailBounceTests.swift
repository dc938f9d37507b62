import Foundation
import Model
import Storage
import Testing

@testable import MaillageCLI
@testable import Node

@Suite("Letters that come back (threat 38)")
struct MailBounceTests {
  private static let settings = ["MAILLAGE_MAIL_RETURN_PATH": "retour@atelier.example"]

  /// As a server writes it to the address that a letter came from.
  private func report(
    to address: String,
    about recipient: String = "alice@example.org",
    _ action: String = "failed",
    _ status: String = "5.1.1"
  ) -> String {
    """
    From: MAILER-DAEMON@mx.example.org
    To: <\(address)>
    Content-Type: multipart/report; report-type=delivery-status; boundary="edge"

    --edge
    Content-Type: message/delivery-status

    Reporting-MTA: dns; mx.example.org

    Final-Recipient: rfc822; \(recipient)
    Action: \(action)
    Status: \(status)
    Diagnostic-Code: smtp; 550 nobody here

    --edge--
    """
  }

  private func returnPath(_ mail: MailHome, of member: Member) throws -> String {
    let path = try #require(mail.node.postbox.returnPath)
    let email = try #require(member.email)
    return try #require(path.address(of: member.actorID, at: email, on: mail.clock.now)).description
  }

  private func paused(_ mail: MailHome) async throws -> [String] {
    try await mail.node.database.read { try $0.mail.pauses().map(\.recipient) }
  }

  @Test("a server's report pauses the address that the letter was sent to, and says why")
  func bounces() async throws {
    let mail = try await MailHome.make(Self.settings)
    let alice = try await mail.confirmed("alice")
    let address = try returnPath(mail, of: alice)
    #expect(address.hasPrefix("retour+") && address.hasSuffix("@atelier.example"))

    let trial = await mail.home.run("mail bounce --dry-run", input: report(to: address))
    #expect(trial.exitCode == 0 && trial.output.contains("alice@example.org"))
    #expect(try await paused(mail).isEmpty)
    // Servers on the way may write small letters large.
    let done = await mail.home.run("mail bounce", input: report(to: address.uppercased()))
    let again = await mail.home.run("mail bounce", input: report(to: address))

    #expect(done.exitCode == 0, "\(done.errors)")
    #expect(try await paused(mail) == ["alice@example.org"])
    #expect(await mail.home.run("mail status").output.contains("5.1.1: smtp; 550 nobody here"))
    #expect(again.exitCode == 0 && again.output.contains("paused already"))
    let entries = try await mail.node.database.read { try $0.audit.all().map(\.what) }
    #expect(entries.count { $0 == "mail bounce" } == 1)
    try await mail.home.close()
  }

  @Test("nobody can have another's address paused, whatever a report says")
  func seals() async throws {
    let mail = try await MailHome.make(Self.settings)
    let (alice, eve) = (try await mail.confirmed("alice"), try await mail.confirmed("eve"))
    let (hers, own) = (try returnPath(mail, of: alice), try returnPath(mail, of: eve))
    let path = try #require(mail.node.postbox.returnPath)
    let day = try #require(
      path.address(of: alice.actorID, at: "eve@example.org", on: mail.clock.now)
    )
    // Alice's number with the seal of eve's letters.
    let mixed =
      String(hers.prefix("retour+".count + 16)) + String(own.dropFirst("retour+".count + 16))
    for forged in [
      "retour@atelier.example", "retour+alice@atelier.example", mixed, day.description,
      hers.replacing("atelier.example", with: "evil.example"),
      hers.replacing("retour", with: "noeud"), String(hers.dropFirst()),
    ] {
      let reply = await mail.home.run("mail bounce", input: report(to: forged))
      #expect(reply.exitCode == 0 && reply.output.contains("Nothing is paused"), "\(forged)")
    }
    #expect(try await paused(mail).isEmpty)
    // Her own letters come back: that is all she can say.
    _ = await mail.home.run("mail bounce", input: report(to: own, about: "alice@example.org"))
    #expect(try await paused(mail) == ["eve@example.org"])
    try await mail.home.close()
  }

  @Test("a letter that is late or too old, or whose member has another address now, pauses nothing")
  func stale() async throws {
    let mail = try await MailHome.make(Self.settings)
    let alice = try await mail.confirmed("alice")
    let address = try returnPath(mail, of: alice)
    for (action, status) in [("delayed", "4.4.1"), ("failed", "5.7.1")] {
      let text = report(to: address, about: "alice@example.org", action, status)
      #expect(await mail.home.run("mail bounce", input: text).exitCode == 0)
    }
    for message in ["", "Subject: On holiday\nTo: \(address)\n\nBack on Monday.\n"] {
      #expect(await mail.home.run("mail bounce", input: message).exitCode == 0)
    }
    #expect(try await paused(mail).isEmpty)

    #expect(await mail.home.run("member mail alice --address alice@new.example").exitCode == 0)
    _ = await mail.home.run("mail bounce", input: report(to: address))
    #expect(try await paused(mail).isEmpty)
    #expect(await mail.home.run("member mail alice --address alice@example.org").exitCode == 0)
    mail.clock.advance(by: 15 * 86_400)
    _ = await mail.home.run("mail bounce", input: report(to: address))
    #expect(try await paused(mail).isEmpty)
    mail.clock.advance(by: -86_400)
    _ = await mail.home.run("mail bounce", input: report(to: address))
    #expect(try await paused(mail) == ["alice@example.org"])
    try await mail.home.close()
  }

  @Test("the envelope's recipient counts where the message names none")
  func envelope() async throws {
    let mail = try await MailHome.make(Self.settings)
    let alice = try await mail.confirmed("alice")
    let address = try returnPath(mail, of: alice)
    let text = report(to: "postmaster@atelier.example")

    _ = await mail.home.run("mail bounce", input: text)
    #expect(try await paused(mail).isEmpty)
    _ = await mail.home.run("mail bounce --to \(address)", input: text)

    #expect(try await paused(mail) == ["alice@example.org"])
    try await mail.home.close()
  }

  @Test("without the setting nothing is read, and letters come from the sender's address")
  func off() async throws {
    let mail = try await MailHome.make()
    _ = try await mail.confirmed("alice")

    let reply = await mail.home.run("mail bounce", input: report(to: "retour+x@atelier.example"))

    #expect(mail.node.postbox.returnPath == nil)
    #expect(reply.exitCode == 0 && reply.output.contains("mail.returnPath"))
    try await mail.home.close()
  }

  @Test("a mailbox whose name leaves no room for a seal is refused")
  func tooLong() throws {
    let yaml = "node:\n  host: a.example\nmail:\n  returnPath: "
    for address in ["\(String(repeating: "a", count: 32))@b.example", "nobody"] {
      #expect(throws: ConfigurationRefused.self) { try NodeConfiguration(yaml: yaml + address) }
    }
    let longest = "\(String(repeating: "a", count: 31))@b.example"
    #expect(try NodeConfiguration(yaml: yaml + longest).mailReturnPath == longest)
  }
}
