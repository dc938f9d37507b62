import Foundation
import HTTPTypes
import Model
import Storage
import StrictJSON
import TestSupport
import Testing

@testable import Federation
@testable import HTTPServer

/// What apps do with needs, offers, agreements and calls.
@Suite("Needs in the API")
struct NeedRouteTests {
  private static let start = "/api/maillage/v1"

  private static let need: [(String, String)] = [
    ("title", "Souder un portail"), ("text", "Un camion l’a plié."),
    ("skills[]", "https://skills.example/1:2"), ("amount", "4"), ("unit_based", "true"),
    ("near", "Nantes"), ("within", "20"), ("from", "2099-12-01"), ("open_for", "3600"),
    ("audience", "node"), ("language", "fr"), ("in_return[amount]", "2"),
    ("in_return[unit]", "hour"),
  ]

  private func publish(
    _ scene: ClientScene,
    _ noun: String = "needs",
    _ fields: [(String, String)] = need
  ) async throws -> JSON {
    let reply = try await scene.send(.post, "\(Self.start)/\(noun)", fields)
    try #require(reply.status == 200, "\(reply.text)")
    return try reply.json()
  }

  @Test("A need is published, listed, shown and closed")
  func publishing() async throws {
    let scene = try await ClientScene()
    let need = try await publish(scene)
    let id = try #require(need["id"]?.string)
    #expect(need["skills"]?.array?.first?["level"] == .integer(2))
    #expect(need["place"]?["code"] == "44109")
    #expect(need["in_return"]?["amount"] == "2")
    #expect(need["status"]?["content"]?.string?.contains("Besoin : Souder") == true)
    #expect(need["status"]?["maillage"]?["kind"] == "Proposal")

    let listed = try await scene.get("\(Self.start)/needs", as: "bob").json()
    #expect(listed.array?.first?["id"]?.string == id)
    #expect(try await scene.get("\(Self.start)/offers", as: "bob").json().array?.isEmpty == true)
    #expect(try await scene.get("\(Self.start)/needs/\(id)", as: "bob").status == 200)
    let other = try await scene.send(.post, "\(Self.start)/needs/\(id)/close", [], as: "bob")
    #expect(other.status == 404)

    let closed = try await scene.send(.post, "\(Self.start)/needs/\(id)/close", []).json()
    #expect(closed["state"] == "answered" && closed["open"] == false)
    #expect(try await scene.get("\(Self.start)/needs", as: "bob").json().array?.isEmpty == true)
    let all = try await scene.get("\(Self.start)/needs?closed=true", as: "bob").json()
    #expect(all.array?.count == 1)
  }

  @Test("A thing is named by a URI or by words, which people read")
  func things() async throws {
    let scene = try await ClientScene()
    let fields =
      Self.need + [
        ("in_return[resource]", "Œufs de la ferme"), ("in_return[amount]", "6"),
        ("in_return[unit]", "one"),
      ]
    let made = try await scene.send(.post, "\(Self.start)/needs", fields).json()
    let uri = "data:text/plain;charset=utf-8,%C5%92ufs%20de%20la%20ferme"
    #expect(made["in_return"]?["resource"]?.string == uri)
    #expect(made["status"]?["content"]?.string?.contains("Œufs de la ferme") == true)
    let id = try required(made["id"]?.string)
    let page = try await Browser("bob", scene.server).page("/needs/\(id)").text
    #expect(page.contains("Œufs de la ferme") && !page.contains("data:text"))
  }

  @Test("What is wrong is named")
  func refusing() async throws {
    let scene = try await ClientScene()
    for (name, value) in [
      ("amount", "0"), ("unit", "<b>"), ("near", "Nulle-Part"), ("from", "demain"),
      ("action", "steal"), ("audience", "friends"),
      ("resource", String(repeating: "x", count: 501)), ("title", ""),
      ("open_for", "-1"), ("until", "2001-01-01"), ("skills[]", "nothing of the sort"),
    ] {
      let fields = Self.need.filter { $0.0 != name } + [(name, value)]
      let reply = try await scene.send(.post, "\(Self.start)/needs", fields)
      #expect(reply.status == 422, "\(name) \(reply.text)")
    }
  }

