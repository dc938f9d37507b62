import ArgumentParser
import Foundation
import Node
import Storage

/// `maillage clock`: what an admin says of the clock.
struct ClockCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "clock",
    abstract: "Say that a clock that was set forward is right.",
    discussion: "Example: maillage clock confirm",
    subcommands: [ClockConfirmCommand.self]
  )
}

/// `maillage clock confirm`.
struct ClockConfirmCommand: ChangingCommand {
  static let configuration = CommandConfiguration(
    commandName: "confirm",
    abstract: "Believe the clock as it is, after it was set forward.",
    discussion: """
      Until then, or for three days, nothing is deleted for its age, no delivery is given up and no post \
      for later is published. Look at the clock first: what is deleted does not come back.

      Example: maillage clock confirm
      """
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var changing: ChangeOptions

  private struct Shape: Encodable, Sendable {
    let now: Date
    /// By how many seconds it was doubted.
    let ahead: Int
  }

  func plan(on node: OpenNode, _ call: Call) async throws -> Change {
    guard let doubt = node.clock.doubt else { throw NotFound("Nobody doubts the clock.") }
    let shape = Shape(now: call.now, ahead: Int(doubt.ahead))
    return Change(of: "the clock", "believe that it is \(call.now.shown)") { tx in
      try ClockSense.forget(in: tx)
      return try Report("The clock is believed: it is \(shape.now.shown).", shape)
    } then: {
      node.clock.believe()
    }
  }
}
