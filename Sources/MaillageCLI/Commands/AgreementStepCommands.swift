import ArgumentParser
import Foundation
import Model
import Node

/// `maillage agreement accept NAME ID`.
struct AgreementAcceptCommand: ChangingCommand {
  static let configuration = CommandConfiguration(
    commandName: "accept",
    abstract: "Say yes to an answer.",
    discussion: "Example: maillage agreement accept lea 3"
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var changing: ChangeOptions
  @OptionGroup var which: AgreementArguments

  func plan(on node: OpenNode, _ call: Call) async throws -> Change {
    try await which.plan(.accept, "accept", on: node)
  }
}

/// `maillage agreement reject NAME ID`.
struct AgreementRejectCommand: ChangingCommand {
  static let configuration = CommandConfiguration(
    commandName: "reject",
    abstract: "Say no to an answer, also to one that was accepted and of which nothing is done.",
    discussion: "Example: maillage agreement reject lea 3 --because \"Quelqu’un s’en charge.\""
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var changing: ChangeOptions
  @OptionGroup var which: AgreementArguments

  @Option(help: "What the other is told.")
  var because = ""

  func plan(on node: OpenNode, _ call: Call) async throws -> Change {
    try await which.plan(.reject(reason: because), "reject", on: node)
  }
}

/// `maillage agreement withdraw NAME ID`.
struct AgreementWithdrawCommand: ChangingCommand {
  static let configuration = CommandConfiguration(
    commandName: "withdraw",
    abstract: "Take an answer back of which nothing is done.",
    discussion: "Example: maillage agreement withdraw marc 3"
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var changing: ChangeOptions
  @OptionGroup var which: AgreementArguments

  func plan(on node: OpenNode, _ call: Call) async throws -> Change {
    try await which.plan(.withdraw, "withdraw", on: node)
  }
}

/// `maillage agreement done NAME ID`.
struct AgreementDoneCommand: ChangingCommand {
  static let configuration = CommandConfiguration(
    commandName: "done",
    abstract: "Say that what was agreed on is done; the other confirms it.",
    discussion: "Example: maillage agreement done marc 3 --amount 3.5 --on 2026-12-05"
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var changing: ChangeOptions
  @OptionGroup var which: AgreementArguments
  @OptionGroup var what: SideOptions

  @Option(help: "How much it was; left out: as much as was agreed on.")
  var amount: Amount?

  @Option(help: "On which day; left out: today.")
  var on: Day?

  func plan(on node: OpenNode, _ call: Call) async throws -> Change {
    try await which.plan(.state(what.side, amount, on: on), "say that it is done:", on: node)
  }
}

/// `maillage agreement confirm NAME ID`.
struct AgreementConfirmCommand: ChangingCommand {
  static let configuration = CommandConfiguration(
    commandName: "confirm",
    abstract: "Confirm what the other says is done.",
    discussion: "Example: maillage agreement confirm lea 3"
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var changing: ChangeOptions
  @OptionGroup var which: AgreementArguments
  @OptionGroup var what: SideOptions

  func plan(on node: OpenNode, _ call: Call) async throws -> Change {
    try await which.plan(.confirm(what.side), "confirm what is done:", on: node)
  }
}

/// `maillage agreement dispute NAME ID`.
struct AgreementDisputeCommand: ChangingCommand {
  static let configuration = CommandConfiguration(
    commandName: "dispute",
    abstract: "Say that what the other says is done is not so; it can be said anew.",
    discussion: "Example: maillage agreement dispute lea 3 --because \"C’étaient deux heures.\""
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var changing: ChangeOptions
  @OptionGroup var which: AgreementArguments
  @OptionGroup var what: SideOptions

  @Option(help: "What the other is told.")
  var because = ""

  func plan(on node: OpenNode, _ call: Call) async throws -> Change {
    try await which.plan(.dispute(what.side, reason: because), "dispute what is done:", on: node)
  }
}
