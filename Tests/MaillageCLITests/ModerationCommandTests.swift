import Foundation
import Model
import Node
import Testing

@testable import MaillageCLI

@Suite("Moderation on a real home")
struct ModerationCommandTests {
  private static func home() async throws -> CommandHome {
    let home = try await CommandHome.make()
    for line in [
      "member add alice", "member add bob", "member role alice moderator",
      "post bob \"vu de tous\" --audience node",
    ] {
      let reply = await home.run(line)
      #expect(reply.exitCode == 0, "\(line): \(reply.errors)")
    }
    return home
  }

  @Test("a report is made, seen to and closed, and each step is in the audit log")
  func reports() async throws {
    let home = try await Self.home()
    let bob = try await home.node.account(at: "bob")
    let post = try await home.node.database.read {
      try $0.posts.written(by: bob.id, for: .member(bob.id), .init()).first?.post.uri
    }
    let url = try #require(post)

    let made = try #require(
      try await home.json("report create alice bob \"trop\" --post \(url)") as? [String: Any]
    )
    for line in [
      "report assign 1 alice", "report note 1 \"vu\"", "report resolve 1 \"rien\"",
      "report reopen 1",
    ] {
      let reply = await home.run(line)
      #expect(reply.exitCode == 0, "\(line): \(reply.errors)")
    }

    #expect(made["state"] as? String == "open" && made["target"] as? String == bob.address)
    let shown = try #require(try await home.json("report show 1") as? [String: Any])
    #expect(shown["assignee"] as? String == "alice" && shown["state"] as? String == "open")
    let notes = shown["notes"] as? [[String: Any]]
    #expect(notes?.map { $0["text"] as? String } == ["vu"])
    let objects = shown["objects"] as? [[String: Any]]
    #expect(objects?.compactMap { $0["text"] as? String } == ["vu de tous"])
    #expect(await home.run("report assign 1 bob").exitCode == 1)
    #expect(await home.run("report show 9").exitCode == 3)
    #expect(await home.run("report forward 1").exitCode == 1)
    let log = await home.run("audit export").output
    for step in ["create", "assign", "note", "resolve", "reopen"] {
      #expect(log.contains(",report \(step),"), "\(step)")
    }
    #expect(!log.contains("report forward"))
    try await home.close()
  }

  @Test(
    "an account is limited, suspended and restored; the suspended can neither post nor are read"
  )
  func accounts() async throws {
    let home = try await Self.home()

    #expect(await home.run("account limit bob --reason loud").exitCode == 0)
    let limited = try await home.json("account list") as? [[String: Any]]
    #expect(limited?.map { $0["standing"] as? String } == ["limited"])
    #expect(limited?.map { $0["reason"] as? String } == ["loud"])
    #expect(await home.run("timeline alice --local").output == "Nothing yet.")
    #expect(await home.run("account suspend bob --reason spam").exitCode == 0)
    #expect(await home.run("account suspend bob").exitCode == 1)
    #expect(await home.run("post bob \"encore\"").exitCode == 1)
    #expect(await home.run("report appeal bob \"pardon\"").exitCode == 0)
    #expect(await home.run("report appeal alice \"pardon\"").exitCode == 1)
    let member = try await home.json("member show bob") as? [String: Any]
    #expect((member?["member"] as? [String: Any])?["state"] as? String == "suspended")

    #expect(await home.run("account restore bob").exitCode == 0)

    #expect(await home.run("post bob \"de retour\" --audience node").exitCode == 0)
    #expect(await home.run("timeline alice --local").output.contains("de retour"))
    #expect(await home.run("account list").output == "No account is suspended or limited.")
    let cases = try await home.json("report list") as? [[String: Any]]
    #expect(cases?.map { $0["kind"] as? String } == ["appeal"])
    let own = home.node.nodeActor.uri
    #expect(await home.run("account suspend \(own)").exitCode == 1)
    try await home.close()
  }

  @Test("a trial changes nothing, and what fails half way is in the log as such")
  func trials() async throws {
    let home = try await Self.home()

    let trial = await home.run("account suspend bob --dry-run")

    #expect(trial.output.contains("Would suspend @bob@atelier.example"))
    #expect(await home.run("account list").output == "No account is suspended or limited.")
    #expect(!(await home.run("audit export").output.contains("account suspend")))
    try await home.close()
  }

  @Test("a list is imported line by line with what it says of media and reports, once")
  func imports() async throws {
    let home = try await Self.home()
    let list = """
      #domain,#severity,#reject_media,#reject_reports,#public_comment,#obfuscate
      spam.example,suspend,true,true,"spam, much",false
      loud.example,silence,true,false,,false
      dull.example,noop,true,true,,false
      atelier.example,suspend,true,true,,false
      odd.example,remove,false,false,,false
      a b.example,suspend,false,false,,false
      flag.example,silence,perhaps,false,,false
      """

    let trial = try await home.json("policy import b.csv --dry-run", input: list)
    let lines = (trial as? [String: Any])?["lines"] as? [[String: Any]]
    #expect(await home.run("policy list").output.hasPrefix("No rules"))
    let first = await home.run("policy import b.csv --reason region", input: list)
    let again = try await home.json("policy import b.csv", input: list) as? [[String: Any]]

    let refused = ["refused", "refused", "refused", "refused"]
    #expect(lines?.map { $0["outcome"] as? String } == ["added", "added", "added"] + refused)
    #expect(lines?.compactMap { $0["line"] as? Int } == Array(2...8))
    #expect(
      again?.map { $0["outcome"] as? String } == ["unchanged", "unchanged", "unchanged"] + refused
    )
    #expect(first.exitCode == 1)
    let export = await home.run("policy export").output.split(separator: "\n").map(String.init)
    #expect(
      export.dropFirst().sorted() == [
        "dull.example,noop,true,true,region,false", "loud.example,silence,true,false,region,false",
        "spam.example,suspend,true,true,\"spam, much\",false",
      ]
    )
    let dull = try await home.json("policy explain dull.example") as? [String: Any]
    #expect(dull?["action"] as? String == "allow" && dull?["dropsMedia"] as? Bool == true)
    #expect(await home.run("policy explain dull.example").output.contains("media"))
    try await home.close()
  }

  @Test("a list that names a peer asks for somebody who means it")
  func importSparesPeers() async throws {
    let home = try await Self.home()
    home.node.services.known.setPeerings([
      Peering(host: "b.example", state: .active, createdAt: home.node.startedAt)
    ])

    let reply = await home.run("policy import b.csv", input: "b.example\n# remark\nc.example\n")

    #expect(reply.output.contains("the peer b.example"))
    #expect(!home.node.services.policy.isSuspended("b.example"))
    #expect(home.node.services.policy.isSuspended("c.example"))
    #expect(await home.run("policy add atelier.example suspend --reason x").exitCode == 1)
    #expect(await home.run("policy add d.example neutral --reason x").exitCode == 2)
    #expect(await home.run("policy add d.example neutral --media-off --reason x").exitCode == 0)
    // What is taken less of adds up, and lifts nothing.
    let both = await home.run("policy add d.example neutral --no-reports --reason x --json")
    #expect(both.output.contains("\"dropsMedia\" : true"))
    #expect(both.output.contains("\"dropsReports\" : true"))
    #expect(await home.run("policy add e.example suspend --reason x").exitCode == 0)
    let lifting = await home.run("policy add e.example neutral --no-reports --reason x")
    #expect(lifting.exitCode == 1 && lifting.errors.contains("another rule for e.example"))
    try await home.close()
  }
}
