extension NodeConfiguration {
  /// The part of the table of the settings that says how long what need not be kept is.
  package struct RetentionSettings: SettingsGroup {
    package let retentionNotifications = Setting(
      "retention.notifications",
      default: 180,
      limit: .range(1...3_650, of: "days"),
      doc: "How long members' notifications are kept."
    )
    package let retentionActivities = Setting(
      "retention.activities",
      default: 30,
      limit: .range(7...365, of: "days"),
      doc: """
        How long the ids of activities are remembered that came in, and what could not be delivered: \
        beyond any sender's retries.
        """
    )
    package let retentionEvidence = Setting(
      "retention.evidence",
      default: 30,
      limit: .range(1...3_650, of: "days"),
      doc: "How long after the end of a case what reported posts said is kept."
    )
    package let retentionArchives = Setting(
      "retention.archives",
      default: 7,
      limit: .range(1...90, of: "days"),
      doc: "How long a member can fetch the archive of its own data that it asked for."
    )
    package let retentionSuspended = Setting(
      "retention.suspended",
      default: 30,
      limit: .range(1...3_650, of: "days"),
      doc: "How long posts of another node's suspended account are kept, in case it is restored."
    )
  }

  package subscript<Value>(dynamicMember path: KeyPath<RetentionSettings, Setting<Value>>) -> Value
  {
    get { value(of: Self.settings.retention[keyPath: path]) }
    set { choose(newValue, for: Self.settings.retention[keyPath: path], from: .program) }
  }
}
