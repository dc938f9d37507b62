import Foundation
import HTTPTypes
import Model
import Signatures
import StrictJSON
import TestSupport
import Testing

@testable import Federation
@testable import HTTPServer

/// What a member takes along of its talents, as other programs read it.
@Suite("Export of talents")
struct TalentExportTests {
  private static let export = "/api/maillage/v1/talents/export"

  private func scene() async throws -> ClientScene {
    let scene = try await ClientScene()
    _ = try await scene.send(
      .put,
      "/api/maillage/v1/talents/profile",
      [
        ("skills[0][id]", "https://skills.example/1"), ("skills[0][level]", "4"),
        ("skills[1][id]", "https://skills.example/a;b,c"), ("skills[1][to_learn]", "true"),
      ]
    )
    return scene
  }

  private func content(_ format: String, _ scene: ClientScene) async throws -> String {
    try required(
      try await scene.get("\(Self.export)?format=\(format)").json()["content"]?.string,
      format
    )
  }

  @Test("A vCard has skills with their levels, escaped and folded")
  func vcard() async throws {
    let scene = try await scene()

    let card = try await content("vcard", scene)

    let lines = card.components(separatedBy: "\r\n")
    #expect(lines.allSatisfy { $0.utf8.count <= 75 })
    let unfolded = card.replacing("\r\n ", with: "")
    #expect(unfolded.hasPrefix("BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Alice\r\n"))
    #expect(unfolded.contains("\r\nEXPERTISE;INDEX=1;LEVEL=expert:https://skills.example/1\r\n"))
    #expect(
      unfolded.contains("\r\nINTEREST;INDEX=1;LEVEL=high:https://skills.example/a\\;b\\,c\r\n")
    )
    #expect(unfolded.hasSuffix("END:VCARD\r\n"))
  }

  @Test("A jCard says the same")
  func jcard() async throws {
    let scene = try await scene()

    let card = try JSON.parse(Array(try await content("jcard", scene).utf8))

    let properties = card.array?.last?.array ?? []
    #expect(card.array?.first == "vcard")
    #expect(properties.first?.array == ["version", .object(JSONObject()), "text", "4.0"])
    let expertise = properties.first { $0.array?.first == "expertise" }?.array
    #expect(expertise?[1]["level"] == "expert" && expertise?[1]["index"] == "1")
    #expect(expertise?.last == "https://skills.example/1")
  }

  @Test("An endorsement that is shown becomes a badge that its own key verifies; a hidden one none")
  func badge() async throws {
    let scene = try await scene()
    let path = "/api/maillage/v1/endorsements"
    let made = try await scene.send(
      .post,
      path,
      [("account", "alice"), ("skill", "https://skills.example/1"), ("text", "Welds well")],
      as: "bob"
    ).json()
    #expect(try await content("openbadges", scene).isEmpty)
    let id = try #require(made["id"]?.string)
    _ = try await scene.send(.post, "\(path)/\(id)/accept", [("reply", "Thanks")])

    let token = try await content("openbadges", scene)

    let parts = token.split(separator: ".").map(String.init)
    let decoded = try parts.map { try required(Base64URL.decode($0), "base64url") }
    let header = try JSON.parse(decoded[0])
    #expect(header["alg"] == "RS256" && header["typ"] == "JWT")
    #expect(header["jwk"]?.object?.contains("d") == false)
    let key = try scene.node.services.keys.nodeSigner(.rsa).key.verificationKey
    #expect(key.isValid(decoded[2], for: Array("\(parts[0]).\(parts[1])".utf8)))
    let claims = try JSON.parse(decoded[1])
    #expect(claims["iss"] == claims["issuer"]?["id"] && claims["jti"] == claims["id"])
    #expect(claims["sub"] == claims["credentialSubject"]?["id"])
    #expect(claims["sub"]?.string == scene.alice.uri)
    let achievement = claims["credentialSubject"]?["achievement"]
    #expect(achievement?["id"] == "https://skills.example/1")
    let alignment = achievement?["alignment"]?.array?.first
    #expect(alignment?["targetUrl"] == "https://skills.example/1")
    #expect(alignment?["targetName"] == achievement?["name"])
    #expect(claims["evidence"]?.array?.first?["narrative"] == "Welds well\n\nReply: Thanks")

    if let folder = ProcessInfo.processInfo.environment["MAILLAGE_EXPORTS"] {
      for format in ["vcard", "jcard", "openbadges"] {
        let file = URL(filePath: folder).appending(path: format)
        try Data(try await content(format, scene).utf8).write(to: file)
      }
    }
    _ = try await scene.send(.post, "\(path)/\(id)/hide", [])
    #expect(try await content("openbadges", scene).isEmpty)
  }
}
