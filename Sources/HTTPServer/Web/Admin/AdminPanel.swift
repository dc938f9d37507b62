/// A page of the admin: what commands tell, and forms that are commands.
struct AdminPanel: Sendable {
  /// Its place under `/admin`; the first has none.
  let name: String
  var access = PageRoute.Access.admin
  var sections: [Section]

  /// What stands in the command of a task for a reason that the admin has to give.
  static let reasonGap = "TEXT"

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
  struct Column: Sendable, Hashable, ExpressibleByStringLiteral {
    let path: String
    /// The sentence above it: called by the last name, if it is not said otherwise.
    let heading: String

    init(stringLiteral path: String) { self.init(path, heading: nil) }

    init(_ path: String, heading: String?) {
      self.path = path
      let name = path.split(separator: ".").last.map(String.init) ?? ""
      self.heading = "column-\(heading ?? name)"
    }

    /// What we give a peer, or it gives us.
    static let ourScopes = Column("ours.scopes", heading: "ours-scopes")
    static let theirScopes = Column("theirs.scopes", heading: "theirs-scopes")

    var name: String { path.split(separator: ".").last.map(String.init) ?? path }

    /// Whether its values are sizes in bytes.
    var isSize: Bool { name == "bytes" || name.hasSuffix("Bytes") }

    /// Whether its values are words of the program, which each language has (`word-…`).
    var isWord: Bool { Self.words.contains(name) }

    private static let words: Set = [
      "state", "level", "trust", "verification", "role", "kind", "category", "action", "direction",
      "setting", "scope", "scopes", "standing", "change", "result", "passage", "peering", "mode",
    ]

    /// Whether the program says in it, in English, what happened.
    var isSaid: Bool {
      Self.said.contains(name) || Self.said.contains(String(heading.dropFirst("column-".count)))
    }

    private static let said: Set = [
      "lastError", "error", "refused", "obstacle", "concern", "check", "detail", "mend", "ruling",
      "problem", "nextStep",
    ]
  }

  /// What of a command's JSON is shown as a table: one of its members, if it is not the whole.
  struct Listing: Sendable {
    let member: String
    let columns: [Column]
  }

  /// A command with gaps: `{name}` is filled from the row or from what the admin types.
  struct Deed: Sendable {
    /// The sentence on its button, and its name in the form.
    let label: String
    let words: [String]
    /// What the admin types.
    var fields: [Field] = []
    /// What of its JSON is for the admin to see; none: that it was done.
    var shows: [Column] = []
    /// What of it is a table.
    var listing: Listing?
    /// In which states of a row it makes sense; none: in all.
    var states: Set<String> = []
    /// It cannot be taken back.
    var isDangerous = false

    var showsOutput: Bool { !shows.isEmpty }
  }

  struct Field: Sendable {
    let name: String
    var isRequired = false
    /// One of these, or several; none: any text.
    var choices: [String] = []
    var isMany = false

    var label: String { "field-\(name)" }
  }
}

extension AdminPanel.Deed {
  /// The command, filled in.
  ///
  /// Every value is one word of the command, whatever is in it: nothing is split, and nothing is read by
  /// a shell. `--option={gap}` goes where the gap is empty, `--option={gap*}` takes several values.
  ///
  /// - Returns: Nothing when a gap stays empty that must not, or a value could be taken for an option.
  func filled(_ values: (String) -> [String]) -> [String]? {
    var filled: [String] = []
    for word in words {
      guard let gap = AdminPanel.Gap(word) else {
        filled.append(word)
        continue
      }
      let field = fields.first { $0.name == gap.name }
      let given = values(gap.name).filter { !$0.isEmpty }
      guard let first = given.first else {
        guard gap.option != nil, field?.isRequired != true else { return nil }
        continue
      }
      let choices = field?.choices ?? []
      guard choices.isEmpty || given.allSatisfy(choices.contains) else { return nil }
      switch (gap.option, gap.isMany) {
      case (let option?, false): filled.append("\(option)=\(first)")
      case (let option?, true):
        guard !given.contains(where: { $0.hasPrefix("-") }) else { return nil }
        filled += [option] + given
      case (nil, let isMany):
        let taken = isMany ? given : [first]
        guard !taken.contains(where: { $0.hasPrefix("-") }) else { return nil }
        filled += taken
      }
    }
    return filled
  }
}

extension AdminPanel {
  /// A word of a command with something to fill in: `{host}`, `--reason={reason}`, `{scopes*}`.
  struct Gap: Sendable, Hashable {
    let option: String?
    let name: String
    let isMany: Bool

    init?(_ word: String) {
      guard let match = word.wholeMatch(of: /(?:(--[a-z-]+)=)?\{([A-Za-z]+)(\*)?\}/) else {
        return nil
      }
      option = match.1.map(String.init)
      name = String(match.2)
      isMany = match.3 != nil
    }
  }
}
