import Foundation
import Node
import Testing

@testable import MaillageCLI

@Suite("Peerings by command")
struct PeerCommandTests {
  @Test("a ticket is shown once, listed without its secret, and withdrawn")
  func ticketIsWithdrawn() async throws {
    let home = try await CommandHome.make()

    let made =
      try await home.json(
        "peer invite --for mairie.example --scope posts events --review 2027-06-01"
      )
      as? [String: Any]

    let ticket = try #require(made?["ticket"] as? String)
    let id = try #require(made?["id"] as? String)
    #expect(made?["link"] as? String == "https://atelier.example/join#\(ticket)")
    #expect(made?["scopes"] as? [String] == ["posts", "events"])
    #expect(await home.run("peer tickets").output.contains("2027-06-01"))
    let list = await home.run("peer tickets --json").output
    #expect(list.contains(id) && list.contains("mairie.example") && !list.contains(ticket))
    #expect(await home.run("peer withdraw \(id)").exitCode == 0)
    #expect(await home.run("peer withdraw \(id)").exitCode == 3)
    #expect(await home.run("audit export").output.contains(ticket) == false)
    try await home.close()
  }

  @Test("a ticket is a QR code as well, unless that is not wanted")
  func ticketIsQRCode() async throws {
    let home = try await CommandHome.make()

    let shown = await home.run("peer invite").output
    let plain = await home.run("peer invite --no-qr").output

    #expect(shown.contains("█") && !plain.contains("█"))
    try await home.close()
  }

  @Test("joining shows first whose ticket it is, and wants a yes", arguments: ["", "--dry-run"])
  func joiningAsks(option: String) async throws {
    let (sponsor, joiner) = try await (CommandHome.make(), CommandHome.make("mairie.example"))
    let made = try await sponsor.json("peer invite --scope posts needs") as? [String: Any]
    let link = try #require(made?["link"] as? String)

    let reply = await joiner.run("peer join - \(option)", input: link)

    let text = reply.output + reply.errors
    #expect(reply.exitCode == (option.isEmpty ? 1 : 0))
    #expect(text.contains("https://atelier.example") && text.contains("posts, needs"))
    #expect(text.contains("z6Mk") && text.contains("sha256/"))
    #expect(await joiner.run("peer list --json").output.filter { !$0.isWhitespace } == "[]")
    try await sponsor.close()
    try await joiner.close()
  }

  @Test("a ticket that was copied badly, and one of the node itself, are refused")
  func wrongTicketsAreRefused() async throws {
    let home = try await CommandHome.make()
    let made = try await home.json("peer invite") as? [String: Any]
    let ticket = try #require(made?["ticket"] as? String)

    let damaged = await home.run("peer join \(ticket.dropLast(2))zz --yes")
    let own = await home.run("peer join \(ticket) --yes")

    #expect(damaged.exitCode == 1 && damaged.errors.contains("damaged"))
    #expect(own.exitCode == 1 && own.errors.contains("this node itself"))
    try await home.close()
  }

  @Test(
    "what is not there is not found",
    arguments: [
      "peer show x.example", "peer accept x.example", "peer verify x.example",
      "peer scope x.example posts", "peer suspend x.example", "peer remove x.example --yes",
      "peer purge x.example --yes", "peer sync x.example", "peer held x.example",
      "peer release x.example", "peer drop x.example --all --yes",
    ]
  )
  func missingPeers(line: String) async throws {
    let home = try await CommandHome.make()

    #expect(await home.run(line).exitCode == 3)
    try await home.close()
  }

  @Test(
    "wrong words are wrong usage",
    arguments: [
      "peer valve x.example posts in closed", "peer valve x.example posts up closed --reason r",
      "peer level x.example half", "peer scope x.example everything", "peer invite --expires soon",
      "peer suspend x.example --until tomorrow",
    ]
  )
  func wrongUsage(line: String) async throws {
    let home = try await CommandHome.make()

    #expect(await home.run(line).exitCode == 2)
    try await home.close()
  }
}
