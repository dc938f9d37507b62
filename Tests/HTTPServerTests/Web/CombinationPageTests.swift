import Federation
import Model
import TestSupport
import Testing

@testable import HTTPServer

/// Talents, needs, events, votes and questions on the node's own pages, without script.
@Suite("Pages of combinations")
struct CombinationPageTests {
  @Test("Talents are written down in words, kept by their rings, listed and withdrawn")
  func talents() async throws {
    let scene = try await ClientScene()
    let alice = try await Browser("alice", scene.server)
    let form = [
      ("new[0][name]", "menuiserie"), ("new[0][level]", "3"), ("new[0][ring]", "organisation"),
      ("new[1][name]", "xyzzyx"), ("places[0][name]", "44109"), ("places[0][ring]", "territory"),
      ("help[0][kind]", "project"), ("help[0][offered]", "true"), ("help[0][ring]", "everyone"),
      ("availability[hours_per_month]", "4"), ("availability[release]", "yes"),
    ]
    let skill = [("name", "Menuiserie"), ("back", "/talents")]
    #expect(try await alice.send("/do/maillage/v1/skills", skill)["location"] == "/talents")
    let kept = try await alice.send("/talents", form)
    #expect(kept.status == 200 && kept.text.contains("xyzzyx"), "what is unknown is told")
    let page = try await alice.page("/talents").text
    #expect(page.contains("Menuiserie") && page.contains("Nantes"))
    let own = try await scene.get("/api/maillage/v1/talents/profile").json()
    #expect(own["skills"]?.array?.count == 1 && own["skills"]?[0]?["level"] == 3)
    #expect(own["listed"] == false && own["availability"]?["hours_per_month"] == 4)

    let listing = "/do/maillage/v1/talents/listing"
    #expect(try await alice.send(listing, [("_method", "post")]).status == 303)
    let bob = try await Browser("bob", scene.server)
    let found = try await bob.page("/talents/search?skills=menuiserie").text
    #expect(found.contains("alice"))
    let team = try await bob.page("/talents/compose?skills=menuiserie&organisations=1").text
    #expect(team.contains("class=\"card team\"") && team.contains("maîtrise"))
    #expect(try await alice.send(listing, [("_method", "delete")]).status == 303)
    #expect(!(try await bob.page("/talents/search?skills=menuiserie").text.contains("alice")))
  }

  @Test("What others say of somebody is on its page, and can be reported there")
  func words() async throws {
    let scene = try await ClientScene()
    let api = "/api/maillage/v1/recommendations"
    let form = [("account", "bob"), ("text", "Toujours à l’heure"), ("link", "colleague")]
    let made = try await scene.send(.post, api, form).json()
    let id = try required(made["id"]?.string)
    let alice = try await Browser("alice", scene.server)
    #expect(!(try await alice.page("/@bob").text.contains("Toujours à l’heure")))
    let answer = [("ring", "organisation"), ("reply", "Merci")]
    _ = try await scene.send(.post, "\(api)/\(id)/accept", answer, as: "bob")

    let bob = try await Browser("bob", scene.server)
    let page = try await bob.page("/@bob").text
    #expect(page.contains("Toujours à l’heure") && page.contains("Merci"))
    let report = [
      ("account_id", String(scene.alice.id.rawValue)), ("testimonial_ids[]", id),
      ("comment", "Faux"), ("back", "/@bob"),
    ]
    #expect(try await bob.send("/do/v1/reports", report).status == 303)
    let kept = try await scene.node.database.read { try $0.reports.latest().first?.objects }
    #expect(kept == [scene.alice.uri, try required(made["uri"]?.string)])
    let visitor = try await scene.server.get("/@bob", accept: "text/html")
    #expect(!visitor.text.contains("Toujours à l’heure"))
  }

