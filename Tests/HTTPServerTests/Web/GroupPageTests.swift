import Federation
import Model
import TestSupport
import Testing

@testable import HTTPServer

/// Groups, what people say of each other, and lists for everybody, without script.
@Suite("Pages of groups and for everybody")
struct GroupPageTests {
  @Test("A group is made, entered, written in, looked after and closed by forms alone")
  func group() async throws {
    let scene = try await ClientScene()
    let alice = try await Browser("alice", scene.server)
    let bob = try await Browser("bob", scene.server)
    let made = try await alice.send(
      "/groups",
      [
        ("title", "Le jardin"), ("name", "jardin"), ("joining", "approval"),
        ("posting", "followers"),
      ]
    )
    #expect(made["location"] == "/@jardin", "\(made.text)")
    let list = try await bob.page("/groups").text
    let id = String(try required(list.firstMatch(of: /\/groups\/([0-9]+)\/join/), list).1)
    let joined = try await bob.send("/do/maillage/v1/groups/\(id)/join", [("back", "/groups")])
    #expect(joined["location"] == "/groups")
    #expect(try await bob.page("/@jardin").text.contains("demande envoyée"))
    let told = try await alice.page("/notifications").text
    #expect(told.contains("demande à entrer") && told.contains("href=\"/groups\">Voir"))
    #expect(!(try await bob.page("/@jardin?tab=manage").text.contains("Qui demande à entrer")))

    let manage = try await alice.page("/@jardin?tab=manage").text
    #expect(manage.contains("Qui demande à entrer") && manage.contains("href=\"/@bob\""))
    let request = "/do/maillage/v1/groups/\(id)/requests/\(scene.bob.id.rawValue)/accept"
    #expect(try await alice.send(request, [("back", "/@jardin?tab=manage")]).status == 303)
    let form = [("status", "Les **tomates** sont là"), ("group", id), ("back", "/@jardin")]
    #expect(try await bob.send("/compose", form).status == 303)
    let page = try await alice.page("/@jardin").text
    #expect(page.contains("<strong>tomates</strong>") && page.contains("Visible par les membres"))
    let home = try await alice.page("/home").text
    #expect(home.contains("Visible par les membres de Le jardin"), "a closed group names no person")
    let own = try await bob.page("/home").text
    #expect(own.contains("Visible par les membres de Le jardin"))
    #expect(!own.contains("aria-hidden=\"true\"></span>Personnes nommées"))
    try await holdsEvent(bob, id, scene)
    let visitor = try await scene.server.send(.get, "/@jardin", [("accept", "text/html")]).text
    #expect(visitor.contains("Le jardin") && !visitor.contains("tomates"))
    #expect(!visitor.contains("feed.atom"))
    #expect(try await bob.page("/@jardin?tab=members").text.contains("responsable"))

    let settings = [("title", "Jardin commun"), ("summary", ""), ("joining", "closed")]
    let kept = try await alice.send("/@jardin/settings", settings)
    #expect(kept["location"] == "/@jardin?tab=manage")
    #expect(try await alice.page("/@jardin").text.contains("Jardin commun"))
    let close = [("_method", "delete"), ("back", "/groups")]
    #expect(try await bob.send("/do/maillage/v1/groups/\(id)", close).status == 404)
    #expect(try await alice.send("/do/maillage/v1/groups/\(id)", close)["location"] == "/groups")
  }

