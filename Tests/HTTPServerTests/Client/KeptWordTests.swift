import Federation
import Foundation
import HTTPTypes
import Model
import Storage
import StrictJSON
import TestSupport
import Testing

@testable import HTTPServer

/// What members wrote comes back as they wrote it, and says where it came from.
@Suite("Words as they were written")
struct KeptWordTests {
  private static let update = "/api/v1/accounts/update_credentials"
  private static let verify = "/api/v1/accounts/verify_credentials"

  /// Saves what an app was told, as its form of the profile does.
  private func saveAgain(_ scene: ClientScene) async throws -> JSON {
    let source = try required(try await scene.get(Self.verify).json()["source"])
    var form = [("note", source["note"]?.string ?? "")]
    for (number, field) in (source["fields"]?.array ?? []).enumerated() {
      form.append(("fields_attributes[\(number)][name]", field["name"]?.string ?? ""))
      form.append(("fields_attributes[\(number)][value]", field["value"]?.string ?? ""))
    }
    return try await scene.send(.patch, Self.update, form).json()
  }

  @Test("An app that saves a profile as it was told changes nothing of it")
  func roundTrip() async throws {
    let scene = try await ClientScene()
    let note = "**Potière** à [Lannion](https://lannion.example)\n\n- tournage\n- émail #terre"
    let first = try await scene.send(
      .patch,
      Self.update,
      [
        ("note", note), ("fields_attributes[0][name]", "Site"),
        ("fields_attributes[0][value]", "https://atelier.example/a?b=1&c=2"),
        ("fields_attributes[1][name]", "Ici"), ("fields_attributes[1][value]", "1 < 2 & *vrai*"),
      ]
    ).json()
    #expect(first["source"]?["note"]?.string == note)
    #expect(first["note"]?.string?.contains("<strong>Potière</strong>") == true)
    #expect(first["source"]?["fields"]?[1]?["value"]?.string == "1 < 2 & *vrai*")

    let second = try await saveAgain(scene)

    #expect(second["note"] == first["note"])
    #expect(second["fields"] == first["fields"])
    #expect(second["source"] == first["source"])
  }

  @Test(
    "A description of before its source was kept stays as it is when an app gives its text back"
  )
  func oldDescription() async throws {
    let scene = try await ClientScene()
    let html = "<p>Potière, <strong>vraiment</strong></p>"
    try await scene.node.database.write { tx in
      var actor = try required(try tx.actors.find(scene.alice.id))
      actor.summary = html
      try tx.actors.update(actor, of: actor.id)
    }

    let same = try await saveAgain(scene)
    let other = try await scene.send(.patch, Self.update, [("note", "Autre")]).json()

    #expect(same["note"]?.string == html && same["source"]?["note"] == "Potière, vraiment")
    #expect(other["note"]?.string?.contains("Autre") == true)
  }

  @Test("A post names the app that sent it; what the pages and the command line send names none")
  func application() async throws {
    let scene = try await ClientScene()
    let post = try await scene.post("Par une application")
    let id = try required(post["id"]?.string)
    let alice = try await Browser("alice", scene.server)
    _ = try await alice.send("/compose", [("status", "Par une page"), ("visibility", "public")])
    let plain = try await scene.node.outbox.publish(
      PostDraft(source: "Par le nœud", audience: .public),
      as: scene.alice.id
    )

    #expect(post["application"]?["name"] == "Essai" && post["application"]?["website"] == .null)
    let anyone = try await scene.get("/api/v1/statuses/\(id)", as: nil).json()
    #expect(anyone["application"] == post["application"])
    let boost = try await scene.send(.post, "/api/v1/statuses/\(id)/reblog", as: "bob").json()
    #expect(boost["application"] == nil && boost["reblog"]?["application"] == post["application"])
    let home = try await scene.get("/api/v1/timelines/home").json().array ?? []
    let page = try required(home.first { $0["content"]?.string?.contains("page") == true })
    #expect(page["application"] == nil)
    let shown = try await scene.get("/api/v1/statuses/\(plain.id.rawValue)").json()
    #expect(shown["application"] == nil)
  }

