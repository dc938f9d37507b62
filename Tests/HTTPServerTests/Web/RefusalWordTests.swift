import Foundation
import TestSupport
import Testing

@testable import HTTPServer

/// What was refused, in the reader's language.
@Suite("Refusals in the reader's language")
struct RefusalWordTests {
  private static let sources = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Sources")

  @Test("Each sentence of the English file is one that the program says")
  func said() throws {
    var program = ""
    let files = try required(
      FileManager.default.enumerator(at: Self.sources, includingPropertiesForKeys: nil)
    )
    for case let file as URL in files where file.pathExtension == "swift" {
      // A sentence may go on in the next line.
      program += try String(contentsOf: file, encoding: .utf8)
        .replacing(/"\s*\n\s*\+ "/, with: "").replacing(/\\\n\s*/, with: "")
    }
    let english = try required(Languages.shipped.words("en"))
    let keys = english.keys.filter { $0.hasPrefix("refusal-") }
    #expect(keys.count > 200)
    for key in keys {
      for part in english.text(key).split(separator: /\{[a-z]\}/) where part.count > 2 {
        #expect(program.contains(part), "\(key): nobody says ‘\(part)’")
      }
    }
  }

  @Test("A sentence is known again, whatever went into it, and no other is")
  func known() throws {
    let french = try required(Languages.shipped.words("fr"))
    func text(_ refusal: String) -> String? { Languages.shipped.refusals.text(refusal, in: french) }
    #expect(text("The vote is over.") == "Le vote est terminé.")
    #expect(text("‘a {x} b’ is no address.") == "« a {x} b » n’est pas une adresse.")
    #expect(
      text("alice may not write in @jardin@home.example.")
        == "alice ne peut pas écrire dans @jardin@home.example."
    )
    #expect(text("Validation failed: Text can't be blank") == "Il manque le texte.")
    #expect(text("Validation failed: title can't be blank") == "Il manque : title.")
    #expect(text("An event ends after it begins.") == "Un événement finit après avoir commencé.")
    #expect(
      text("There is no peering with far.example. See: maillage peer list")
        == "Il n’y a pas de lien de pair avec far.example."
    )
    #expect(text("The vote is over. Or is it?") == nil)
    // A frame of few words fits more than it is for.
    #expect(text("The post is by X, not by Y.") == nil)
    #expect(text("The push service answered 410.") == nil)
    #expect(text("far.example answered 410.") != nil)
    #expect(text("Something that nobody put into French.") == nil)
  }

  @Test("A page tells a refusal in its language, and marks what it has only in English")
  func page() async throws {
    let scene = try await ClientScene()
    let alice = try await Browser("alice", scene.server)
    let empty = try await alice.send("/compose", [("status", "")])
    #expect(empty.status == 400 && empty.text.contains("<p>Il manque le texte.</p>"))
    let odd = try await alice.send("/do/maillage/v1/needs/1/close", [("state", "half")])
    #expect(odd.text.contains("lang=\"en\">state is one of"))
    var english = alice
    english.language = "en"
    #expect(try await english.send("/compose").text.contains("<p>Validation failed: Text"))
  }
}
