/// A setting as it stands: for `config show`.
package struct EffectiveSetting: Codable, Hashable, Sendable {
  package let key: String
  package let value: String
  package let source: String
}

extension NodeConfiguration {
  /// Every setting with its value and where it comes from; secrets are hidden.
  package func effective() -> [EffectiveSetting] {
    Self.settings.all.map { setting in
      let text = text(of: setting)
      let isHidden = setting.isSecret && text != setting.defaultText
      return EffectiveSetting(
        key: setting.key,
        value: isHidden ? "(hidden)" : text.shown,
        source: source(of: setting).description
      )
    }
  }
}

extension SettingText {
  /// The text in one line, as `config show` and the reference page print it.
  var shown: String {
    switch self {
    case .one(let text): text
    case .many(let texts): texts.joined(separator: ", ")
    }
  }
}