  @Test("Two members agree, from the answer to both having confirmed")
  func agreeing() async throws {
    let scene = try await ClientScene()
    let id = try #require(try await publish(scene)["id"]?.string)
    let path = "\(Self.start)/agreements"
    let wrong = try await scene.send(.post, path, [("need_id", id), ("amount", "5")], as: "bob")
    #expect(wrong.status == 422)

    let answer = [("need_id", id), ("amount", "8"), ("words", "Samedi ?")]
    let offered = try await scene.send(.post, path, answer, as: "bob").json()
    #expect(offered["stage"] == "offered" && offered["role"] == "proposer")
    #expect(offered["in_return"]?["amount"] == "4")
    let number = try #require(offered["id"]?.string)
    let told = try await scene.get("/api/v1/notifications").json()
    #expect(told.array?.first?["type"] == "maillage.agreement")
    #expect(told.array?.first?["status"]?["id"]?.string == id)

    #expect(try await scene.send(.post, "\(path)/\(number)/accept", [], as: "bob").status == 403)
    let accepted = try await scene.send(.post, "\(path)/\(number)/accept", []).json()
    #expect(accepted["stage"] == "accepted" && accepted["role"] == "author")
    _ = try await scene.send(.post, "\(path)/\(number)/done", [("amount", "7.5")], as: "bob")
    _ = try await scene.send(.post, "\(path)/\(number)/confirm", [])
    let half = try await scene.get("\(path)/\(number)").json()
    #expect(half["stage"] == "accepted" && half["primary"]?["confirmed"] == true)
    #expect(half["primary"]?["done"]?["amount"] == "7.5")
    _ = try await scene.send(.post, "\(path)/\(number)/done", [("side", "reciprocal")])
    _ = try await scene.send(
      .post,
      "\(path)/\(number)/confirm",
      [("side", "reciprocal")],
      as: "bob"
    )

    let listed = try await scene.get(path, as: "bob").json()
    #expect(listed.array?.first?["stage"] == "fulfilled")
    #expect(listed.array?.count == 1)
  }

  @Test("An agreement of others is not there")
  func hiding() async throws {
    let scene = try await ClientScene()
    let id = try #require(try await publish(scene)["id"]?.string)
    let path = "\(Self.start)/agreements"
    let offered = try await scene.send(.post, path, [("need_id", id)], as: "bob").json()
    let number = try #require(offered["id"]?.string)
    let eve = try await scene.node.member("eve")

    for act in ["accept", "reject", "withdraw", "done", "confirm", "dispute"] {
      await #expect(throws: Refusal.absent) {
        let entry = try #require(Int64(number))
        _ = try await scene.node.outbox.act(Self.acts[act] ?? .accept, on: entry, as: eve.id)
      }
    }
  }

  private static let acts: [String: Outbox.AgreementAct] = [
    "accept": .accept, "reject": .reject(reason: ""), "withdraw": .withdraw,
    "done": .state(.primary, nil, on: nil), "confirm": .confirm(.primary),
    "dispute": .dispute(.primary, reason: ""),
  ]

  @Test("What answers to a need is shown to its author, offers and people")
  func matching() async throws {
    let scene = try await ClientScene()
    let profile = [("skills[0][id]", "https://skills.example/1"), ("skills[0][level]", "3")]
    _ = try await scene.send(.put, "\(Self.start)/talents/profile", profile, as: "bob")
    _ = try await scene.send(.post, "\(Self.start)/talents/listing", [], as: "bob")
    let offer = Self.need.filter { $0.0 != "near" && $0.0 != "within" }
    let posted = try await scene.send(.post, "\(Self.start)/offers", offer, as: "bob").json()
    let plain = Self.need.filter { $0.0 != "near" && $0.0 != "within" }
    let id = try #require(try await publish(scene, "needs", plain)["id"]?.string)

    let found = try await scene.get("\(Self.start)/needs/\(id)/matches").json()

    #expect(found["needs"]?.array?.first?["need"]?["id"] == posted["id"])
    #expect(found["needs"]?.array?.first?["reasons"]?.array?.first?["match"] == "exact")
    #expect(found["people"]?.array?.count == 1)
    try await NeedWorker(services: scene.node.services).runOnce()
    let told = try await scene.get("/api/v1/notifications").json()
    // Of the offer, and of who can do it and lets itself be found.
    #expect(
      told.array?.map { $0["type"]?.string } == ["maillage.need_match", "maillage.need_match"]
    )
    #expect(Set(told.array?.compactMap { $0["status"]?["id"]?.string } ?? []).count == 2)
  }

  @Test("A call is for whom it means, and says nothing of it to others")
  func calling() async throws {
    let scene = try await ClientScene()
    let path = "\(Self.start)/calls"
    let none = try await scene.send(.post, path, Self.need)
    #expect(none.status == 422, "\(none.text)")
    #expect(try await scene.get(path, as: "bob").json().array?.isEmpty == true)
    let id = try #require(try await publish(scene)["id"]?.string)

    // A need that is no call is none.
    for act in ["ignore", "mute"] {
      #expect(try await scene.send(.post, "\(path)/\(id)/\(act)", [], as: "bob").status == 404)
    }
  }
}
