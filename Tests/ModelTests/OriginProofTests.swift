import Foundation
import Testing

@testable import Model

@Suite("Origin proof")
struct OriginProofTests {
  @Test(
    "is had for an id of the voucher's own origin",
    arguments: [
      ("https://a.example/posts/1", "https://a.example/users/x"),
      ("https://a.example:8443/posts/1", "https://a.example:8443/"),
      ("https://a.example/users/x#main-key", "https://a.example/users/x"),
      ("http://[2001:db8::1]:8080/1", "http://[2001:db8::1]:8080/2"),
    ]
  )
  func own(id: String, voucher: String) throws {
    #expect(try OriginProof(of: id, vouchedBy: voucher).id == id)
  }

  @Test(
    "is refused for an id of another origin, in whatever spelling (threats 1, 10, 11)",
    arguments: [
      "https://victim.example/x", "https://evil.example.victim.example/x",
      "https://victim.example.evil.example/x", "https://evil.exampl/x",
      "http://evil.example/x", "https://evil.example:8443/x", "https://evil.example:443/x",
      "https://EVIL.example/x", "HTTPS://evil.example/x", "https://evil.example./x",
      "https://evil.example@victim.example/x", "https://x@evil.example/x",
      "https://evil.example\\victim.example/x", "https://evil.example%2evictim.example/x",
      "https://evil.example\0.victim.example/x", " https://evil.example/x", "evil.example/x", "",
    ]
  )
  func foreign(id: String) {
    let voucher = "https://evil.example/users/mallory"

    #expect(throws: Refusal.foreignOrigin(id: id, voucher: voucher)) {
      try OriginProof(of: id, vouchedBy: voucher)
    }
    #expect(throws: Refusal.foreignOrigin(id: voucher, voucher: id)) {
      try OriginProof(of: voucher, vouchedBy: id)
    }
  }

  @Test("is not had by two URLs that both have no origin")
  func neither() {
    #expect(throws: Refusal.self) { try OriginProof(of: "x", vouchedBy: "x") }
  }

  @Test("has one initializer and cannot be decoded, extended or altered (threat 10)")
  func oneDoor() throws {
    let sources = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../Sources").standardizedFileURL
    let own = try String(
      contentsOf: sources.appending(path: "Model/OriginProof.swift"),
      encoding: .utf8
    )

    #expect(own.components(separatedBy: "init(").count == 2)
    #expect(own.contains("package let id: String"))
    #expect(!own.contains("Codable") && !own.contains("Decodable"))
    #expect(try Self.files(below: sources).filter(Self.extendsProof).isEmpty)
  }

  private static func files(below folder: URL) throws -> [String] {
    let walk = try #require(
      FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
    )
    let files = walk.compactMap { $0 as? URL }.filter { $0.pathExtension == "swift" }
    try #require(files.count > 50)
    return try files.map { try String(contentsOf: $0, encoding: .utf8) }
  }

  private static func extendsProof(_ text: String) -> Bool {
    text.contains("extension OriginProof") || text.contains("extension Model.OriginProof")
      || text.contains("unsafeBitCast")
  }
}
