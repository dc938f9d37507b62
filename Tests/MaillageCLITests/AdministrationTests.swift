import Foundation
import Model
import Node
import Testing

@testable import MaillageCLI

@Suite("Administration on a real home")
struct AdministrationTests {
  @Test("an import makes accounts line by line, and can be repeated")
  func importIsIdempotent() async throws {
    let home = try await CommandHome.make()
    let staff =
      "name,displayName,email,role\nalice,Alice,a@x.example,admin\nno!,N,,\nbob,\"B, b\",,"

    let first = try await home.outcomes("member import staff.csv", staff)
    let second = try await home.outcomes("member import staff.csv", staff)

    #expect(first == ["added", "refused", "added"])
    #expect(second == ["unchanged", "refused", "unchanged"])
    #expect(await home.run("member import staff.csv", input: staff).exitCode == 1)
    let lines = "{\"name\":\"carol\",\"role\":\"moderator\"}\n\nnot json\n"
    #expect(try await home.outcomes("member import s.jsonl", lines) == ["added", "refused"])
    let carol = try #require(try await home.json("member show carol") as? [String: Any])
    #expect((carol["member"] as? [String: Any])?["role"] as? String == "moderator")
    try await home.close()
  }

  @Test("an import is tried line by line, and nothing is made")
  func importIsTried() async throws {
    let home = try await CommandHome.make()

    let trial =
      try await home.json(
        "member import staff.csv --dry-run",
        input: "name\nalice\nno!"
      ) as? [String: Any]

    let lines = try #require(trial?["lines"] as? [[String: Any]])
    #expect(lines.map { $0["outcome"] as? String } == ["added", "refused"])
    #expect(await home.run("member show alice").exitCode == 3)
    try await home.close()
  }

  @Test("a mail address is that of one member, however it is written")
  func addressesAreUnique() async throws {
    let home = try await CommandHome.make()
    _ = await home.run("member add alice --email Alice@x.example")

    let second = await home.run("member add bob --email alice@X.example")

    #expect(second.exitCode != 0)
    #expect(await home.run("member show bob").exitCode == 3)
    try await home.close()
  }

  @Test("an invitation is taken once")
  func invitationIsTakenOnce() async throws {
    let home = try await CommandHome.make()
    let invited = try #require(try await home.json("member invite bob") as? [String: String])
    let token = try #require(invited["token"])

    let first = await home.run("member accept \(token)", input: "long enough")
    let second = await home.run("member accept \(token)", input: "long enough")

    #expect(first.exitCode == 0)
    #expect(second.exitCode == 3)
    #expect(await home.run("audit export").output.contains(token) == false)
    try await home.close()
  }

  @Test("an export holds profile, posts with sources, and follows")
  func exportIsWhole() async throws {
    let home = try await CommandHome.make()
    for name in ["alice", "bob"] { _ = await home.run("member add \(name)") }
    _ = await home.run("follow alice bob")
    _ = await home.run("post alice \"**un**\" --audience node")

    let export = try #require(try await home.json("member export alice") as? [String: Any])

    let posts = try #require(export["posts"] as? [[String: Any]])
    #expect(posts.map { $0["source"] as? String } == ["**un**"])
    let following = try #require(export["following"] as? [[String: Any]])
    #expect(following.map { $0["address"] as? String } == ["@bob@atelier.example"])
    try await home.close()
  }

  @Test("with a peering, what decides is told for each kind of activity and direction")
  func policyExplainsPeering() async throws {
    let home = try await CommandHome.make()
    let valve = Valve(
      scope: .posts,
      direction: .in,
      setting: .reviewed,
      author: "alice",
      reason: "election",
      createdAt: home.node.startedAt
    )
    home.node.services.known.setPeerings([
      Peering(
        host: "b.example",
        state: .active,
        ours: Peering.Terms(valves: [valve]),
        createdAt: home.node.startedAt
      )
    ])
    _ = await home.run("policy add \"*\" suspend --reason closed")

    let text = await home.run("policy explain b.example").output
    let json = try #require(try await home.json("policy explain b.example") as? [String: Any])

    #expect(text.contains("valve posts in reviewed") && text.contains("election"))
    #expect(text.contains("* suspend: refused"))
    #expect(json["action"] as? String == "allow" && json["level"] as? String == "full")
    let flows = try #require(json["flows"] as? [[String: Any]])
    #expect(flows.count == 14)
    let held = flows.filter { $0["passage"] as? String == "held" }
    #expect(held.map { $0["scope"] as? String } == ["posts"])
    _ = await home.run("policy add \"*.b.example\" suspend --reason spam")
    home.node.services.known.setPeerings([
      Peering(host: "a.b.example", state: .active, createdAt: home.node.startedAt)
    ])
    let barred = await home.run("policy explain a.b.example").output
    #expect(barred.contains("comes before the peering"))
    #expect(barred.contains("policy add a.b.example allow"))
    let stranger = try #require(try await home.json("policy explain c.example") as? [String: Any])
    #expect(stranger["action"] as? String == "suspend")
    try await home.close()
  }

