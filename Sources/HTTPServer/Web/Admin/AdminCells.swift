import ActivityStreams
import Foundation
import StrictJSON

/// What commands tell, in the reader's words: their values are words of the program, numbers and times;
/// what they say in English is said in the reader's language where its file has it.
struct AdminCells {
  let words: Words
  private let refusals: RefusalWords

  init(_ call: PageCall) {
    words = call.words
    refusals = call.site.languages.refusals
  }

  /// A column of a row, for a template.
  func cell(_ column: AdminPanel.Column, of row: JSON) -> JSONObject {
    let value = Self.value(row, column.path)
    var text = text(value)
    var isForeign = false
    if column.isSize, let bytes = value.int {
      text = words.size(bytes)
    } else if column.isWord {
      text = worded(value)
    } else if column.name == "what", let sentence = sentence(of: row) {
      text = sentence
    } else if column.isSaid, !text.isEmpty {
      (text, isForeign) = said(text)
    }
    return [
      "heading": .string(words.text(column.heading)), "text": .string(text), "link": .null,
      "is_empty": .bool(text.isEmpty), "is_foreign": .bool(isForeign),
    ]
  }

  /// Several, without those that are empty.
  func lines(_ columns: [AdminPanel.Column], of row: JSON) -> [JSON] {
    columns.map { cell($0, of: row) }.filter { $0["is_empty"] == false }.map(JSON.object)
  }

  /// A word of the program, as the language has it.
  func word(_ word: String) -> String {
    let key = "word-\(word)"
    return words.keys.contains(key) ? words.text(key) : word
  }

  /// What the program says in English, and whether it is still in English for a reader of another language.
  func said(_ text: String) -> (text: String, isForeign: Bool) {
    guard !words.isEnglish else { return (text, false) }
    let known = refusals.text(text.trimmingCharacters(in: .whitespacesAndNewlines), in: words)
    return (known ?? text, known == nil)
  }

  // MARK: Sentences

  /// What waits, or what is proposed, told by its kind and what it names.
  private func sentence(of row: JSON) -> String? {
    if let wish = row["wish"]?.string { return self.wish(wish, row) }
    guard let kind = row["kind"]?.string, words.keys.contains("task-\(kind)") else { return nil }
    let told = row["parts"] ?? .null
    var parts = (told.object ?? [:]).reduce(into: [String: String]()) { parts, member in
      if let text = member.value.string, member.key.count == 1 { parts[member.key] = text }
    }
    if let wish = told["wish"]?.string { parts["y"] = self.wish(wish, told) }
    return words.text("task-\(kind)", parts)
  }

  private func wish(_ wish: String, _ told: JSON) -> String {
    let parts = ["x": told["target"]?.string ?? "", "y": told["successor"]?.string ?? ""]
    return words.text("wish-\(wish)", parts)
  }

  // MARK: Values

  static func value(_ json: JSON, _ path: String) -> JSON {
    path.split(separator: ".").reduce(json) { $0[String($1)] ?? .null }
  }

  static func plain(_ value: JSON) -> String {
    switch value {
    case .string(let text), .number(let text): text
    case .bool(let truth): String(truth)
    case .null, .array, .object: ""
    }
  }

  private func worded(_ value: JSON) -> String {
    switch value {
    case .string(let text): word(text)
    case .array(let elements): elements.map(worded).joined(separator: ", ")
    default: text(value)
    }
  }

  private func text(_ value: JSON) -> String {
    switch value {
    case .string(let text): AS.Timestamp.date(text).map(words.moment) ?? text
    case .number(let text): Int(text).map(words.number) ?? text
    case .bool(let truth): words.text(truth ? "yes" : "no")
    case .array(let elements): elements.map(text).joined(separator: ", ")
    case .null, .object: ""
    }
  }
}