  @Test("A need is said, answered, done and confirmed by forms alone")
  func agreement() async throws {
    let scene = try await ClientScene()
    let alice = try await Browser("alice", scene.server)
    let bob = try await Browser("bob", scene.server)
    let said = try await alice.send(
      "/needs",
      [("kind", "need"), ("title", "Réparer la scie"), ("amount", "4"), ("audience", "node")]
    )
    let path = try required(said["location"])
    #expect(path.hasPrefix("/needs/"))
    #expect(try await bob.page("/needs").text.contains("Réparer la scie"))
    let id = String(path.dropFirst("/needs/".count))
    let answered = try await bob.send(
      "/do/maillage/v1/agreements",
      [("need_id", id), ("words", "Je peux"), ("back", "/agreements")]
    )
    #expect(answered["location"] == "/agreements")
    let list = try await alice.page("/agreements").text
    let place = String(try required(list.firstMatch(of: /href="(\/agreements\/[0-9]+)"/)).1)
    #expect(try await alice.page(place).text.contains("Je peux"))
    // Strangers learn from no address whether anything was agreed on.
    _ = try await scene.node.member("carol")
    let carol = try await Browser("carol", scene.server)
    for isSignedIn in [false, true] {
      var seen: Set<String> = []
      for address in [place, "/agreements/999999"] {
        let answer =
          try await isSignedIn ? carol.page(address) : scene.server.get(address)
        let said = "\(answer.status) \(answer["location"] ?? "") \(answer.text)"
        let encoded = address.replacing("/", with: "%2F")
        seen.insert(said.replacing(address, with: "ADDRESS").replacing(encoded, with: "ADDRESS"))
      }
      #expect(seen.count == 1, "\(seen)")
    }
    let api = "/do/maillage/v1" + place
    #expect(try await alice.send("\(api)/accept").status == 303)
    #expect(try await bob.page(place).text.contains("C’est fait"))
    let done = [("side", "primary"), ("amount", "4")]
    #expect(try await bob.send("\(api)/done", done).status == 303)
    #expect(try await alice.send("\(api)/confirm", [("side", "primary")]).status == 303)
    #expect(try await alice.page(place).text.contains("tenu"))
  }

  @Test("An event is announced in the node’s own time, joined, and in the calendar")
  func events() async throws {
    let scene = try await ClientScene()
    let alice = try await Browser("alice", scene.server)
    let bob = try await Browser("bob", scene.server)
    let year = Int(scene.node.clock.now.ISO8601Format().prefix(4)) ?? 2026
    let made = try await alice.send(
      "/events",
      [
        ("title", "Portes ouvertes"), ("status", "Venez"), ("visibility", "node"),
        ("starts_at", "\(year + 1)-05-01T14:00"), ("place", "Nantes"),
      ]
    )
    let path = try required(made["location"], made.text)
    let id = String(path.dropFirst("/posts/".count))
    #expect(try await bob.page("/events").text.contains("Portes ouvertes"))
    let shown = try await bob.page(path).text
    #expect(
      shown.contains("1 mai \(year + 1)") && !shown.contains("<p>Quand :")
    )
    let joined = try await bob.send("/do/maillage/v1/events/\(id)/join", [("back", path)])
    #expect(joined["location"] == path)
    #expect(try await bob.page(path).text.contains("Vous participez"))
    let calendar = try await bob.send("/events/calendar")
    #expect(calendar.status == 200 && calendar.text.contains("/calendar/"))
  }

  @Test("Something is put to a vote, and everybody votes once")
  func votes() async throws {
    let scene = try await ClientScene()
    let alice = try await Browser("alice", scene.server)
    let bob = try await Browser("bob", scene.server)
    let opened = try await alice.send(
      "/consultations",
      [("title", "Quel jour ?"), ("options", "Samedi\r\nDimanche"), ("audience", "node")]
    )
    let path = try required(opened["location"], opened.text)
    #expect(try await bob.page("/consultations").text.contains("Quel jour ?"))
    let vote = "/do/maillage/v1\(path)/vote"
    #expect(try await bob.send(vote, [("choice", "Dimanche"), ("back", path)]).status == 303)
    #expect(try await bob.page(path).text.contains("votre choix"))
    // Who thinks again votes again, and still counts once.
    #expect(try await bob.send(vote, [("choice", "Samedi"), ("back", path)]).status == 303)
    let told = try await scene.get("/api/maillage/v1\(path)", as: "bob").json()
    #expect(told["ballots"] == 1 && told["own_choice"] == "Samedi")
    #expect(try await bob.send(vote, [("choice", "Lundi")]).status == 400)
  }

  @Test("A question is asked and counted; insight is there before anything is counted")
  func questions() async throws {
    let scene = try await ClientScene()
    let alice = try await Browser("alice", scene.server)
    let asked = try await alice.send(
      "/questions",
      [("text", "Qui a un fourgon ?"), ("audience", "node")]
    )
    #expect(asked["location"] == "/questions", "\(asked.text)")
    let page = try await alice.page("/questions").text
    #expect(page.contains("Qui a un fourgon") && page.contains("1 question posée"))
    #expect(page.contains("attend une réponse"))
    #expect(try await alice.page("/insight").status == 200)
    #expect(try await alice.page("/insight/mine").status == 200)
  }
}
