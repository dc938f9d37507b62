import Foundation
import Model
import Node
import Testing

@testable import MaillageCLI

@Suite("Commands on a real home")
struct EndToEndTests {
  @Test("a member is made, posts, and others read it")
  func postIsRead() async throws {
    let home = try await CommandHome.make()
    #expect(await home.run("member add alice --role admin").output.contains("Password"))
    #expect(await home.run("member add bob --password-stdin", input: "long enough").exitCode == 0)
    #expect(await home.run("follow bob alice").exitCode == 0)

    let post = await home.run("post alice \"Bonjour **à tous**\" --audience public")

    #expect(post.output.hasPrefix("https://atelier.example/posts/"))
    let entries = try #require(try await home.json("timeline bob") as? [[String: Any]])
    let entry = try #require(entries.first?["post"] as? [String: Any])
    #expect(entry["text"] as? String == "Bonjour à tous")
    #expect(entry["uri"] as? String == post.output)
    let text = await home.run("timeline bob").output
    #expect(text.contains("@alice@atelier.example") && text.contains("public"))
    try await home.close()
  }

  @Test("a poll tells its tallies before the end, unless it hides them")
  func pollHidesTotals() async throws {
    let home = try await CommandHome.make()
    for name in ["alice", "bob"] { _ = await home.run("member add \(name)") }
    let ask = "post alice \"Quand ?\" --audience public --poll Samedi Dimanche"
    for (options, tally) in [("", "Samedi: 1"), (" --hide-totals", "Samedi: ?")] {
      let uri = await home.run(ask + options).output
      #expect(await home.run("poll vote bob \(uri) Samedi").exitCode == 0)
      #expect(await home.run("poll show \(uri)").output.contains(tally), "\(options)")
    }
    #expect(await home.run("post alice \"Quand ?\" --hide-totals").exitCode == 2)
    try await home.close()
  }

  @Test("what is for one is not there for another")
  func postsKeepTheirAudience() async throws {
    let home = try await CommandHome.make()
    for name in ["alice", "bob", "eve"] { _ = await home.run("member add \(name)") }
    let uri = await home.run("post alice \"Pour @bob\" --audience direct").output

    let bob = await home.run("post show \(uri) --as bob")
    let eve = await home.run("post show \(uri) --as eve")

    #expect(bob.exitCode == 0)
    #expect(eve.exitCode == 3)
    try await home.close()
  }

  @Test("a post is edited, liked, boosted, pinned and deleted")
  func postIsChanged() async throws {
    let home = try await CommandHome.make()
    for name in ["alice", "bob"] { _ = await home.run("member add \(name)") }
    let uri = await home.run("post alice \"un\" --audience public").output

    for line in [
      "post edit alice \(uri) \"deux\"", "post like bob \(uri)", "post boost bob \(uri)",
      "post pin alice \(uri)", "post unpin alice \(uri)", "post unlike bob \(uri)",
    ] {
      let reply = await home.run(line)
      #expect(reply.exitCode == 0, "\(line): \(reply.errors)")
    }

    let shown = try #require(try await home.json("post show \(uri)") as? [String: Any])
    #expect(shown["likes"] as? Int == 0)
    #expect(shown["boosts"] as? Int == 1)
    let revisions = try #require(shown["revisions"] as? [[String: Any]])
    #expect(revisions.compactMap { $0["text"] as? String } == ["un"])
    #expect(await home.run("post delete bob \(uri) --yes").exitCode == 1)
    #expect(await home.run("post delete alice \(uri) --yes").exitCode == 0)
    #expect(await home.run("post show \(uri)").exitCode == 3)
    try await home.close()
  }

  @Test("a dry run changes nothing and is not logged")
  func dryRunsChangeNothing() async throws {
    let home = try await CommandHome.make()
    _ = await home.run("member add alice")
    let uri = await home.run("post alice texte --audience public").output
    let before = await home.run("audit export").output
    let state = await home.state()

    for line in [
      "member add bob", "member role alice admin", "member suspend alice", "member delete alice",
      "member audience alice public", "member password alice --generate", "post alice autre",
      "post delete alice \(uri)", "post like alice \(uri)", "group create jardin",
      "policy add spam.example suspend --reason spam", "queue pause --peer mairie.example",
      "queue drop", "key rotate alice", "certificate renew --new-key", "member invite eve",
    ] {
      let reply = await home.run("\(line) --dry-run")
      #expect(reply.exitCode == 0, "\(line): \(reply.errors)")
      #expect(reply.output.contains("Nothing was changed"), "\(line)")
    }

    #expect(await home.run("audit export").output == before)
    #expect(await home.state() == state)
    try await home.close()
  }

  @Test("a change is written to the audit log with who and why")
  func changesAreLogged() async throws {
    let home = try await CommandHome.make()

    _ = await home.run("member add alice --reason \"new in town\"")
    _ = await home.run("queue pause --peer mairie.example")

    let entries = try #require(try await home.json("audit tail") as? [[String: String]])
    #expect(entries.map { $0["what"] } == ["init", "member add", "queue pause"])
    #expect(entries[1]["who"] == "tester")
    #expect(entries[1]["target"] == "alice")
    #expect(entries[1]["why"] == "new in town")
    try await home.close()
  }

  @Test("nothing is destroyed without a yes")
  func destroyingWantsYes() async throws {
    let home = try await CommandHome.make()
    _ = await home.run("member add alice")

    let refused = await home.run("member delete alice")

    #expect(refused.exitCode == 1)
    #expect(refused.errors.contains("--yes"))
    #expect(await home.run("member show alice").exitCode == 0)
    #expect(await home.run("member delete alice --yes").exitCode == 0)
    #expect(await home.run("member show alice").exitCode == 3)
    #expect(await home.run("member add alice").exitCode == 1)
    try await home.close()
  }

  @Test("wrong usage, missing things and unknown commands have their own exit codes")
  func exitCodes() async throws {
    let home = try await CommandHome.make()

    #expect(await home.run("member show nobody").exitCode == 3)
    #expect(await home.run("timeline").exitCode == 2)
    #expect(await home.run("frobnicate").exitCode == 2)
    #expect(await home.run("member add Ünsound").exitCode == 1)
    #expect(await home.run("queue pause").exitCode == 2)
    #expect(await home.run("serve").exitCode == 2)
    try await home.close()
  }
}

extension CommandHome {
  /// All that dry runs could have changed.
  func state() async -> String {
    var parts: [String] = []
    for line in [
      "member list --json", "timeline alice --json", "group list --json", "policy list --json",
      "queue status --json", "key list alice --json", "certificate show --json",
      "member show alice --json",
    ] {
      parts.append(await run(line).output)
    }
    return parts.joined(separator: "\n")
  }
}
