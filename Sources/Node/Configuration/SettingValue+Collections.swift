extension Array: SettingValue where Element: SettingValue {
  package static var expectation: String { "a list; each entry: \(Element.expectation)" }
  package static var shape: SettingShape { .list }

  package init?(_ text: SettingText) {
    guard case .many(let entries) = text else { return nil }
    let values = entries.compactMap { Element(.one($0)) }
    guard values.count == entries.count else { return nil }
    self = values
  }

  package var settingText: SettingText {
    .many(
      compactMap {
        guard case .one(let text) = $0.settingText else { return nil }
        return text
      }
    )
  }
}

extension Dictionary: SettingValue where Key == String, Value: SettingValue {
  package static var expectation: String { "a map; each value: \(Value.expectation)" }
  package static var shape: SettingShape { .map }

  /// Reads `name=value` entries; a name that stands more than once has a list as its value.
  package init?(_ text: SettingText) {
    guard case .many(let entries) = text else { return nil }
    var grouped: [String: [String]] = [:]
    for entry in entries {
      let parts = entry.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2, !parts[0].isEmpty else { return nil }
      grouped[parts[0].lowercased(), default: []].append(String(parts[1]))
    }
    self = [:]
    for (name, texts) in grouped {
      let text = Value.shape == .list ? SettingText.many(texts) : .one(texts.joined(separator: ","))
      guard let value = Value(text) else { return nil }
      self[name] = value
    }
  }

  package var settingText: SettingText {
    let entries = sorted { $0.key < $1.key }.flatMap { name, value in
      switch value.settingText {
      case .one(let text): ["\(name)=\(text)"]
      case .many(let texts): texts.map { "\(name)=\($0)" }
      }
    }
    return .many(entries)
  }
}
