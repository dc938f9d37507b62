import ArgumentParser
import Federation
import Foundation
import Model
import Node

/// `maillage territory log`.
struct TerritoryLogCommand: NodeCommand {
  static let configuration = CommandConfiguration(
    commandName: "log",
    abstract: "List what members have stated, in order.",
    discussion: """
      The times are those of their authors. Two entries of one log with the same number show that \
      its owner said two things.

      Example: maillage territory log mairie.example
      """
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var option: TerritoryOption

  @Argument(help: "One member: its host or member id.")
  var member: String?

  @Option(help: "How many of the newest, up to 10000.")
  var limit = 200

  func execute(on node: OpenNode, _ call: Call) async throws -> Report {
    let holding = try node.territory(named: option.territory)
    let log = try member.map { try holding.member(named: $0, on: node) }
    let statements = holding.ledger.statements.values.filter { log == nil || $0.log == log }
      .sorted { lhs, rhs in
        log == nil
          ? (lhs.publishedAt, lhs.log, lhs.sequence) < (rhs.publishedAt, rhs.log, rhs.sequence)
          : (lhs.sequence, lhs.publishedAt, lhs.digest) < (
            rhs.sequence, rhs.publishedAt, rhs.digest
          )
      }
      .suffix(min(max(limit, 1), 10_000))
    let forks = Set(holding.state.equivocations.flatMap(\.evidence))
    let shapes = statements.map {
      StatementShape($0, in: holding, isForked: forks.contains($0.digest))
    }
    var table = Table("SEQ", "HOST", "TYPE", "WHAT", "WHEN", "DIGEST")
    for shape in shapes {
      table.add(
        "\(shape.seq)",
        shape.host,
        shape.type,
        shape.isForked ? Styled.bad("\(shape.what) (said two things)") : shape.what,
        shape.publishedAt.shown,
        String(shape.digest.prefix(12))
      )
    }
    return try Report(table.text(ifEmpty: "Nothing was stated."), shapes)
  }
}

/// A statement as the command line prints it.
private struct StatementShape: Encodable {
  let seq: Int
  let host: String
  let log: String
  let type: String
  let what: String
  let publishedAt: Date
  let digest: String
  let isForked: Bool

  init(_ statement: Statement, in holding: TerritoryRegistry.Holding, isForked: Bool) {
    seq = statement.sequence
    host = Origin(of: statement.actor)?.authority ?? statement.actor
    log = statement.log.text
    (type, what) = holding.description(of: statement.content)
    publishedAt = statement.publishedAt
    digest = statement.digest.text
    self.isForked = isForked
  }
}

extension TerritoryRegistry.Holding {
  /// What a statement says, for people.
  fileprivate func description(of content: Statement.Content) -> (type: String, what: String) {
    switch content {
    case .join(let record): return ("join", record.presentation.name)
    case .leave: return ("leave", "")
    case .record(let record, let isAgreed):
      return ("record", "\(record.presentation.name)\(isAgreed ? ", next key" : "")")
    case .endorse(let join):
      return ("endorse", ledger.statements[join].map { host(of: $0.log) } ?? join.short)
    case .propose(let proposal):
      let reason = proposal.reason.isEmpty ? "" : ": \(proposal.reason)"
      return ("propose", description(of: proposal.wish) + reason)
    case .vote(let proposal):
      guard case .propose(let proposed) = ledger.statements[proposal]?.content else {
        return ("vote", proposal.short)
      }
      return ("vote", description(of: proposed.wish))
    case .seal(let seal): return ("seal", description(of: seal))
    case .cosign(let digest):
      guard case .seal(let seal) = ledger.statements[digest]?.content else {
        return ("cosign", digest.short)
      }
      return ("cosign", "version \(seal.version), \(digest.short)")
    }
  }

  private func description(of seal: Seal) -> String {
    var parts = ["version \(seal.version)"]
    let admitted = seal.admit.map { Origin(of: $0.actor)?.authority ?? $0.actor }
    if !admitted.isEmpty { parts.append("in: \(admitted.joined(separator: ", "))") }
    if !seal.drop.isEmpty { parts.append("out: \(hosts(of: seal.drop))") }
    if let amend = seal.amend { parts.append("terms: \(amend.short)") }
    return parts.joined(separator: ", ")
  }
}
