import HTTPServer
import Synchronization

/// A node without a command line: every command fails.
struct NoCommands: CommandDoor {
  func run(_ words: [String], as caller: String) async -> CommandReply {
    CommandReply(errors: "There are no commands here.", exitCode: 1)
  }
}

/// A command line that answers what it was told to, and remembers what it was asked.
final class ScriptedCommands: CommandDoor {
  // A class, since the server and the test look at the same list.
  private let asked = Mutex<[(words: [String], caller: String)]>([])
  private let answers: [String: CommandReply]

  /// - Parameter answers: By the first words of the command.
  init(_ answers: [String: CommandReply]) { self.answers = answers }

  var calls: [(words: [String], caller: String)] { asked.withLock { $0 } }

  func run(_ words: [String], as caller: String) async -> CommandReply {
    asked.withLock { $0.append((words, caller)) }
    let line = words.joined(separator: " ")
    let known = answers.keys.filter(line.hasPrefix).max { $0.count < $1.count }
    return known.flatMap { answers[$0] } ?? CommandReply(output: "[]")
  }
}
