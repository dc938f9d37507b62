import Model
import TestSupport
import Testing

@testable import HTTPServer

/// The pages of those who run the node.
@Suite("Pages of the admin")
struct AdminPageTests {
  private struct Scene {
    let server: TestServer
    let commands: ScriptedCommands

    init(_ answers: [String: CommandReply]) async throws {
      let node = try await TestNode.make()
      for (name, role) in [("ada", Member.Role.admin), ("mo", .moderator), ("marie", .member)] {
        let actor = try await node.member(name)
        try await node.services.database.write { tx in
          var member = try required(try tx.members.find(actor.id))
          member.role = role
          try tx.members.update(member)
        }
      }
      commands = ScriptedCommands(answers)
      server = TestServer(node, commands: commands)
    }
  }

  private static let peers = CommandReply(
    output: """
      [{"host": "far.example", "name": "Loin <b>", "state": "waiting", "level": "full",
        "trust": "new", "ours": {"scopes": ["posts", "needs"], "valves": []},
        "theirs": {"scopes": [], "valves": []}, "lastHeardAt": "2026-11-26T15:00:00Z"}]
      """
  )

  @Test("Only admins see the pages of admins, moderators those of reports, to others none is there")
  func access() async throws {
    let scene = try await Scene(["status": CommandReply(output: "{}")])
    let (ada, mo) = (try await Browser("ada", scene.server), try await Browser("mo", scene.server))
    let marie = try await Browser("marie", scene.server)
    for path in ["/admin", "/admin/peers", "/admin/audit", "/admin/members"] {
      #expect(try await ada.page(path).status == 200)
      #expect(try await mo.page(path).status == 404)
      #expect(try await marie.page(path).status == 404)
      #expect(try await scene.server.send(.get, path, [("accept", "text/html")]).status == 303)
    }
    #expect(try await mo.page("/admin/reports").status == 200)
    #expect(try await marie.page("/admin/reports").status == 404)
    let form = [("section", "0"), ("deed", "deed-accept"), ("host", "far.example")]
    #expect(try await mo.send("/admin/peers", form).status == 404)
    #expect(try await marie.send("/admin/peers", form).status == 404)
    #expect(!scene.commands.calls.contains { $0.words.starts(with: ["peer", "accept"]) })
  }

  @Test("A page shows what its command tells, as text")
  func shows() async throws {
    let scene = try await Scene(["peer list": Self.peers])
    let ada = try await Browser("ada", scene.server)
    let page = try await ada.page("/admin/peers").text
    #expect(page.contains("<a href=\"/admin/peers/far.example\">far.example</a>"))
    #expect(page.contains("Loin &lt;b&gt;") && page.contains("messages, besoins"))
    #expect(page.contains("<td>en attente</td>") && !page.contains("<td>waiting</td>"))
    #expect(page.contains("26 nov. 2026"))
    #expect(scene.commands.calls.contains { $0.words == ["peer", "list", "--json"] })
  }

  @Test("A form is a command, in the name of who sent it")
  func acts() async throws {
    let scene = try await Scene(["peer list": Self.peers])
    let ada = try await Browser("ada", scene.server)
    let form = [("section", "0"), ("deed", "deed-accept"), ("host", "far.example")]
    let reply = try await ada.send("/admin/peers", form)
    #expect(reply.status == 303 && reply["location"] == "/admin/peers?done=1")
    let call = try required(scene.commands.calls.last)
    #expect(call.words == ["peer", "accept", "far.example"] && call.caller == "ada (web)")

    let invitation = [
      ("section", "0"), ("deed", "deed-invite-peer"), ("reason", "voisins ; --yes"),
    ]
    let shown = try await ada.send("/admin/peers", invitation)
    #expect(shown.status == 200)
    let invited = try required(scene.commands.calls.last).words
    #expect(invited == ["peer", "invite", "--no-qr", "--reason=voisins ; --yes", "--json"])
  }

  @Test(
    "Attack: nothing that is typed becomes an option or another command",
    arguments: ["--yes", "-h", "--home=/etc", ""]
  )
  func injection(_ value: String) async throws {
    let scene = try await Scene([:])
    let ada = try await Browser("ada", scene.server)
    let form = [("section", "0"), ("deed", "deed-accept"), ("host", value)]
    #expect(try await ada.send("/admin/peers", form).status == 400)
    let other = [("section", "0"), ("deed", "member delete"), ("name", "marie")]
    #expect(try await ada.send("/admin/peers", other).status == 400)
    let valve = [
      ("section", "0"), ("deed", "deed-valve"), ("scope", "posts"), ("direction", "in"),
      ("setting", "shut \(value)"), ("reason", "x"),
    ]
    #expect(try await ada.send("/admin/peers/far.example", valve).status == 400)
    #expect(!scene.commands.calls.contains { $0.words.contains("accept") })
    #expect(!scene.commands.calls.contains { $0.words.contains("valve") })
  }

  @Test("A task is done only when it waits just now")
  func tasks() async throws {
    let task = """
      [{"territory": "rade", "kind": "vote", "what": "Une charte",
        "command": "maillage territory vote abc --territory rade"}]
      """
    let scene = try await Scene(["territory decide": CommandReply(output: task)])
    let ada = try await Browser("ada", scene.server)
    func ask(_ command: String) async throws -> Int {
      try await ada.send(
        "/admin/territory",
        [("section", "1"), ("deed", "deed-do-this"), ("command", command)]
      ).status
    }
    #expect(try await ask("maillage member delete marie --yes") == 400)
    #expect(try await ask("maillage territory vote abc --territory rade") == 200)
    let last = try required(scene.commands.calls.last).words
    #expect(last == ["territory", "vote", "abc", "--territory", "rade", "--json"])
  }

