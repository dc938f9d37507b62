extension NodeConfiguration {
  /// The part of the table of the settings that is about backups.
  package struct BackupSettings: SettingsGroup {
    package let backupDirectory = Setting(
      "backup.directory",
      default: "backups",
      limit: .text(upTo: 1_000),
      doc: """
        Where backups lie. A relative path starts at the home. On another disk they survive the loss \
        of this one.
        """
    )
    package let backupEvery = Setting(
      "backup.every",
      default: 0,
      limit: .range(0...720, of: "hours"),
      doc: """
        How often the running node makes a backup, verifies it and prunes older ones. `0`: only when \
        it is told to, and before a migration.
        """
    )
    package let backupRecipient = Setting(
      "backup.recipient",
      default: String?.none,
      limit: .backupRecipient,
      doc: """
        The public key (`maillage backup key`) for which backups are encrypted. The node cannot read \
        them itself then. Without one they are readable by whoever has the files.
        """
    )
    package let backupKeepLast = Setting(
      "backup.keepLast",
      default: 3,
      limit: .range(1...1_000, of: "backups"),
      doc: "How many of the newest backups stay when older ones are pruned."
    )
    package let backupKeepDaily = Setting(
      "backup.keepDaily",
      default: 7,
      limit: .range(0...1_000, of: "days"),
      doc: "Of how many days the last backup stays."
    )
    package let backupKeepWeekly = Setting(
      "backup.keepWeekly",
      default: 4,
      limit: .range(0...1_000, of: "weeks"),
      doc: "Of how many weeks the last backup stays."
    )
    package let backupKeepMonthly = Setting(
      "backup.keepMonthly",
      default: 12,
      limit: .range(0...1_000, of: "months"),
      doc: "Of how many months the last backup stays."
    )
  }

  package subscript<Value>(dynamicMember path: KeyPath<BackupSettings, Setting<Value>>) -> Value {
    get { value(of: Self.settings.backup[keyPath: path]) }
    set { choose(newValue, for: Self.settings.backup[keyPath: path], from: .program) }
  }
}

extension SettingLimit where Value == String? {
  static var backupRecipient: Self {
    Self(expectation: "a public key as `maillage backup key` prints it, `maillage-backup-…`") {
      text in text.map { BackupRecipient($0) != nil } ?? true
    }
  }
}
