import Foundation
import StrictJSON
import TestSupport
import Testing

@testable import HTTPServer

/// What pages say, in each language whole and nowhere else.
@Suite("Languages of pages")
struct LanguageTests {
  private static let sources = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Sources/HTTPServer/Web")

  private static var templates: [(name: String, text: String)] {
    get throws {
      let folder = sources.appending(path: "Resources")
      return try FileManager.default.contentsOfDirectory(atPath: folder.path)
        .filter { $0.hasSuffix(".mustache") }.sorted()
        .map { name in
          (name, try String(contentsOf: folder.appending(path: name), encoding: .utf8))
        }
    }
  }

  @Test("Every file of the folder is embedded under its name")
  func embedded() throws {
    let names = try Self.templates.map { String($0.name.dropLast(".mustache".count)) }
    #expect(Set(names) == Set(PageFiles.templates.keys))
    for (name, text) in try Self.templates {
      let embedded = PageFiles.templates[String(name.dropLast(".mustache".count))]
      #expect(embedded.map { String(decoding: $0, as: UTF8.self) } == text, "\(name)")
    }
  }

  @Test("All languages have the same sentences, with the same gaps")
  func complete() throws {
    let languages = Languages.shipped.all
    let first = try required(languages.first)
    #expect(languages.map(\.language) == ["fr", "en"])
    for other in languages.dropFirst() {
      #expect(first.keys.subtracting(other.keys).isEmpty)
      #expect(other.keys.subtracting(first.keys).isEmpty)
      for key in first.keys {
        #expect(Self.gaps(first.text(key)) == Self.gaps(other.text(key)), "\(key)")
        #expect(!other.text(key).isEmpty && !first.text(key).isEmpty, "\(key)")
      }
    }
  }

  private static func gaps(_ text: String) -> Set<String> {
    Set(text.matches(of: /\{[a-z]+\}/).map { String($0.0) })
  }

  @Test("No template says anything itself, and each sentence that it names is there")
  func templates() throws {
    let words = try required(Languages.shipped.all.first)
    let shapes: Set = ["day", "moment", "ago", "number"]
    for (name, text) in try Self.templates {
      // What people read: without tags, without what Mustache fills in.
      let said = text.replacing(/<[^>]*>/, with: " ").replacing(/\{\{\{?[^}]*\}\}\}?/, with: " ")
      #expect(said.firstMatch(of: /[\p{L}]{2,}/) == nil, "\(name) says ‘\(said)’")
      for attribute in text.matches(of: /(?:aria-label|placeholder|title|alt)="([^"{]+)/) {
        Issue.record("\(name) says ‘\(attribute.1)’")
      }
      for key in text.matches(of: /\{\{t\.([a-z0-9_-]+)\}\}/) {
        #expect(words.keys.contains(String(key.1)), "\(name): \(key.1)")
      }
      for use in text.matches(of: /([a-z0-9_-]+)\(/)
      where !shapes.contains(String(use.1)) {
        let key = String(use.1)
        let isThere = words.keys.contains(key) || words.keys.contains("\(key).one")
        #expect(isThere, "\(name): \(key)")
      }
    }
  }

  @Test("Each sentence that the program names is there, and each that is there is named")
  func named() throws {
    let words = try required(Languages.shipped.all.first)
    var texts = try Self.templates.map(\.text)
    let server = Self.sources.deletingLastPathComponent()
    for folder in ["Web", "Client/OAuth", "Client/Account"] {
      let files = try required(
        FileManager.default.enumerator(
          at: server.appending(path: folder),
          includingPropertiesForKeys: nil
        )
      )
      for case let file as URL in files where file.pathExtension == "swift" {
        texts.append(try String(contentsOf: file, encoding: .utf8))
      }
    }
    let all = texts.joined(separator: "\n")
    for match in all.matches(of: /words\.text\("([a-z0-9-]+)"/) {
      let key = String(match.1)
      #expect(words.keys.contains(key) || words.keys.contains("\(key).one"), "\(key)")
    }
    // What is put together from a word of the program begins with one of these.
    let composed = [
      "ring-", "place-", "empty-", "attending-", "notice-", "tab-", "time-", "poll-", "sign-in-",
      "holder-", "level-", "help-", "release-", "talent-ring-", "match-", "need-state-", "stage-",
      "column-", "field-", "deed-", "admin-",
      "archive-", "invitation-", "unit-", "letter-", "mail-pace-", "held-", "reach-", "joining-",
      "posting-",
      "role-", "link-", "said-", "group-tab-", "kind-", "refusal-", "way-", "circle-",
      "wish-", "word-", "task-", "event-", "valve-", "scope-",
    ]
    for key in words.keys where !composed.contains(where: key.hasPrefix) {
      let base = key.replacing(/\.(one|other)$/, with: "")
      let isNamed = [
        "\"\(base)\"", "t.\(base)}", "\(base)(", "-\(base.split(separator: "-").last ?? "")\"",
      ]
      .contains { all.contains($0) }
      #expect(isNamed, "nobody says ‘\(key)’")
    }
  }

  @Test("What is not escaped is what the sanitiser has passed, and nothing else")
  func unescaped() throws {
    let allowed: Set = [
      "main", "content", "name", "note", "value", "author.name", "who.name", "page.text", "svg",
      "terms",
      // What the templates themselves have written.
      "html",
    ]
    for (name, text) in try Self.templates {
      #expect(!text.contains("{{&"), "\(name)")
      for use in text.matches(of: /\{\{\{([^}]+)\}\}\}/) {
        #expect(allowed.contains(String(use.1)), "\(name) does not escape \(use.1)")
      }
    }
  }

  @Test(
    "A browser gets the language that it likes best of those there are",
    arguments: [
      ("fr", "fr"), ("en-GB,fr;q=0.5", "en"), ("de, fr;q=0.2, en;q=0.9", "en"),
      ("fr;q=0, en", "en"),
      ("de", "fr"), ("", "fr"), ("en;q=zwei", "en"), (String(repeating: "de,", count: 5_000), "fr"),
    ]
  )
  func wishes(_ field: String, _ language: String) async throws {
    let server = TestServer(try await TestNode.make())
    let reply = try await server.send(
      .get,
      "/",
      [("accept", "text/html"), ("accept-language", field)]
    )
    #expect(reply.text.contains("<html lang=\"\(language)\">"))
  }

  @Test("Numbers count and times are told as the language does")
  func sentences() throws {
    var french = try required(Languages.shipped.words("fr-FR"))
    var english = try required(Languages.shipped.words("en"))
    #expect(french.text("replies", count: 0) == "0 réponse")
    #expect(english.text("replies", count: 0) == "0 answers")
    #expect(french.text("replies", count: 1_200).hasSuffix(" réponses"))
    let now = Date(timeIntervalSince1970: 1_800_000_000)
    (french.now, english.now) = (now, now)
    #expect(french.ago(now.addingTimeInterval(-59)) == "à l’instant")
    #expect(french.ago(now.addingTimeInterval(-3_600)) == "il y a 1 heure")
    #expect(english.ago(now.addingTimeInterval(7_200)) == "in 2 hours")
    #expect(french.ago(now.addingTimeInterval(-40 * 86_400)) == "6 décembre 2026")
    #expect(english.day(now) == "January 15, 2027")
  }
}
