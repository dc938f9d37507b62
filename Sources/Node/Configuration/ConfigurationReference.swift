import Model

/// The reference page of all settings, in Markdown, made from the table itself.
package enum ConfigurationReference {
  /// The whole page.
  package static func markdown() -> String {
    let settings = NodeConfiguration.settings.all
    var page = introduction
    var section = ""
    for setting in settings {
      if setting.section != section {
        section = setting.section
        page +=
          "\n## \(section)\n\n| Setting | Default | Expects | Takes effect | Meaning |\n|---|---|---|---|---|\n"
      }
      page += row(setting)
    }
    return page
  }

  private static func row(_ setting: any AnySetting) -> String {
    let shown = setting.defaultText.shown
    let cells = [
      "`\(setting.key)`", shown.isEmpty ? "none" : "`\(shown)`", setting.expectation,
      setting.effect == .reload ? "at a reload" : "at a restart", setting.explanation,
    ]
    let escaped = cells.map { $0.replacing("|", with: "\\|") }
    return "| " + escaped.joined(separator: " | ") + " |\n"
  }

  private static let introduction = """
    # Configuration

    <!-- Made by `maillage config reference > docs/manual/configuration.md`. Do not edit: the text
         comes from Sources/Node/Configuration.swift, and a test compares the two. -->

    A node reads `maillage.yaml` in its home. The file says only what differs from the defaults
    below. A key has two parts: the section and the name.

    ```yaml
    node:
      host: social.example.org
      language: fr
    network:
      hosts:
        town.example: 10.0.0.7
    ```

    - An environment variable wins over the file: `MAILLAGE_`, then the key in capitals, with `_`
      for the dot and before each inner capital. `node.adminContact` is
      `MAILLAGE_NODE_ADMIN_CONTACT`. A list is separated by commas, an entry of a map is
      `name=value`.
    - A setting that does not exist, a wrong type or a value out of range stops the node with the
      line and what is expected there. `maillage config check` says so beforehand.
    - A running node takes up what changed by `maillage config reload`, or at SIGHUP; the column
      *takes effect* says which settings need a restart instead. A configuration that is refused
      changes nothing.
    - `maillage config show` prints every setting as it stands and where it comes from.
    - `maillage config reference` prints this page.

    """
}
