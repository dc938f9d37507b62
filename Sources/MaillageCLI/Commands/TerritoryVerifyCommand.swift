import ArgumentParser
import Federation
import Foundation
import Model
import Node
import Storage
import StrictJSON

/// `maillage territory verify`.
struct TerritoryVerifyCommand: NodeCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Check every statement again, and what they amount to.",
    discussion: """
      It reads all of them from the database, checks proofs and digests, adds them up in two \
      orders and compares with what the node works with. Who said two things under one number, in \
      statements or in what it publishes, is listed with both. It ends with 1 when something is \
      wrong.

      Example: maillage territory verify
      """
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var option: TerritoryOption

  func execute(on node: OpenNode, _ call: Call) async throws -> Report {
    let holding = try node.territory(named: option.territory)
    let (stored, digests, forks, gaps) = try await node.database.read { tx in
      (
        try tx.statements.all(of: holding.id), try tx.statements.digests(of: holding.id),
        try tx.publications.forks(in: holding.id),
        try holding.state.members.map(\.id).map { log in
          (log, try tx.publications.missing(log, in: holding.id, limit: 5))
        }
      )
    }
    var examination = TerritoryExamination(holding: holding)
    examination.examine(charter: holding.entry.charter)
    examination.examine(stored.map(\.body), named: Set(digests))
    examination.examine(publications: forks)
    for (log, missing) in gaps { examination.note(missing, of: log) }
    return try examination.checks.report(holding.charter.name)
  }
}

/// Looks whether a territory is what its statements say.
private struct TerritoryExamination {
  let holding: TerritoryRegistry.Holding
  private(set) var checks: [Check] = []

  private static let mostShown = 5

  mutating func examine(charter body: [UInt8]) {
    do {
      let charter = try Charter(json: try JSON.parse(body))
      checks.append(
        charter.id == holding.id
          ? .passed("charter", "its digest is \(holding.id.text)")
          : .failed("charter", "its digest is \(charter.id.text), not \(holding.id.text)")
      )
    } catch {
      checks.append(.failed("charter", "\(error)"))
    }
  }

  /// Looks at the statements as they lie in the database, and at what they amount to.
  mutating func examine(_ bodies: [[UInt8]], named digests: Set<Digest>) {
    var statements: [Statement] = []
    var problems: [String] = []
    for body in bodies {
      do {
        let signed = try read(body)
        if !digests.contains(signed.statement.digest) {
          problems.append("\(signed.statement.digest.short) is kept under another digest")
        }
        statements.append(signed.statement)
      } catch {
        problems.append("\(error)")
      }
    }
    checks.append(
      problems.isEmpty
        ? .passed("statements", "\(statements.count), each with its proof and digest")
        : .failed(
          "statements",
          problems.prefix(Self.mostShown).joined(separator: "; "),
          mend: "Restore a backup, or compare with the others: maillage territory sync"
        )
    )
    compare(statements)
    listEquivocations()
  }

  private func read(_ body: [UInt8]) throws -> SignedStatement {
    guard let document = try JSON.parse(body).object else {
      throw Refusal.malformed("A statement is no object.")
    }
    let signed = try SignedStatement(document)
    guard signed.territory == holding.id else {
      throw Refusal.malformed("\(signed.statement.digest.short) is of another territory.")
    }
    return signed
  }

  private mutating func compare(_ statements: [Statement]) {
    let forward = TerritoryLedger.fold(charter: holding.charter, statements: statements)
    let backward = TerritoryLedger.fold(charter: holding.charter, statements: statements.reversed())
    checks.append(
      forward == backward
        ? .passed("order", "forwards and backwards they amount to the same")
        : .failed("order", "the state depends on the order", mend: "Please report this fault.")
    )
    if let other = holding.other {
      checks.append(
        .warning(
          "history",
          "\(other.aside.count) statements that would undo old seals are set aside",
          mend: "maillage territory accept-history --territory \(holding.entry.localName)"
        )
      )
    }
    let worksWith = holding.other?.ledger.state ?? holding.state
    let isSame = forward == worksWith && statements.count == holding.sync.count
    checks.append(
      isSame
        ? .passed("state", "version \(forward.version), \(forward.members.count) members")
        : .failed("state", "the node works with another state", mend: "Restart the node.")
    )
  }

  /// Lists what members published twice under one number; the evidence is kept by all.
  mutating func examine(publications forks: [PublicationStore.Fork]) {
    for fork in forks {
      let host = holding.host(of: fork.log)
      let evidence = fork.evidence.map(\.text).joined(separator: ", ")
      checks.append(
        .failed(
          "publications",
          "\(host) published two things under \(fork.sequence): \(evidence)",
          mend: "Ask \(host): a node that was restored from an old backup does this, too."
        )
      )
    }
    guard forks.isEmpty else { return }
    checks.append(.passed("publications", "none has the number of another"))
  }

  /// Notes what a member published and did not come here yet.
  mutating func note(_ missing: [ClosedRange<Int>], of log: Digest) {
    guard !missing.isEmpty else { return }
    let numbers = missing.map {
      $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound) to \($0.upperBound)"
    }
    checks.append(
      .warning(
        "publications",
        "of \(holding.host(of: log)), \(numbers.joined(separator: ", ")) did not come yet",
        mend: "maillage territory sync --territory \(holding.entry.localName)"
      )
    )
  }

  private mutating func listEquivocations() {
    let name = holding.entry.localName
    for fork in holding.state.equivocations {
      let evidence = fork.evidence.map(\.text).joined(separator: ", ")
      checks.append(
        .failed(
          "equivocation",
          "\(holding.host(of: fork.member)) said two things under \(fork.sequence): \(evidence)",
          mend: "maillage territory log \(holding.host(of: fork.member)) --territory \(name)"
        )
      )
    }
  }
}
