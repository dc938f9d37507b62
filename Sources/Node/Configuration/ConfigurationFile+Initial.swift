extension ConfigurationFile {
  /// The text of a `maillage.yaml` that says only what differs from the defaults, a comment above
  /// each setting.
  package static func initial(_ configuration: NodeConfiguration) -> String {
    let chosen = NodeConfiguration.settings.all.filter {
      configuration.text(of: $0) != $0.defaultText
    }
    let header = """
      # Configuration of this node. It says only what differs from the defaults.
      # All settings: maillage config reference. Check after a change: maillage config check.

      """
    return sections(of: chosen).reduce(header) { text, section in
      let lines = section.settings.flatMap { Self.lines(of: $0, in: configuration) }
      return text + "\n\(section.name):\n" + lines.map { "  \($0)\n" }.joined()
    }
  }

  private static func sections(
    of settings: [any AnySetting]
  ) -> [(name: String, settings: [any AnySetting])] {
    var sections: [(name: String, settings: [any AnySetting])] = []
    for setting in settings {
      if let last = sections.indices.last, sections[last].name == setting.section {
        sections[last].settings.append(setting)
      } else {
        sections.append((setting.section, [setting]))
      }
    }
    return sections
  }

  private static func lines(
    of setting: any AnySetting,
    in configuration: NodeConfiguration
  ) -> [String] {
    let name = setting.key.dropFirst(setting.section.count + 1)
    let comment = "# " + setting.explanation
    switch (setting.shape, configuration.text(of: setting)) {
    case (.map, .many(let entries)):
      return [comment, "\(name):"] + mapLines(entries)
    case (_, .many(let entries)):
      return [comment, "\(name):"] + entries.map { "  - " + YAMLScalar.written($0) }
    case (_, .one(let text)):
      return [comment, "\(name): " + YAMLScalar.written(text)]
    }
  }

  /// A name that stands once gets its value beside it, one that stands more often a list.
  private static func mapLines(_ entries: [String]) -> [String] {
    let pairs = entries.map { entry in
      entry.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    }
    let values = Dictionary(grouping: pairs, by: \.[0])
    return values.sorted { $0.key < $1.key }.map { name, pairs in
      "  \(YAMLScalar.written(name)): " + flow(pairs.map { YAMLScalar.written($0[1]) })
    }
  }

  private static func flow(_ values: [String]) -> String {
    values.count == 1 ? values[0] : "[" + values.joined(separator: ", ") + "]"
  }
}

/// Writes one value so that every YAML reader takes it for the same text.
private enum YAMLScalar {
  private static let words = ["true", "false", "yes", "no", "on", "off", "null", "y", "n"]

  static func written(_ text: String) -> String {
    isPlain(text) ? text : quoted(text)
  }

  private static func isPlain(_ text: String) -> Bool {
    if Int(text) != nil || text == "true" || text == "false" { return true }
    guard !words.contains(text.lowercased()), let first = text.unicodeScalars.first else {
      return false
    }
    let letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ".unicodeScalars
    return (letters.contains(first) || first == "/")
      && text.unicodeScalars.allSatisfy {
        letters.contains($0) || ("0"..."9").contains($0) || "._/-".unicodeScalars.contains($0)
      }
  }

  private static func quoted(_ text: String) -> String {
    text.unicodeScalars.reduce("\"") { $0 + escaped($1) } + "\""
  }

  private static func escaped(_ scalar: Unicode.Scalar) -> String {
    switch scalar {
    case "\"", "\\": "\\\(scalar)"
    case "\n": "\\n"
    case _ where scalar.value < 0x20 || (0x7f...0x9f).contains(scalar.value):
      "\\x" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16)
    case "\u{2028}": "\\L"
    case "\u{2029}": "\\P"
    case "\u{feff}": "\\uFEFF"
    default: String(scalar)
    }
  }
}
