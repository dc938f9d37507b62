import Foundation
import HTTPTypes
import Model
import Storage
import StrictJSON
import TestSupport
import Testing

@testable import Federation
@testable import HTTPServer

/// What apps do with talents.
@Suite("Talents in the API")
struct TalentRouteTests {
  private static let start = "/api/maillage/v1"
  private static let profile = "\(start)/talents/profile"

  private static let skills: [(String, String)] = [
    ("skills[0][id]", "https://skills.example/1"), ("skills[0][level]", "3"),
    ("skills[0][ring]", "territory"), ("skills[0][evidence]", "Ten years"),
    ("skills[1][id]", "https://skills.example/2"), ("skills[1][to_learn]", "true"),
    ("places[0][code]", "44109"), ("places[0][kind]", "work"),
    ("availability[hours_per_month]", "6"), ("availability[from]", "2026-12-01"),
    ("help[0][kind]", "mentoring"),
  ]

  @Test("A profile is written, is the member’s own, and parts that are not named stay")
  func writing() async throws {
    let scene = try await ClientScene()

    let written = try await scene.send(.put, Self.profile, Self.skills).json()
    #expect(written["listed"] == false)
    #expect(written["skills"]?.array?.count == 2)
    #expect(written["skills"]?.array?.first?["ring"] == "territory")
    #expect(written["places"]?.array?.first?["name"] == "Nantes")
    #expect(written["places"]?.array?.first?["ring"] == "organisation")
    #expect(written["availability"]?["hours_per_month"] == .integer(6))

    _ = try await scene.send(.put, Self.profile, [("help[0][kind]", "project")])
    let kept = try await scene.get(Self.profile).json()
    #expect(kept["skills"] == written["skills"])
    #expect(kept["help"]?.array?.first?["kind"] == "project")
    let others = try await scene.get(Self.profile, as: "bob").json()
    #expect(others["skills"]?.array?.isEmpty == true)
  }

  @Test("Somebody is found once they opt in, and not any more when they take it back")
  func listing() async throws {
    let scene = try await ClientScene()
    let search = "\(Self.start)/talents/search?skills[]=https://skills.example/1"
    #expect(try await scene.send(.post, "\(Self.start)/talents/listing", []).status == 422)
    _ = try await scene.send(.put, Self.profile, Self.skills)
    #expect(try await scene.get(search, as: "bob").json().array?.isEmpty == true)

    #expect(try await scene.send(.post, "\(Self.start)/talents/listing", []).status == 200)
    let found = try await scene.get(search + "&near=Nantes&within=5&hours=4", as: "bob").json()
    #expect(found.array?.first?["entry"]?["uri"]?.string == scene.alice.uri)
    #expect(found.array?.first?["reasons"]?.array?.first?["match"] == "exact")
    #expect(!"\(found)".contains("Ten years"))
    #expect(try await scene.get(search + "&near=Lille", as: "bob").json().array?.isEmpty == true)

    let receipt = try await scene.send(.delete, "\(Self.start)/talents/listing", [])
    #expect(receipt.status == 200)
    #expect(try await scene.get(search, as: "bob").json().array?.isEmpty == true)
  }

  @Test("Who only wants to learn a skill is found as one who learns, and covers nothing")
  func learning() async throws {
    let scene = try await ClientScene()
    _ = try await scene.send(.put, Self.profile, Self.skills)
    _ = try await scene.send(.post, "\(Self.start)/talents/listing", [])
    let wish = "skills[]=https://skills.example/2"

    let search = "\(Self.start)/talents/search?\(wish)"
    #expect(try await scene.get(search, as: "bob").json().array?.isEmpty == true)
    let found = try await scene.get("\(search)&to_learn=true", as: "bob").json()
    let reason = found.array?.first?["reasons"]?.array?.first
    #expect(reason?["level"] == .null && reason?["to_learn"] == true)

    let compose = "\(Self.start)/talents/compose?\(wish)&organisations=1"
    for path in [compose, "\(compose)&to_learn=true"] {
      let composed = try await scene.get(path, as: "bob").json()
      #expect(composed["teams"]?.array?.isEmpty == true)
      let open = composed["uncovered"]?.array
      #expect(open?.first?["wanted"]?["id"] == "https://skills.example/2")
      #expect(open?.first?["nearest"] == .null)
    }
  }

  @Test("What others see is widened with the member’s own token, and by no other")
  func widening() async throws {
    let scene = try await ClientScene()
    _ = try await scene.send(.put, Self.profile, Self.skills)
    let wide = Self.skills.map { $0.0 == "skills[0][ring]" ? ($0.0, "everyone") : $0 }

    _ = try await scene.send(.put, Self.profile, wide, as: "bob")
    let kept = try await scene.get(Self.profile).json()
    #expect(kept["skills"]?.array?.first?["ring"] == "territory")

    _ = try await scene.send(.put, Self.profile, wide)
    let own = try await scene.get(Self.profile).json()
    #expect(own["skills"]?.array?.first?["ring"] == "everyone")
  }

  @Test("A team is composed with its reasons, and what nobody has is named")
  func composing() async throws {
    let scene = try await ClientScene()
    _ = try await scene.send(.put, Self.profile, Self.skills)
    _ = try await scene.send(.post, "\(Self.start)/talents/listing", [])

    let wish = "skills[]=https://skills.example/1&skills[]=https://skills.example/9&organisations=1"
    let composed = try await scene.get("\(Self.start)/talents/compose?\(wish)", as: "bob").json()

    let person = composed["teams"]?.array?.first?["people"]?.array?.first
    #expect(person?["entry"]?["uri"]?.string == scene.alice.uri)
    #expect(person?["brings"]?.array?.first?["level"] == .integer(3))
    #expect(
      composed["uncovered"]?.array?.first?["wanted"]?["id"] == "https://skills.example/9"
    )
  }

  @Test(
    "What is wrong is said",
    arguments: [
      [("skills[0][id]", "soudure"), ("skills[0][level]", "3")],
      [("skills[0][id]", "https://skills.example/1"), ("skills[0][level]", "5")],
      [("skills[0][id]", "https://skills.example/1")],
      [("places[0][code]", "Saint-Denis")],
      [("places[0][code]", "12 rue des Lilas")],
      [("availability[hours_per_month]", "999")],
      [("availability[hours_per_month]", "5"), ("availability[from]", "tomorrow")],
      [("help[0][kind]", "money")],
      [("help[0][kind]", "project"), ("help[0][ring]", "boss")],
    ]
  )
  func refusing(form: [(String, String)]) async throws {
    let scene = try await ClientScene()

    #expect(try await scene.send(.put, Self.profile, form).status == 422)
  }
}
