import Configuration
import Model

extension NodeConfiguration {
  /// Reads the text of `maillage.yaml`; an environment variable wins over the file.
  ///
  /// Throws everything that is wrong with either, not just the first.
  package init(
    yaml text: String,
    fileName: String = "maillage.yaml",
    environment: [String: String] = [:]
  ) throws(ConfigurationRefused) {
    self.init()
    let settings = Self.settings.all
    let file = ConfigurationFile(parsing: text, name: fileName, settings: settings)
    var problems = file.problems
    problems += Self.unknownVariables(in: environment, settings: settings)
    let layers = Self.layers(file: file, environment: environment)
    for setting in settings {
      guard let text = layers.text(of: setting) else { continue }
      let given = GivenSetting(setting, text: text, file: file, environment: environment)
      if let value = setting.read(text) {
        choose(value, for: setting, from: given.source)
      } else {
        problems.append(given.mismatch)
      }
    }
    if problems.isEmpty { problems = contradictions(fileName: fileName) }
    guard problems.isEmpty else { throw ConfigurationRefused(problems: problems) }
  }

  private static func layers(
    file: ConfigurationFile,
    environment: [String: String]
  ) -> ConfigReader {
    let variables = EnvironmentVariablesProvider(environmentVariables: environment)
    let values = file.entries.map { key, entry in
      (AbsoluteConfigKey(ConfigKey(key)), ConfigValue(entry.text.content, isSecret: false))
    }
    return ConfigReader(providers: [
      variables.prefixKeys(with: "maillage"),
      InMemoryProvider(name: file.name, values: Dictionary(values) { first, _ in first }),
    ])
  }

  /// Variables that look like settings and are none: most likely slips of the pen.
  private static func unknownVariables(
    in environment: [String: String],
    settings: [any AnySetting]
  ) -> [ConfigurationProblem] {
    let names = settings.map(\.environmentName)
    let sections = Set(settings.map { "MAILLAGE_\($0.section.uppercased())_" })
    return environment.keys.sorted().compactMap { name in
      guard !names.contains(name), sections.contains(where: name.hasPrefix) else { return nil }
      let suggestion = Suggestion.nearest(to: name, among: names)
      let message = "is no setting" + (suggestion.map { "; did you mean \($0)?" } ?? "")
      return ConfigurationProblem(place: .environment(name: name), key: nil, message: message)
    }
  }
}

/// A setting that somebody set, and where.
private struct GivenSetting {
  private let setting: any AnySetting
  private let text: SettingText
  private let place: ConfigurationProblem.Place
  let source: SettingSource

  init(
    _ setting: any AnySetting,
    text: SettingText,
    file: ConfigurationFile,
    environment: [String: String]
  ) {
    self.setting = setting
    self.text = text
    if environment[setting.environmentName] != nil {
      place = .environment(name: setting.environmentName)
      source = .environment(name: setting.environmentName)
    } else {
      let position = file.entries[setting.key]?.position ?? .start
      place = .file(name: file.name, position)
      source = .file(line: position.line)
    }
  }

  var mismatch: ConfigurationProblem {
    let found = setting.isSecret ? "something else" : text.quoted
    return ConfigurationProblem(
      place: place,
      key: setting.key,
      message: "expects \(setting.expectation), found \(found)"
    )
  }
}

extension SettingText {
  fileprivate var content: ConfigContent {
    switch self {
    case .one(let text): .string(text)
    case .many(let texts): .stringArray(texts)
    }
  }

  fileprivate var quoted: String {
    switch self {
    case .one(""): "nothing"
    case .one(let text): "`\(text.prefix(80))`"
    case .many(let texts): "`\(texts.joined(separator: ", ").prefix(200))`"
    }
  }
}

extension ConfigReader {
  fileprivate func text(of setting: any AnySetting) -> SettingText? {
    let key = ConfigKey(setting.key)
    switch setting.shape {
    case .scalar: return string(forKey: key, isSecret: setting.isSecret).map { .one($0) }
    case .list, .map:
      // An empty variable is an empty list, not a list of one empty entry.
      return stringArray(forKey: key).map { .many($0 == [""] ? [] : $0) }
    }
  }
}
