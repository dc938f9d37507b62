import Foundation

/// The circumstances under which a command is executed.
struct Call: Sendable {
  /// What the command read where it was typed.
  var input: [UInt8]?
  /// Who typed it.
  var caller: String
  var now: Date
  /// Whether the node serves: then the command runs inside the server.
  var isServing: Bool
}
