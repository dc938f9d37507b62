import Foundation

/// A command line on its way to the running node.
package struct AdminRequest: Codable, Sendable {
  /// The version of the program that asks: another one may mean something else by the same words.
  package var version: String
  package var arguments: [String]
  /// What the command read at the caller: a file, a password.
  package var input: Data?
  /// Who asks, for the audit log.
  package var caller: String

  package init(arguments: [String], input: Data?, caller: String) {
    version = MaillageVersion.current
    self.arguments = arguments
    self.input = input
    self.caller = caller
  }
}

/// What the command printed and how it ended.
package struct AdminReply: Codable, Sendable {
  package var output: String
  package var errors: String
  package var exitCode: Int32

  package init(output: String = "", errors: String = "", exitCode: Int32 = 0) {
    self.output = output
    self.errors = errors
    self.exitCode = exitCode
  }
}

/// Executes a command against the node that serves.
package typealias AdminExecutor = @Sendable (AdminRequest) async -> AdminReply
