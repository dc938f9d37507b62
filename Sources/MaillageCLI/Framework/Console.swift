import ArgumentParser
import Foundation
import Node

/// The terminal at which a command was typed.
enum Console {
  /// Who types: for the audit log.
  static var caller: String {
    let name = ProcessInfo.processInfo.environment["SUDO_USER"] ?? NSUserName()
    return name.isEmpty ? "uid \(getuid())" : name
  }

  /// Whether somebody is there who can be asked.
  static var isInteractive: Bool { isatty(STDIN_FILENO) == 1 && isatty(STDERR_FILENO) == 1 }

  static func print(_ reply: AdminReply) {
    if !reply.output.isEmpty { write(reply.output + "\n", to: STDOUT_FILENO) }
    if !reply.errors.isEmpty { say(reply.errors) }
  }

  /// A message that is not the result: on standard error.
  static func say(_ text: String) { write(text + "\n", to: STDERR_FILENO) }

  /// Prints what an error means and ends with its exit code.
  static func refusing<Value>(_ body: () async throws -> Value) async throws -> Value {
    do {
      return try await body()
    } catch {
      let reply = AdminReply(error)
      print(reply)
      throw ExitCode(reply.exitCode)
    }
  }

  private static func write(_ text: String, to descriptor: Int32) {
    let isColored =
      isatty(descriptor) == 1 && ProcessInfo.processInfo.environment["NO_COLOR"] == nil
    let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: false)
    // Whoever reads may have gone (`| head`): there is nobody left to tell.
    try? handle.write(contentsOf: Data(Styled.rendered(text, inColor: isColored).utf8))
  }
}

// MARK: - Asking

extension Console {
  /// Asks a question whose answer is yes or no; all but a yes is a no.
  static func confirms(_ question: String) -> Bool {
    ask("\(question) [y/N] ")
    let answer = readLine()?.trimmingCharacters(in: .whitespaces).lowercased() ?? ""
    return ["y", "yes", "o", "oui"].contains(answer)
  }

  /// Asks for a secret, which the terminal does not show.
  static func secret(_ question: String) -> String? {
    ask(question)
    var shown = termios()
    guard tcgetattr(STDIN_FILENO, &shown) == 0 else { return nil }
    var hidden = shown
    hidden.c_lflag &= ~tcflag_t(ECHO)
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden)
    defer {
      tcsetattr(STDIN_FILENO, TCSAFLUSH, &shown)
      say("")
    }
    return readLine()
  }

  private static func ask(_ question: String) {
    let handle = FileHandle.standardError
    try? handle.write(contentsOf: Data(Styled.rendered(question, inColor: false).utf8))
  }
}
