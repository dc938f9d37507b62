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
