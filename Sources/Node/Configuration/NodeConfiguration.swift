/// What the owner of a node chose: every setting, from `maillage.yaml` or the environment.
///
/// A setting is one property of ``Settings``; `configuration.nodeHost` reads its value. Reading
/// costs a look-up, so parts of the node copy what they need when they are made.
@dynamicMemberLookup
package struct NodeConfiguration: Sendable {
  /// The table of all settings.
  package static let settings = Settings()

  // Only what differs from the defaults is held.
  private var chosen: [String: any SettingValue] = [:]
  private var sources: [String: SettingSource] = [:]

  /// The defaults alone.
  package init() {}

  package subscript<Value>(dynamicMember path: KeyPath<Settings, Setting<Value>>) -> Value {
    get { value(of: Self.settings[keyPath: path]) }
    set { choose(newValue, for: Self.settings[keyPath: path], from: .program) }
  }

  func value<Value>(of setting: Setting<Value>) -> Value {
    chosen[setting.key] as? Value ?? setting.defaultValue
  }

  /// The value of a setting in the form the file holds it.
  func text(of setting: any AnySetting) -> SettingText {
    chosen[setting.key]?.settingText ?? setting.defaultText
  }

  /// Where the value of a setting comes from.
  func source(of setting: any AnySetting) -> SettingSource {
    sources[setting.key] ?? .standard
  }

  /// Takes over a setting as another configuration has it.
  mutating func adopt(_ setting: any AnySetting, from other: NodeConfiguration) {
    chosen[setting.key] = other.chosen[setting.key]
    sources[setting.key] = other.sources[setting.key]
  }

  mutating func choose(
    _ value: any SettingValue,
    for setting: any AnySetting,
    from source: SettingSource
  ) {
    let isDefault = value.settingText == setting.defaultText
    chosen[setting.key] = isDefault ? nil : value
    sources[setting.key] = isDefault && source == .program ? nil : source
  }
}