  @Test("a rule works at once and explains itself")
  func policyExplains() async throws {
    let home = try await CommandHome.make()
    let wrong = await home.run("policy add \"*.spam.example\" suspend")
    #expect(wrong.exitCode == 2)

    _ = await home.run("policy add \"*.spam.example\" suspend --reason spam --review 2027-01-01")

    let explained = await home.run("policy explain @x@a.spam.example")
    #expect(explained.output.contains("suspend") && explained.output.contains("reason  spam"))
    #expect(home.node.services.policy.isSuspended("a.spam.example"))
    let free = try #require(try await home.json("policy explain b.example") as? [String: Any])
    #expect(free["action"] as? String == "allow")
    let list = await home.run("policy export").output
    #expect(list.hasSuffix("\nspam.example,suspend,true,true,spam,false"))
    _ = await home.run("policy remove \"*.spam.example\"")
    #expect(!home.node.services.policy.isSuspended("a.spam.example"))
    let imported = try await home.outcomes("policy import b.csv", list)
    #expect(imported == ["added"])
    #expect(home.node.services.policy.isSuspended("a.spam.example"))
    try await home.close()
  }

  @Test("a lane that was never used can be paused and resumed")
  func queueIsSteered() async throws {
    let home = try await CommandHome.make()

    #expect(await home.run("queue pause --peer Mairie.example:8443").exitCode == 0)

    let lanes = try #require(try await home.json("queue status") as? [[String: Any]])
    #expect(lanes.map { $0["lane"] as? String } == ["https://mairie.example:8443"])
    #expect(lanes.map { $0["isPaused"] as? Bool } == [true])
    #expect(await home.run("queue resume --peer https://mairie.example:8443").exitCode == 0)
    #expect(await home.run("queue resume --peer mairie.example:8443").exitCode == 3)
    #expect(await home.run("queue retry").exitCode == 0)
    try await home.close()
  }

  @Test("a renewed certificate keeps its pin, a new key changes it")
  func certificateIsRenewed() async throws {
    let home = try await CommandHome.make()
    let pin = await home.run("certificate pin").output
    let shown = await home.run("certificate show").output

    let renewed = await home.run("certificate renew")

    #expect(renewed.output.contains(pin))
    #expect(await home.run("certificate show").output != shown)
    #expect(await home.run("certificate pin").output == pin)
    _ = await home.run("certificate renew --new-key")
    #expect(await home.run("certificate pin").output != pin)
    try await home.close()
  }

  @Test("keys are replaced, groups are made and closed, states and roles change")
  func accountsChange() async throws {
    let home = try await CommandHome.make()
    _ = await home.run("member add alice")
    let keys = await home.run("key list alice --json").output

    for line in [
      "key rotate alice", "group create jardin --display-name Jardin", "group show jardin",
      "group close jardin --yes", "member role alice moderator", "member audience alice public",
      "member suspend alice", "member restore alice", "member invite bob", "member approve bob",
      "member password alice --generate", "block alice bob", "unblock alice bob",
      "follower list alice", "follower requests alice", "status", "doctor inside",
    ] {
      let reply = await home.run(line)
      #expect(reply.exitCode == 0 || line == "doctor inside", "\(line): \(reply.errors)")
    }

    #expect(await home.run("key list alice --json").output != keys)
    #expect(await home.run("group show jardin").exitCode == 3)
    let alice = try #require(try await home.json("member show alice") as? [String: Any])
    let member = try #require(alice["member"] as? [String: Any])
    #expect(member["role"] as? String == "moderator")
    #expect(member["defaultAudience"] as? String == "public")
    try await home.close()
  }

  @Test("an old key is published beside the new one, unless it is compromised")
  func keysOverlap() async throws {
    let home = try await CommandHome.make()
    _ = await home.run("member add alice")
    _ = await home.run("post alice \"signé\" --audience public")
    let member = try await home.node.accounts.member(try LocalName("alice"))
    let body = try await home.node.database.read {
      try $0.outbox.published(by: member.actorID, .init()).first?.body
    }
    let document = String(decoding: try #require(body), as: UTF8.self)
    func names() async throws -> [String] {
      let keys = try await home.json("key list alice") as? [[String: Any]]
      return (keys ?? []).compactMap {
        ($0["id"] as? String)?.split(separator: "#").last.map(String.init)
      }
    }

    #expect(await home.run("key rotate alice").exitCode == 0)
    #expect(try await names() == ["main-key-2", "ed25519-key-2", "ed25519-key"])
    #expect(await home.run("verify a.json", input: document).exitCode == 0)

    #expect(await home.run("key rotate alice --compromised").exitCode == 0)
    #expect(try await names() == ["main-key-3", "ed25519-key-3"])
    #expect(await home.run("verify a.json", input: document).exitCode == 1)
    try await home.close()
  }

  @Test("a signed activity of this node verifies, and no longer when a word of it changes")
  func activityIsVerified() async throws {
    let home = try await CommandHome.make()
    _ = await home.run("member add alice")
    _ = await home.run("post alice \"signé\" --audience public")
    let member = try await home.node.accounts.member(try LocalName("alice"))
    let body = try await home.node.database.read {
      try $0.outbox.published(by: member.actorID, .init()).first?.body
    }
    let document = String(decoding: try #require(body), as: UTF8.self)

    let sound = await home.run("verify a.json", input: document)
    let forged = await home.run("verify a.json", input: document.replacing("signé", with: "saigné"))

    #expect(sound.exitCode == 0, "\(sound.output)")
    #expect(forged.exitCode == 1)
    #expect(forged.output.contains("proof"))
    #expect(await home.run("verify a.json", input: "{\"a\":1,\"a\":2}").exitCode == 1)
    try await home.close()
  }
}

extension CommandHome {
  /// What an import says of each line.
  fileprivate func outcomes(_ line: String, _ input: String) async throws -> [String] {
    let results = try await json(line, input: input) as? [[String: Any]]
    return (results ?? []).compactMap { $0["outcome"] as? String }
  }
}
