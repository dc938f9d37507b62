/// What reading the configuration anew comes to: the changes that a running node takes up, and those
/// that wait for a restart.
package struct ConfigurationReload: Encodable, Sendable {
  /// A setting that is another now; secrets are hidden.
  package struct Changed: Codable, Hashable, Sendable {
    package let key: String
    package let from: String
    package let to: String
  }

  package let applied: [Changed]
  package let needsRestart: [Changed]
  /// How many settings are what they were.
  package let unchanged: Int
  /// The configuration in force afterwards.
  let configuration: NodeConfiguration

  private enum CodingKeys: CodingKey { case applied, needsRestart, unchanged }

  init(from running: NodeConfiguration, to wanted: NodeConfiguration) {
    var merged = running
    var applied: [Changed] = []
    var waiting: [Changed] = []
    let settings = NodeConfiguration.settings.all
    for setting in settings {
      let (old, new) = (running.text(of: setting), wanted.text(of: setting))
      // Where it stands in the file may have changed all the same.
      if setting.effect == .reload || old == new { merged.adopt(setting, from: wanted) }
      guard old != new else { continue }
      let shown = { (text: SettingText) in
        setting.isSecret && text != setting.defaultText ? "(hidden)" : text.shown
      }
      let change = Changed(key: setting.key, from: shown(old), to: shown(new))
      if setting.effect == .reload { applied.append(change) } else { waiting.append(change) }
    }
    // What is sound as a whole need not be so in part: then all of it waits.
    if !merged.contradictions(fileName: "").isEmpty {
      (merged, waiting, applied) = (running, applied + waiting, [])
    }
    self.applied = applied
    needsRestart = waiting
    unchanged = settings.count - applied.count - waiting.count
    configuration = merged
  }
}
