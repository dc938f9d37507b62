/// A page of the admin: what commands tell, and forms that are commands.
struct AdminPanel: Sendable {
  /// Its place under `/admin`; the first has none.
  let name: String
  var access = PageRoute.Access.admin
  var sections: [Section]

  /// What one command tells.
  struct Section: Sendable {
    /// The sentence above it.
    let heading: String
    /// The command; `{x}` is what varies in the address of the page.
    let command: [String]
    /// The member of its JSON that is shown; nothing: all of it.
    var member: String?
    var columns: [Column]
    /// Whether it tells one thing, whose columns are then lines.
    var isOne = false
    /// The column whose value leads to a page of its own, and where.
    var link: (column: String, to: String)?
    /// What can be done with one row.
    var deeds: [Deed] = []
    /// What can be done beside.
    var forms: [Deed] = []
  }

  /// A member of the JSON, with dots between what is nested.
  struct Column: Sendable, ExpressibleByStringLiteral {
    let path: String

    init(stringLiteral path: String) { self.path = path }

    /// The sentence above it.
    var heading: String { "column-\(path.split(separator: ".").last ?? "")" }
  }

  /// A command with gaps: `{name}` is filled from the row or from what the admin types.
  struct Deed: Sendable {
    /// The sentence on its button, and its name in the form.
    let label: String
    let words: [String]
    /// What the admin types.
    var fields: [Field] = []
    /// What it prints is for the admin to see.
    var showsOutput = false
    /// It cannot be taken back.
    var isDangerous = false
  }

  struct Field: Sendable {
    let name: String
    var isRequired = false
    /// One of these; none: any text.
    var choices: [String] = []

    var label: String { "field-\(name)" }
  }
}

extension AdminPanel.Deed {
  /// The command, filled in.
  ///
  /// Every gap is one word of the command, whatever is in it: nothing is split, and nothing is read by
  /// a shell. A word with an option before its gap goes where the gap is empty.
  ///
  /// - Returns: Nothing when a gap stays empty that must not, or a value could be taken for an option.
  func filled(_ value: (String) -> String?) -> [String]? {
    var filled: [String] = []
    for word in words {
      guard let open = word.firstIndex(of: "{"), let end = word.lastIndex(of: "}") else {
        filled.append(word)
        continue
      }
      let name = String(word[word.index(after: open)..<end])
      let text = value(name) ?? ""
      let isRequired = fields.first { $0.name == name }?.isRequired ?? !word.hasPrefix("--")
      if text.isEmpty {
        guard !isRequired else { return nil }
        continue
      }
      guard word.hasPrefix("--") || !text.hasPrefix("-") else { return nil }
      let choices = fields.first { $0.name == name }?.choices ?? []
      guard choices.isEmpty || choices.contains(text) else { return nil }
      filled.append(word[..<open] + text + word[word.index(after: end)...])
    }
    return filled
  }
}
