import ArgumentParser

/// The tree of all commands, for the audit log and the tests.
enum CommandTree {
  /// Every command with the words by which it is called.
  static var all: [(words: [String], type: any ParsableCommand.Type)] {
    below(Maillage.self, [])
  }

  /// The words by which a command is called: `member add`.
  static func name(of type: any ParsableCommand.Type) -> String {
    all.first { ObjectIdentifier($0.type) == ObjectIdentifier(type) }?.words
      .joined(separator: " ") ?? word(of: type)
  }

  private static func below(
    _ type: any ParsableCommand.Type,
    _ words: [String]
  ) -> [(words: [String], type: any ParsableCommand.Type)] {
    type.configuration.subcommands.flatMap { child in
      let path = words + [word(of: child)]
      return [(path, child)] + below(child, path)
    }
  }

  private static func word(of type: any ParsableCommand.Type) -> String {
    type.configuration.commandName ?? "\(type)".lowercased()
  }
}
