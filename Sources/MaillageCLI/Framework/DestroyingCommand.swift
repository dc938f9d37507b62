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
  /// Whether somebody is to be asked first; where nobody can be, the node says what it would do.
  var isToBeConfirmed: Bool { !confirmation.yes && !changing.dryRun && Console.isInteractive }

  /// Asks whether the command is meant, where it was typed.
  ///
  /// - Parameter trial: What the node says that it would do.
  /// - Throws: `Refusal` for a no.
  func requireYes(after trial: String) throws {
    Console.say(trial.replacing(Change.unchanged, with: "", maxReplacements: 1))
    guard Console.confirms(question) else { throw Refusal.conflict("Nothing was changed.") }
  }
}
