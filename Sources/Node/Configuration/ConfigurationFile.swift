import Foundation
import Yams

/// The text of `maillage.yaml`, taken apart: which setting is given in which line.
package struct ConfigurationFile: Sendable {
  /// A setting as the file gives it.
  struct Entry: Sendable {
    let text: SettingText
    let position: TextPosition
  }

  /// Larger than any sensible configuration.
  static let sizeLimit = 1 << 20

  let name: String
  private(set) var entries: [String: Entry] = [:]
  private(set) var problems: [ConfigurationProblem] = []
  private let known: [String: any AnySetting]

  /// Takes the text apart; what is wrong with it is in ``problems``.
  init(parsing text: String, name: String, settings: [any AnySetting]) {
    self.name = name
    known = Dictionary(settings.map { ($0.key, $0) }) { first, _ in first }
    guard text.utf8.count <= Self.sizeLimit else {
      problems = [note("is larger than 1 MiB", at: .start)]
      return
    }
    do {
      try read(Yams.compose(yaml: text))
    } catch {
      problems.append(syntaxProblem(error, in: text))
    }
  }

  private mutating func read(_ root: Yams.Node?) throws {
    guard let root, root.null == nil else { return }
    guard case .mapping(let mapping) = root else {
      problems.append(
        note("expects `section:` with its settings below it", at: TextPosition(root.mark))
      )
      return
    }
    visit(mapping, prefix: "")
  }

  private mutating func visit(_ mapping: Yams.Node.Mapping, prefix: String) {
    for (name, node) in mapping {
      guard case .scalar(let scalar) = name else {
        problems.append(note("expects a name before the colon", at: TextPosition(name.mark)))
        continue
      }
      let key = prefix.isEmpty ? scalar.string : "\(prefix).\(scalar.string)"
      if let setting = known[key] {
        take(node, for: setting, at: TextPosition(name.mark))
      } else if known.keys.contains(where: { $0.hasPrefix(key + ".") }) {
        visitSection(node, key: key, at: TextPosition(name.mark))
      } else {
        problems.append(note(unknown(key), at: TextPosition(name.mark)))
      }
    }
  }

  private mutating func visitSection(_ node: Yams.Node, key: String, at position: TextPosition) {
    if case .mapping(let mapping) = node {
      visit(mapping, prefix: key)
    } else if node.null == nil {
      let message = "is a section: its settings stand below it, indented"
      problems.append(note(message, key: key, at: position))
    }
  }

  private mutating func take(
    _ node: Yams.Node,
    for setting: any AnySetting,
    at position: TextPosition
  ) {
    guard entries[setting.key] == nil else {
      problems.append(note("is set twice", key: setting.key, at: position))
      return
    }
    guard let text = SettingText(node, shape: setting.shape) else {
      let message = "expects \(setting.expectation), found \(node.kind)"
      problems.append(note(message, key: setting.key, at: position))
      return
    }
    entries[setting.key] = Entry(text: text, position: position)
  }

  private var sections: [String] { Set(known.values.map(\.section)).sorted() }

  private func unknown(_ key: String) -> String {
    let names = key.contains(".") ? known.keys.sorted() : sections
    let suggestion = Suggestion.nearest(to: key, among: names)
    return "unknown setting \(key)" + (suggestion.map { "; did you mean \($0)?" } ?? "")
  }

  func note(
    _ message: String,
    key: String? = nil,
    at position: TextPosition
  ) -> ConfigurationProblem {
    ConfigurationProblem(place: .file(name: name, position), key: key, message: message)
  }
}
