import Foundation
import StrictJSON

/// What pages say in one language.
///
/// A language is one file of `Resources/`: sentences by key, with `{x}` where something goes in. A
/// sentence that counts is two, `key.one` and `key.other`, with `{n}` for the number (Unicode TR 35,
/// plural rules).
struct Words: Sendable {
  let language: String
  private let sentences: [String: String]
  private let locale: Locale
  /// At which moment relative times are told.
  var now = Date(timeIntervalSince1970: 0)
  /// In which zone dates are told.
  var zone = TimeZone.gmt

  /// Reads the file of a language.
  ///
  /// - Throws: What is wrong with its JSON.
  init(language: String, file: [UInt8]) throws {
    self.language = language
    locale = Locale(identifier: language)
    var sentences: [String: String] = [:]
    for member in try JSON.parse(file).object ?? [:] {
      sentences[member.key] = member.value.string
    }
    self.sentences = sentences
  }

  var keys: Set<String> { Set(sentences.keys) }
  /// Whether it is the language in which the program itself speaks.
  var isEnglish: Bool { language == "en" }

  // MARK: Sentences

  /// A sentence without anything in it; of what there is none, its key, which a test does not let be.
  func text(_ key: String) -> String { sentences[key] ?? key }

  func text(_ key: String, _ parts: [String: String]) -> String {
    var (filled, rest) = ("", text(key)[...])
    while let start = rest.firstIndex(of: "{"), let end = rest[start...].firstIndex(of: "}") {
      let name = rest[rest.index(after: start)..<end]
      filled += rest[..<start]
      filled += parts[String(name)] ?? String(rest[start...end])
      rest = rest[rest.index(after: end)...]
    }
    return filled + rest
  }

  /// A sentence that counts: in French none and one are singular, in English one is.
  func text(_ key: String, count: Int, _ parts: [String: String] = [:]) -> String {
    let isOne = language == "fr" ? (0...1).contains(count) : count == 1
    var parts = parts
    parts["n"] = number(count)
    return text("\(key).\(isOne ? "one" : "other")", parts)
  }

  // MARK: Times and numbers

  func number(_ number: Int) -> String {
    number.formatted(.number.locale(locale))
  }

  /// How large a file is, with its unit.
  func size(_ bytes: Int) -> String {
    Int64(bytes).formatted(.byteCount(style: .file).locale(locale))
  }

  func day(_ date: Date) -> String { date.formatted(style.day().month(.wide).year()) }

  func moment(_ date: Date) -> String {
    date.formatted(style.day().month(.abbreviated).year().hour().minute())
  }

  private var style: Date.FormatStyle { Date.FormatStyle(locale: locale, timeZone: zone) }

  /// How long ago something was, or how far ahead it is, in the largest unit that fits; what is further
  /// than a month away is told by its day.
  func ago(_ date: Date) -> String {
    let seconds = now.timeIntervalSince(date)
    let (span, direction) = (Int(abs(seconds)), seconds < 0 ? "in" : "ago")
    return switch span {
    case ..<60: text("time-now")
    case ..<3_600: text("time-\(direction)-minutes", count: span / 60)
    case ..<86_400: text("time-\(direction)-hours", count: span / 3_600)
    case ..<2_592_000: text("time-\(direction)-days", count: span / 86_400)
    default: day(date)
    }
  }
}
