import ActivityStreams
import Foundation
import HTTPTypes
import Model
import Storage
import StrictJSON
import TestSupport
import Testing

@testable import Federation
@testable import HTTPServer

/// What apps do with consultations and questions.
@Suite("Consultations and questions in the API")
struct DecisionRouteTests {
  private static let start = "/api/maillage/v1"

  private static let form: [(String, String)] = [
    ("title", "Une navette"), ("text", "Le mardi."), ("options[]", "Oui"), ("options[]", "Non"),
    ("default", "Non"), ("quorum", "50"), ("open_for", "3600"), ("audience", "node"),
    ("language", "fr"),
  ]

  private func opened(_ scene: ClientScene) async throws -> JSON {
    let reply = try await scene.send(.post, "\(Self.start)/consultations", Self.form)
    try #require(reply.status == 200, "\(reply.text)")
    return try reply.json()
  }

  @Test("A consultation is opened, voted on, decided and followed up")
  func deciding() async throws {
    let scene = try await ClientScene()
    let made = try await opened(scene)
    let id = try #require(made["id"]?.string)
    let path = "\(Self.start)/consultations/\(id)"
    #expect(made["status"]?["content"]?.string?.contains("Consultation : Une navette") == true)
    #expect(made["state"] == "open" && made["outcome"] == .null)
    #expect(try await scene.send(.post, "\(path)/vote", [("choice", "Peut-être")]).status == 422)
    #expect(try await scene.send(.post, "\(path)/vote", []).status == 422)

    _ = try await scene.send(.post, "\(path)/vote", [("choice", "Non")], as: "bob")
    let voted = try await scene.send(.post, "\(path)/vote", [("choice", "Oui")], as: "bob").json()
    #expect(voted["ballots"] == .integer(1) && voted["own_choice"] == "Oui")
    #expect(try await scene.send(.post, "\(path)/vote", [("abstain", "true")]).status == 200)
    #expect(try await scene.get("\(path)/votes").status == 422)
    #expect(try await scene.get(path).json()["own_choice"] == .null)

    scene.node.clock.advance(by: 3_601)
    #expect(try await scene.send(.post, "\(path)/vote", [("choice", "Non")]).status == 422)
    try await ConsultationClerk(services: scene.node.services).work()

    let decided = try await scene.get(path).json()
    #expect(decided["state"] == "decided" && decided["outcome"]?["choice"] == "Oui")
    #expect(decided["outcome"]?["abstentions"] == .integer(1))
    #expect(decided["outcome"]?["electorate"] == .integer(2))
    let votes = try await scene.get("\(path)/votes").json()
    #expect(votes.array?.count == 2)
    let told = try await scene.get("/api/v1/notifications", as: "bob").json()
    #expect(told.array?.first?["type"] == "maillage.consultation")

    let text = [("text", "Elle roule.")]
    #expect(try await scene.send(.post, "\(path)/outcome", text, as: "bob").status == 404)
    let followed = try await scene.send(.post, "\(path)/outcome", text).json()
    #expect(followed["follow_up"] == "Elle roule." && followed["outcome"]?["choice"] == "Oui")
    let open = try await scene.get("\(Self.start)/consultations?open=true", as: "bob").json()
    #expect(open.array?.isEmpty == true)
    let all = try await scene.get("\(Self.start)/consultations", as: "bob").json()
    #expect(all.array?.count == 1)
  }

  @Test("A vote is signed by its voter, for anybody to verify")
  func signing() async throws {
    let scene = try await ClientScene()
    let id = try #require(try await opened(scene)["id"]?.string)
    let path = "\(Self.start)/consultations/\(id)"
    _ = try await scene.send(.post, "\(path)/vote", [("choice", "Oui")], as: "bob")
    scene.node.clock.advance(by: 3_601)
    try await ConsultationClerk(services: scene.node.services).work()

    let votes = try await scene.get("\(path)/votes").json()
    let text = try #require(votes.array?.first?["document"]?.string)
    let document = try JSON.parse(Array(text.utf8))
    let word = try await SignedWord<AS.ConsultationVote>(
      document,
      by: scene.bob,
      with: scene.node.services
    )
    #expect(word.value.choice == "Oui")
    await #expect(throws: Refusal.self) {
      _ = try await SignedWord<AS.ConsultationVote>(
        document.setting("choice", to: "Non"),
        by: scene.bob,
        with: scene.node.services
      )
    }
  }

  @Test("What is wrong is named")
  func refusing() async throws {
    let scene = try await ClientScene()
    for (name, value) in [
      ("default", "Peut-être"), ("quorum", "101"), ("open_for", "5"), ("audience", "public"),
      ("title", ""),
    ] {
      let fields = Self.form.filter { $0.0 != name } + [(name, value)]
      let reply = try await scene.send(.post, "\(Self.start)/consultations", fields)
      #expect(reply.status == 422, "\(name) \(reply.text)")
    }
    for path in ["consultations/999/votes", "consultations/999", "questions/999"] {
      #expect(try await scene.get("\(Self.start)/\(path)").status == 404)
    }
  }

  @Test("A question is asked, answered, settled and counted")
  func asking() async throws {
    let scene = try await ClientScene()
    let path = "\(Self.start)/questions"
    let form = [("text", "Qui a une clé ?"), ("audience", "node")]
    let asked = try await scene.send(.post, path, form).json()
    let id = try #require(asked["id"]?.string)
    _ = try await scene.send(.post, path, form)
    #expect(try await scene.send(.post, path, form + [("audience", "public")]).status == 422)
    #expect(try await scene.get("\(path)?state=unanswered").json().array?.count == 2)

    scene.node.clock.advance(by: 120)
    let reply = [("status", "Moi."), ("in_reply_to_id", id), ("visibility", "public")]
    let answer = try await scene.send(.post, "/api/v1/statuses", reply, as: "bob").json()
    let answerID = try #require(answer["id"]?.string)

    let open = try await scene.get("\(path)?state=unanswered", as: "bob").json()
    #expect(open.array?.count == 1 && open.array?.first?["id"]?.string != id)
    let shown = try await scene.get("\(path)/\(id)").json()
    #expect(shown["answers"] == .integer(1) && shown["answer"] == .null)
    let mark = [("answer_id", answerID)]
    #expect(try await scene.send(.post, "\(path)/\(id)/answer", mark, as: "bob").status == 404)
    #expect(try await scene.send(.post, "\(path)/\(id)/answer", [("answer_id", id)]).status == 422)
    let settled = try await scene.send(.post, "\(path)/\(id)/answer", mark).json()
    #expect(settled["answer"]?["id"]?.string == answerID)
    let told = try await scene.get("/api/v1/notifications", as: "bob").json()
    #expect(told.array?.contains { $0["type"] == "maillage.question_answered" } == true)

    let figures = try await scene.get("\(path)/figures?days=1").json()
    #expect(figures["asked"] == .integer(2) && figures["answered"] == .integer(1))
    #expect(figures["settled"] == .integer(1) && figures["median_seconds"] == .integer(120))
  }
}
