import Foundation
import HTTPTypes
import Hummingbird
import Model

/// The languages that pages speak: one file each.
struct Languages: Sendable {
  /// The first is what the node speaks when nobody wishes for another.
  let all: [Words]
  /// What the program refuses, in each of them.
  let refusals: RefusalWords

  static let cookie = "__Host-language"
  /// A year, in seconds.
  private static let cookieLife = 31_536_000

  /// - Throws: What is wrong with one of the files.
  init(_ files: [(language: String, file: [UInt8])]) throws {
    let all = try files.map { try Words(language: $0.language, file: $0.file) }
    self.all = all
    refusals = RefusalWords(all.first(where: \.isEnglish) ?? all[0])
  }

  /// Those of this program.
  ///
  /// A test reads them all, so that none is unreadable here.
  static let shipped: Languages = {
    do { return try Languages(PageFiles.languages) } catch {
      preconditionFailure("A language is wrong: \(error)")
    }
  }()

  func words(_ tag: String) -> Words? {
    let language = tag.lowercased().prefix { $0 != "-" && $0 != "_" }
    return all.first { $0.language == language }
  }

  /// In which language a page is told: that of the address, of the browser's cookie, of the member's
  /// settings, of the browser's own wishes (RFC 9110 §12.5.4), of the node; the first that is known.
  func words(
    for request: Request,
    _ member: Member?,
    _ client: ClientServices
  ) -> Words {
    let asked = request.uri.queryParameters["lang"].map(String.init)
    let wishes =
      [asked, request.headers.cookie(Self.cookie), member?.language].compactMap(\.self)
      + Self.accepted(request.headers[.acceptLanguage] ?? "") + [client.services.settings.language]
    for wish in wishes { if let words = words(wish) { return words } }
    return all[0]
  }

  /// What a browser wishes, what it likes best first.
  static func accepted(_ field: String) -> [String] {
    let wishes = field.split(separator: ",").prefix(20).map {
      part -> (tag: String, weight: Double) in
      let words = part.split(separator: ";").map { $0.trimmingCharacters(in: .whitespaces) }
      let weight = words.dropFirst().first { $0.hasPrefix("q=") }.flatMap {
        Double($0.dropFirst(2))
      }
      return (words.first ?? "", weight ?? 1)
    }
    // Swift's sort does not promise to keep what is equal in order.
    return wishes.enumerated()
      .filter { $0.element.weight > 0 }
      .sorted { ($1.element.weight, $0.offset) < ($0.element.weight, $1.offset) }
      .map(\.element.tag)
  }

  /// Keeps a choice in the browser.
  static func cookieField(_ words: Words) -> String {
    "\(cookie)=\(words.language); Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=\(cookieLife)"
  }
}

extension HTTPFields {
  /// A cookie by its name (RFC 6265 §5.4); of several with one name the first.
  func cookie(_ name: String) -> String? {
    for pair in self[values: .cookie].flatMap({ $0.split(separator: ";") }) {
      let parts = pair.drop { $0 == " " }.split(separator: "=", maxSplits: 1)
      if parts.count == 2, parts[0] == name { return String(parts[1]) }
    }
    return nil
  }
}
