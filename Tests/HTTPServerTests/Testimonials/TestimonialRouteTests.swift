import Foundation
import HTTPTypes
import Model
import StrictJSON
import TestSupport
import Testing

@testable import Federation
@testable import HTTPServer

/// What apps do with endorsements and recommendations.
@Suite("Endorsements in the API")
struct TestimonialRouteTests {
  private static let start = "/api/maillage/v1"

  @Test("A skill is endorsed, agreed to, replied to, hidden and taken back")
  func endorsing() async throws {
    let scene = try await ClientScene()
    let path = "\(Self.start)/endorsements"
    let form = [
      ("account", "bob"), ("skill", "https://skills.example/1"), ("link", "colleague"),
      ("text", "Welds well"),
    ]

    let made = try await scene.send(.post, path, form).json()
    let id = try #require(made["id"]?.string)
    #expect(made["state"] == "asked")
    #expect(made["organisation"]?.string == made["subject"]?["host"]?.string)
    #expect(try await scene.send(.post, path, form).status == 422)
    #expect(try await scene.get("\(path)?account=bob").json().array?.count == 1)
    #expect(try await scene.get(path, as: "bob").json().array?.first?["text"] == "Welds well")
    #expect(try await scene.send(.post, "\(path)/\(id)/accept", []).status == 404)

    let agreed = try await scene.send(
      .post,
      "\(path)/\(id)/accept",
      [("ring", "everyone"), ("reply", "Thanks")],
      as: "bob"
    ).json()
    #expect(agreed["state"] == "shown" && agreed["ring"] == "everyone")
    #expect(agreed["reply"] == "Thanks")
    let replied = try await scene.send(
      .post,
      "\(path)/\(id)/reply",
      [("reply", "Sometimes")],
      as: "bob"
    ).json()
    #expect(replied["reply"] == "Sometimes")
    let hidden = try await scene.send(.post, "\(path)/\(id)/hide", [], as: "bob").json()
    #expect(hidden["state"] == "hidden")

    #expect(try await scene.send(.delete, "\(path)/\(id)", [], as: "bob").status == 404)
    #expect(try await scene.send(.delete, "\(path)/\(id)", []).status == 200)
    #expect(try await scene.get(path, as: "bob").json().array?.isEmpty == true)
  }

  @Test("An endorsement is reported with what it says, by who can read it")
  func reporting() async throws {
    let scene = try await ClientScene()
    let form = [
      ("account", "bob"), ("skill", "https://skills.example/1"), ("text", "Steals bikes"),
    ]
    let made = try await scene.send(.post, "\(Self.start)/endorsements", form).json()
    let id = try #require(made["id"]?.string)
    let other = try await scene.node.member("carol")

    let wish = [
      ("account_id", String(scene.alice.id.rawValue)), ("testimonial_ids[]", id),
      ("testimonial_ids[]", "999999999"), ("comment", "Not so"),
    ]
    #expect(try await scene.send(.post, "/api/v1/reports", wish, as: "bob").status == 200)
    let kept = try await scene.node.database.read { tx -> (Report, [ReportCase.Evidence])? in
      guard let report = try tx.reports.latest().first,
        let number = try tx.reports.number(uri: report.uri)
      else { return nil }
      return (report, try tx.reports.evidence(of: number))
    }
    let (report, evidence) = try #require(kept)
    #expect(report.objects == [scene.alice.uri, try #require(made["uri"]?.string)])
    #expect(evidence.map(\.text).contains { $0.contains("Steals bikes") })

    // Of somebody else's word, or of one that is not for who reports, nothing is kept.
    let reading = TestimonialReading(services: scene.node.services)
    await #expect(throws: Refusal.absent) {
      _ = try await reading.one(Int64(id) ?? 0, for: .member(other.id))
    }
  }

  @Test("A service is recommended by the address of the offer")
  func services() async throws {
    let scene = try await ClientScene()
    let offer = try await scene.node.outbox.publish(
      NeedScene.draft(NeedScene.need(.offer)),
      as: scene.bob.id
    )
    let path = "\(Self.start)/recommendations"

    let made = try await scene.send(.post, path, [("service", offer.uri), ("text", "It holds")])
      .json()
    #expect(made["service"]?.string == offer.uri && made["skill"] == .null)
    #expect(made["subject"]?["uri"]?.string == scene.bob.uri)
    let wrong = [("service", scene.bob.uri), ("text", "It holds")]
    #expect(try await scene.send(.post, path, wrong).status != 200)
  }

  @Test("What is said of an offer is shown to no more people than the offer")
  func narrowService() async throws {
    let scene = try await ClientScene()
    let offer = try await scene.node.outbox.publish(
      NeedScene.draft(NeedScene.need(.offer), for: .node),
      as: scene.bob.id
    )
    let path = "\(Self.start)/recommendations"
    let made = try await scene.send(.post, path, [("service", offer.uri), ("text", "It holds")])
      .json()
    let accept = "\(path)/\(try #require(made["id"]?.string))/accept"

    let wide = try await scene.send(.post, accept, [("ring", "everyone")], as: "bob")
    let narrow = try await scene.send(.post, accept, [("ring", "organisation")], as: "bob")

    #expect(wide.status == 422)
    #expect(narrow.status == 200)
  }

  @Test("A recommendation is listed beside endorsements, and has words")
  func recommending() async throws {
    let scene = try await ClientScene()
    let path = "\(Self.start)/recommendations"

    #expect(try await scene.send(.post, path, [("account", "bob")]).status == 422)
    let made = try await scene.send(.post, path, [("account", "bob"), ("text", "Trust him")])

    #expect(made.status == 200)
    #expect(try made.json()["skill"] == .null)
    #expect(try await scene.get("\(path)?written=true").json().array?.count == 1)
    #expect(try await scene.get("\(Self.start)/endorsements?written=true").json().array?.count == 0)
  }
}