  @Test("A task that has to be meant is asked about, and one that wants a reason gets the admin’s")
  func tasksToMean() async throws {
    let tasks = """
      [{"territory": "rade", "kind": "invitation", "what": "Rade",
        "command": "maillage territory join rade"},
       {"territory": "rade", "kind": "successor", "what": "Une clé",
        "command": "maillage territory propose recover ab cd --reason TEXT --territory rade"}]
      """
    let scene = try await Scene([
      "territory decide": CommandReply(output: tasks),
      "territory join": CommandReply(
        errors: "This would join Rade. Say --yes if that is meant.",
        exitCode: 2
      ),
    ])
    let ada = try await Browser("ada", scene.server)
    let form = [("section", "1"), ("deed", "deed-do-this")]

    let join = form + [("command", "maillage territory join rade")]
    let asked = try await ada.send("/admin/territory", join)
    #expect(asked.status == 200 && asked.text.contains("name=\"confirmed\" value=\"true\""))
    #expect(scene.commands.calls.last?.words == ["territory", "join", "rade", "--json"])
    let again = try await ada.send("/admin/territory", join + [("confirmed", "true")])
    #expect(!again.text.contains("name=\"confirmed\""))
    #expect(scene.commands.calls.last?.words == ["territory", "join", "rade", "--yes", "--json"])

    let page = try await ada.page("/admin/territory").text
    #expect(
      page.matches(of: /<input id="deed-do-this-[0-9]-reason" name="reason" required>/).count == 1
    )
    let recover = "maillage territory propose recover ab cd --reason TEXT --territory rade"
    let propose = form + [("command", recover)]
    #expect(try await ada.send("/admin/territory", propose).status == 400)
    #expect(scene.commands.calls.last?.words.contains("propose") == false)
    _ = try await ada.send("/admin/territory", propose + [("reason", "clé perdue")])
    #expect(
      scene.commands.calls.last?.words
        == ["territory", "propose", "recover", "ab", "cd", "--reason=clé perdue"]
        + ["--territory", "rade", "--json"]
    )
  }

  @Test(
    "A page says that there is no certificate; what an address names and is not there is none"
  )
  func missing() async throws {
    let none = CommandReply(errors: "TLS is ended by a proxy.", exitCode: 3)
    let scene = try await Scene(["certificate show": none, "report show": none])
    let ada = try await Browser("ada", scene.server)

    let page = try await ada.page("/admin/certificate")
    #expect(page.status == 200 && page.text.contains("TLS is ended by a proxy."))
    #expect(try await ada.page("/admin/reports/7").status == 404)
  }

  @Test("What a form brings about and what waits are told in the reader's language")
  func told() async throws {
    let compared = CommandReply(
      output: """
        [{"host": "far.example", "territory": "rade", "isEqual": true, "rounds": 1, "received": 3,
          "sent": 0, "publications": 0, "refused": [], "error": null}]
        """
    )
    let waits = CommandReply(
      output: """
        [{"territory": "rade", "kind": "proposal", "what": "far.example proposes to exclude a.example",
          "parts": {"wish": "exclude", "target": "a.example", "x": "far.example", "n": "1", "m": "2"},
          "command": "maillage territory vote abc --territory rade"}]
        """
    )
    let unknown = CommandReply(errors: "There is no such thing.", exitCode: 3)
    let scene = try await Scene([
      "territory sync": compared, "territory decide": waits, "territory invite": unknown,
    ])
    let ada = try await Browser("ada", scene.server)
    let page = try await ada.page("/admin/territory").text
    #expect(page.contains("far.example propose : Exclure a.example (1 oui sur 2)"))
    #expect(!page.contains("proposes to"))
    let form = [("section", "0"), ("deed", "deed-sync"), ("localName", "rade")]
    let done = try await ada.send("/admin/territory", form).text
    #expect(done.contains("<dt>Identiques</dt><dd>oui</dd>"), "\(done)")
    #expect(!done.contains("isEqual") && !done.contains("lang=\"en\">["))
    let invitation = [("section", "0"), ("deed", "deed-invite-node"), ("host", "far.example")]
    let refused = try await ada.send("/admin/territory", invitation)
    #expect(refused.status == 400 && refused.text.contains("<pre role=\"alert\" class=\"alert\""))
  }

  @Test("What a command refuses is shown as it says it, with a status that says no")
  func refused() async throws {
    let refusal = CommandReply(errors: "There is no <peer>.", exitCode: 1)
    let scene = try await Scene(["peer reject": refusal, "peer show": CommandReply(exitCode: 3)])
    let ada = try await Browser("ada", scene.server)
    let form = [("section", "0"), ("deed", "deed-reject"), ("host", "far.example")]
    let reply = try await ada.send("/admin/peers", form)
    #expect(reply.status == 400 && reply.text.contains("There is no &lt;peer&gt;."))
    #expect(try await ada.page("/admin/peers/nobody.example").status == 404)
  }
}
