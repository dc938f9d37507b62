import ArgumentParser
import Model

/// What every command takes that destroys something.
struct ConfirmOptions: ParsableArguments {
  @Flag(help: "Do not ask.")
  var yes = false
}

/// A changing command whose effect cannot be taken back: it asks first, or wants `--yes`.
protocol DestroyingCommand: ChangingCommand {
  var confirmation: ConfirmOptions { get }
  /// What is asked on a terminal.
  var question: String { get }
}

extension DestroyingCommand {
  /// Asks whether the command is meant, where it was typed.
  ///
  /// - Returns: Whether the answer was a yes; not when there was nothing to ask.
  /// - Throws: `Refusal` for a no, and where nobody can be asked.
  func asksForYes() throws -> Bool {
    guard !confirmation.yes, !changing.dryRun else { return false }
    guard Console.isInteractive else {
      throw Refusal.conflict("Nobody can be asked here. \(question)\nSay --yes if that is meant.")
    }
    guard Console.confirms(question) else { throw Refusal.conflict("Nothing was changed.") }
    return true
  }
}
