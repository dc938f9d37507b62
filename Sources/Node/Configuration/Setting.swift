/// One setting: its key, its default, what it may be, and the line of explanation people read.
package struct Setting<Value: SettingValue>: AnySetting {
  package let key: String
  package let defaultValue: Value
  package let explanation: String
  /// Whether `config show` hides the value.
  package let isSecret: Bool
  private let limit: SettingLimit<Value>

  init(
    _ key: String,
    default defaultValue: Value,
    limit: SettingLimit<Value> = .any,
    isSecret: Bool = false,
    doc explanation: String
  ) {
    self.key = key
    self.defaultValue = defaultValue
    self.limit = limit
    self.isSecret = isSecret
    self.explanation = explanation
  }

  package var expectation: String { limit.expectation ?? Value.expectation }
  package var shape: SettingShape { Value.shape }
  package var defaultText: SettingText { defaultValue.settingText }

  package func read(_ text: SettingText) -> (any SettingValue)? {
    guard let value = Value(text), limit.allows(value) else { return nil }
    return value
  }
}

/// A setting of whatever type, as the parser, the reference page and `config show` see it.
package protocol AnySetting: Sendable {
  var key: String { get }
  var explanation: String { get }
  var isSecret: Bool { get }
  /// Completes the sentence "this setting expects …".
  var expectation: String { get }
  var shape: SettingShape { get }
  var defaultText: SettingText { get }

  /// The value that the text stands for; nothing when the setting cannot be that.
  func read(_ text: SettingText) -> (any SettingValue)?
}

extension AnySetting {
  /// The part of the key before the dot.
  var section: String { String(key.prefix { $0 != "." }) }

  /// The environment variable that overrides the setting, as swift-configuration names it.
  package var environmentName: String { "MAILLAGE_" + Self.environmentName(of: key) }

  private static func environmentName(of key: String) -> String {
    var name = ""
    var previous: Character?
    for character in key {
      if character.isUppercase, previous?.isLowercase == true { name.append("_") }
      name.append(character == "." ? "_" : Character(character.uppercased()))
      previous = character
    }
    return name
  }
}

/// Where the value of a setting comes from.
package enum SettingSource: Hashable, Sendable, CustomStringConvertible {
  case standard
  case file(line: Int)
  case environment(name: String)
  case program

  package var description: String {
    switch self {
    case .standard: "default"
    case .file(let line): "line \(line)"
    case .environment(let name): name
    case .program: "set by the program"
    }
  }
}
