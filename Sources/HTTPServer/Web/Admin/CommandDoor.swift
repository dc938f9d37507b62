/// The node's command line, as the admin's pages use it: what a page does, a command does
/// (docs/decisions/0003-commands-run-inside-the-node.md).
package protocol CommandDoor: Sendable {
  /// Executes a command inside the node.
  ///
  /// - Parameters:
  ///   - words: The command with its options, without the name of the program.
  ///   - caller: Who asks, for the audit log.
  /// - Returns: What it printed and how it ended; a command never throws.
  func run(_ words: [String], as caller: String) async -> CommandReply
}

/// What a command printed and how it ended.
package struct CommandReply: Sendable, Hashable {
  package var output: String
  package var errors: String
  /// 0 when it did what it should.
  package var exitCode: Int32

  package init(output: String = "", errors: String = "", exitCode: Int32 = 0) {
    self.output = output
    self.errors = errors
    self.exitCode = exitCode
  }
}