  @Test("A post for later is of the app that left it")
  func scheduled() async throws {
    let scene = try await ClientScene()
    let due = scene.node.clock.now.addingTimeInterval(600).formatted(.iso8601)
    // It answers with a ScheduledStatus, which the scene does not compare.
    let kept = try await scene.server.form(
      .post,
      "/api/v1/statuses",
      [("status", "Plus tard"), ("scheduled_at", due)],
      [("authorization", "Bearer \(try required(scene.tokens["alice"]))")]
    )
    #expect(kept.status == 200)

    scene.node.clock.advance(by: 601)
    try await ScheduledPostWorker(services: scene.node.services).work()

    let home = try await scene.get("/api/v1/timelines/home").json()
    #expect(home[0]?["application"]?["name"] == "Essai")
  }

  @Test("What a poll offered before an edit is in its history")
  func pollHistory() async throws {
    let scene = try await ClientScene()
    func poll(_ options: [String]) -> [(String, String)] {
      [("visibility", "public"), ("poll[expires_in]", "600")]
        + options.map { ("poll[options][]", $0) }
    }
    let id = try required(try await scene.post("Quand ?", poll(["lundi", "mardi"]))["id"]?.string)
    scene.node.clock.advance(by: 60)
    _ = try await scene.send(
      .put,
      "/api/v1/statuses/\(id)",
      [("status", "Quand donc ?")] + poll(["jeudi", "vendredi"])
    )

    let history = try await scene.get("/api/v1/statuses/\(id)/history").json().array ?? []
    let options = history.map { version in
      version["poll"]?["options"]?.array?.compactMap { $0["title"]?.string } ?? []
    }
    #expect(options == [["lundi", "mardi"], ["jeudi", "vendredi"]])

    let plain = try required(try await scene.post("Sans sondage")["id"]?.string)
    _ = try await scene.send(.put, "/api/v1/statuses/\(plain)", [("status", "Toujours sans")])
    let none = try await scene.get("/api/v1/statuses/\(plain)/history").json().array ?? []
    #expect(none.count == 2 && none.allSatisfy { $0["poll"] == nil })
  }

  @Test(
    "A direct post of a stranger is a conversation and a notification, and not in the home timeline"
  )
  func strangers() async throws {
    let scene = try await ClientScene()
    let form = [("visibility", "direct")]
    let first = try await scene.post("@alice bonjour", form, as: "bob")
    func home(_ name: String) async throws -> [JSON] {
      try await scene.get("/api/v1/timelines/home", as: name).json().array ?? []
    }

    #expect(try await home("alice").isEmpty)
    #expect(try await home("bob").count == 1)
    let talk = try await scene.get("/api/v1/conversations").json()
    #expect(talk[0]?["last_status"]?["id"] == first["id"])
    #expect(try await scene.get("/api/v1/notifications").json()[0]?["type"] == "mention")

    let bob = scene.bob.id.rawValue
    _ = try await scene.send(.post, "/api/v1/accounts/\(bob)/follow")
    let second = try await scene.post("@alice encore", form, as: "bob")
    #expect(try await home("alice").compactMap { $0["id"] } == [second["id"]])
  }

  @Test("Roles are shown to all, of who has one")
  func roles() async throws {
    let scene = try await ClientScene()
    try await scene.node.database.write { tx in
      var member = try required(try tx.members.find(scene.bob.id))
      member.role = .moderator
      try tx.members.update(member)
    }

    let bob = try await scene.get("/api/v1/accounts/lookup?acct=bob", as: nil).json()
    let alice = try await scene.get("/api/v1/accounts/lookup?acct=alice", as: nil).json()

    #expect(bob["roles"]?[0]?["name"] == "Moderator" && bob["roles"]?.array?.count == 1)
    #expect(alice["roles"] == [])
  }
}
