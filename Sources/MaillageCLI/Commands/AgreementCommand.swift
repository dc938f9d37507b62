import ArgumentParser
import Federation
import Foundation
import Model
import Node
import Storage

/// `maillage agreement`: what members agree on about needs and offers.
struct AgreementCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "agreement",
    abstract: "Answer needs and offers, agree, and say when it is done.",
    discussion: """
      Only the two who agree and their nodes know of it.

      Example: maillage agreement list lea
      """,
    subcommands: [
      AgreementProposeCommand.self, AgreementListCommand.self, AgreementShowCommand.self,
      AgreementAcceptCommand.self, AgreementRejectCommand.self, AgreementWithdrawCommand.self,
      AgreementDoneCommand.self, AgreementConfirmCommand.self, AgreementDisputeCommand.self,
    ]
  )
}

/// `maillage agreement propose NAME URL`.
struct AgreementProposeCommand: ChangingCommand {
  static let configuration = CommandConfiguration(
    commandName: "propose",
    abstract: "Answer a need or an offer.",
    discussion: """
      Example: maillage agreement propose marc https://atelier.example/posts/1 --words "Samedi ?"
      """
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var changing: ChangeOptions
  @OptionGroup var answer: AgreementAnswerOptions

  func plan(on node: OpenNode, _ call: Call) async throws -> Change {
    try await answer.plan(on: node)
  }
}

/// How somebody answers a need, an offer or a call.
struct AgreementAnswerOptions: ParsableArguments {
  @Argument(help: "The member who answers.")
  var name: String

  @Argument(help: "The URL of the post.")
  var url: String

  @Option(help: "How much; left out: as much as it says.")
  var amount: Amount?

  @Option(help: "How much in return; left out: as much as it says.")
  var inReturn: Amount?

  @Option(help: "What is said to it.")
  var words = ""

  func plan(on node: OpenNode) async throws -> Change {
    let member = try await node.member(named: name)
    return Change(of: url, "answer \(url) as \(member.name)") {
      do {
        let entry = try await node.services.outbox.propose(
          on: url,
          amount: amount,
          inReturn: inReturn,
          words: words,
          as: member.actorID
        )
        return try await node.report(of: entry)
      } catch Refusal.absent, Refusal.gone {
        throw NotFound("\(url) is nothing that \(member.name) can answer.")
      }
    }
  }
}

/// `maillage agreement list NAME`.
struct AgreementListCommand: NodeCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List the agreements of a member, the latest first.",
    discussion: "Example: maillage agreement list lea --json"
  )

  @OptionGroup var options: GlobalOptions

  @Argument(help: "The member.")
  var name: String

  @Option(help: "How many, up to 200.")
  var limit = 50

  func execute(on node: OpenNode, _ call: Call) async throws -> Report {
    let member = try await node.member(named: name)
    let agreements = try await node.database.read { tx in
      try tx.agreements.list(of: member.actorID, limit: max(1, min(limit, 200)))
        .map { try AgreementShape($0, in: tx) }
    }
    var table = Table("ID", "TITLE", "BY", "ANSWERED BY", "STATE")
    for one in agreements {
      table.add("\(one.id)", one.title, one.author, one.proposer, one.stage)
    }
    return try Report(table.text(ifEmpty: "No agreements."), agreements)
  }
}

/// Which agreement, and whose.
struct AgreementArguments: ParsableArguments {
  @Argument(help: "The member.")
  var name: String

  @Argument(help: "The number of the agreement, as the list shows it.")
  var id: Int64

  /// Goes a step further.
  func plan(
    _ act: Outbox.AgreementAct,
    _ words: String,
    on node: OpenNode
  ) async throws -> Change {
    let (member, entry) = try await find(on: node)
    return Change(of: "agreement \(id)", "\(words) agreement \(id) as \(member.name)") {
      try await node.report(
        of: try await node.services.outbox.act(act, on: entry.id, as: member.actorID)
      )
    }
  }

  func find(on node: OpenNode) async throws -> (Member, AgreementStore.Entry) {
    let member = try await node.member(named: name)
    do {
      return (member, try await node.services.outbox.agreement(id, of: member.actorID))
    } catch Refusal.absent {
      throw NotFound("\(member.name) has no agreement \(id). See: maillage agreement list \(name)")
    }
  }
}

/// What of an agreement is meant: what was promised first, or what is given in return.
struct SideOptions: ParsableArguments {
  @Flag(help: "What is given in return, rather than what was asked for or offered.")
  var returned = false

  var side: Agreement.Side { returned ? .reciprocal : .primary }
}

/// `maillage agreement show NAME ID`.
struct AgreementShowCommand: NodeCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show an agreement of a member.",
    discussion: "Example: maillage agreement show lea 3"
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var which: AgreementArguments

  func execute(on node: OpenNode, _ call: Call) async throws -> Report {
    try await node.report(of: try await which.find(on: node).1)
  }
}

extension OpenNode {
  func report(of entry: AgreementStore.Entry) async throws -> Report {
    let shape = try await database.read { try AgreementShape(entry, in: $0) }
    return try Report(shape.shown, shape)
  }
}
