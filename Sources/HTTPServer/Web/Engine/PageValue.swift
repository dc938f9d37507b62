import ActivityStreams
import Mustache
import StrictJSON

/// A JSON value as templates see it: they write its members, and say with a word of the language what
/// times and numbers mean.
///
/// What is empty counts as absent in a section, and what is null hides what an outer value calls the
/// same.
struct PageValue: MustacheParent, MustacheCustomRenderable, MustacheTransformable {
  let json: JSON
  let words: Words

  init(_ json: JSON, _ words: Words) {
    self.json = json
    self.words = words
  }

  func child(named name: String) -> Any? {
    json[name].map { Self.part($0, words) }
  }

  private static func part(_ value: JSON, _ words: Words) -> Any {
    switch value {
    case .bool(let truth): truth
    case .array(let elements): elements.map { part($0, words) }
    case .null, .number, .string, .object: PageValue(value, words)
    }
  }

  var renderText: String {
    switch json {
    case .null, .array, .object: ""
    case .bool(let truth): String(truth)
    case .number(let text), .string(let text): text
    }
  }

  var isNull: Bool {
    switch json {
    case .null: true
    case .string(let text): text.isEmpty
    case .bool(let truth): !truth
    case .number, .array, .object: false
    }
  }

  /// `{{ago(created_at)}}`: how long since; `{{day(…)}}`, `{{moment(…)}}`: a date, with its time; `{{number(…)}}`:
  /// written as in the language; any other name is a sentence of the language with this value in it.
  func transform(_ name: String) -> Any? {
    switch name {
    case "day", "moment", "ago":
      guard let date = json.string.flatMap(AS.Timestamp.date) else { return "" }
      return switch name {
      case "day": words.day(date)
      case "moment": words.moment(date)
      default: words.ago(date)
      }
    case "number": return json.int.map(words.number) ?? renderText
    default:
      if let number = json.int { return words.text(name, count: number) }
      return words.text(name, ["x": renderText])
    }
  }
}