  /// A member holds an event in the closed group, with the form of its page.
  private func holdsEvent(_ bob: Browser, _ group: String, _ scene: ClientScene) async throws {
    let tab = try await bob.page("/@jardin?tab=events").text
    #expect(
      tab.contains("name=\"group\" value=\"\(group)\"") && !tab.contains("name=\"visibility\"")
    )
    let year = (Int(scene.node.clock.now.ISO8601Format().prefix(4)) ?? 2026) + 1
    let event = [
      ("group", group), ("title", "Récolte"), ("status", "Venez avec des paniers"),
      ("starts_at", "\(year)-09-01T09:00"),
    ]
    #expect(try await bob.send("/events", event).status == 303)
    let shown = try await bob.page("/@jardin?tab=events").text
    #expect(shown.contains("Récolte") && shown.contains("Visible par les membres de Le jardin"))
    let path = "/@jardin?tab=events"
    let visitor = try await scene.server.send(.get, path, [("accept", "text/html")]).text
    #expect(!visitor.contains("Récolte") && !visitor.contains("name=\"starts_at\""))
  }

  @Test("An open group has a feed with what it shows")
  func feed() async throws {
    let scene = try await ClientScene()
    let made = try await scene.send(.post, "/api/maillage/v1/groups", [("name", "pain")]).json()
    let id = try required(made["account"]?["id"]?.string)
    let path = "/api/maillage/v1/groups/\(id)/statuses"
    _ = try await scene.send(.post, path, [("status", "Fournée du soir")])
    let page = try await scene.server.send(.get, "/@pain", [("accept", "text/html")]).text
    #expect(page.contains("/@pain/feed.atom") && page.contains("/groups/pain/events.ics"))
    let feed = try await scene.server.send(.get, "/@pain/feed.atom", []).text
    #expect(feed.contains("Fournée du soir"))
  }

  @Test("What is said of somebody waits for consent, is shown with the reply, and taken back")
  func recommendation() async throws {
    let scene = try await ClientScene()
    let alice = try await Browser("alice", scene.server)
    let bob = try await Browser("bob", scene.server)
    let said = [("account", "bob"), ("text", "On peut compter sur lui"), ("link", "colleague")]
    #expect(try await alice.send("/recommendations", said)["location"] == "/recommendations/mine")
    #expect(try await bob.page("/notifications").text.contains("href=\"/recommendations/mine\""))
    let asked = try await bob.page("/recommendations/mine").text
    #expect(asked.contains("On peut compter sur lui") && asked.contains("Attend votre accord"))
    #expect(!(try await alice.page("/@bob").text.contains("On peut compter sur lui")))

    let match = try required(asked.firstMatch(of: /\/recommendations\/([0-9]+)\/accept/), asked)
    let path = "/do/maillage/v1/recommendations/\(match.1)"
    let yes = [("ring", "everyone"), ("reply", "Merci à toi"), ("back", "/recommendations/mine")]
    #expect(try await bob.send("\(path)/accept", yes)["location"] == "/recommendations/mine")
    for place in ["/recommendations", "/@bob"] {
      let page = try await scene.server.send(.get, place, [("accept", "text/html")]).text
      #expect(page.contains("On peut compter sur lui") && page.contains("Merci à toi"), "\(place)")
    }
    let narrower = [("ring", "organisation"), ("reply", "Merci")]
    #expect(try await bob.send("\(path)/reply", narrower).status == 303)
    let closed = try await scene.server.send(.get, "/recommendations", [("accept", "text/html")])
    #expect(!closed.text.contains("On peut compter sur lui"))
    #expect(try await alice.page("/recommendations").text.contains("On peut compter sur lui"))
    #expect(try await alice.send(path, [("_method", "delete")]).status == 303)
    #expect(!(try await alice.page("/recommendations").text.contains("On peut compter sur lui")))
  }

  @Test("A visitor sees the needs, offers and events that are for everyone, and no others")
  func everybody() async throws {
    let scene = try await ClientScene()
    let alice = try await Browser("alice", scene.server)
    let year = (Int(scene.node.clock.now.ISO8601Format().prefix(4)) ?? 2026) + 1
    for (audience, word) in [("public", "ouverte"), ("node", "interne")] {
      let need = [("kind", "need"), ("title", "Aide \(word)"), ("audience", audience)]
      let said = try await alice.send("/needs", need)
      let path = try required(said["location"], said.text)
      let seen = try await scene.server.send(.get, path, [("accept", "text/html")])
      #expect(seen.status == (audience == "public" ? 200 : 404))
      let event = [
        ("title", "Fête \(word)"), ("status", "Venez"), ("visibility", audience),
        ("starts_at", "\(year)-05-01T14:00"),
      ]
      #expect(try await alice.send("/events", event).status == 303)
    }
    let offer = [("kind", "offer"), ("title", "Prêt d’outils"), ("audience", "public")]
    #expect(try await alice.send("/needs", offer).status == 303)

    let needs = try await scene.server.send(.get, "/needs", [("accept", "text/html")]).text
    #expect(needs.contains("Aide ouverte") && needs.contains("Prêt d’outils"))
    #expect(!needs.contains("Aide interne") && !needs.contains("<form class=\"card\""))
    let events = try await scene.server.send(.get, "/events", [("accept", "text/html")]).text
    #expect(events.contains("Fête ouverte") && events.contains("/events.ics"))
    #expect(!events.contains("Fête interne") && !events.contains("form_token"))
    let organisations = try await scene.server.send(
      .get,
      "/organisations",
      [("accept", "text/html")]
    )
    #expect(organisations.text.contains("Prêt d’outils"))
    let none = try await scene.server.send(
      .get,
      "/organisations?q=xyzzy",
      [("accept", "text/html")]
    )
    #expect(!none.text.contains("Prêt d’outils"))
  }
}
