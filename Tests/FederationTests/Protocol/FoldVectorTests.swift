import Foundation
import Model
import StrictJSON
import TestSupport
import Testing

@testable import Federation

/// `Protocol/vectors/territory/folds`: one set of statements, one state, in any order.
@Suite struct FoldVectorTests {
  static var names: [String] {
    get throws { try ProtocolFiles.names(in: "vectors/territory/folds") }
  }

  @Test("The fold of a vector is what it expects, in any order", arguments: try names)
  func fold(name: String) throws {
    let vector = try ProtocolFiles.json("vectors/territory/folds/\(name)")
    let charter = try Charter(json: vector.member("charter"))
    let statements = try vector.list("statements").map { json in
      try SignedStatement(required(json.object, "a statement")).statement
    }
    try expect(vector.member("expected"), charter, statements)
    for part in vector["parts"]?.array ?? [] {
      let some = try part.list("statements").compactMap(\.int).map { statements[$0] }
      try expect(part.member("expected"), charter, some)
    }
  }

  private func expect(_ expected: JSON, _ charter: Charter, _ statements: [Statement]) throws {
    var numbers = SeededNumbers(7)
    var orders = [statements, statements.reversed()]
    for _ in 0..<4 { orders.append((statements + statements).shuffled(using: &numbers)) }

    for order in orders {
      let ledger = TerritoryLedger(charter: charter, statements: order)
      #expect(ShownState(ledger).json.inOrder == expected.inOrder)
    }
  }
}

/// A state in the form of the vectors.
private struct ShownState {
  let ledger: TerritoryLedger
  private var state: TerritoryState { ledger.state }

  init(_ ledger: TerritoryLedger) { self.ledger = ledger }

  var json: JSON {
    [
      "seal": text(state.seal), "seals": list(ledger.seals), "version": .integer(state.version),
      "terms": text(state.terms.digest), "members": list(state.members.map(\.id)),
      "sealed": list(state.members.filter(\.isSealed).map(\.id)), "electors": list(state.electors),
      "unsigned": list(state.unsigned), "excluded": list(state.excluded),
      "suspended": list(state.suspended), "left": list(state.left),
      "contested": list(state.contested), "candidates": .array(state.candidates.map(candidate)),
      "proposals": .array(state.proposals.map(tally)),
      "amendment": state.amendment.map(text) ?? .null,
      "records": members { text($0.record.digest) }, "actors": members { .string($0.actor) },
      "keys": members { .string(ledger.currentKey(of: $0.id) ?? "") },
      "heads": heads, "equivocations": .array(state.equivocations.map(equivocation)),
    ]
  }

  private func text(_ digest: Digest) -> JSON { .string(digest.text) }

  private func list(_ digests: [Digest]) -> JSON { .array(digests.map(text)) }

  private func members(_ value: (TerritoryState.Member) -> JSON) -> JSON {
    .object(JSONObject(state.members.map { ($0.id.text, value($0)) }))
  }

  private func candidate(_ candidate: TerritoryState.Candidate) -> JSON {
    [
      "member": text(candidate.member), "join": text(candidate.join),
      "endorsers": list(candidate.endorsers),
    ]
  }

  private func tally(_ tally: TerritoryState.Tally) -> JSON {
    [
      "digest": text(tally.digest), "author": text(tally.author), "yes": list(tally.yes),
      "needed": .integer(tally.needed), "carried": .bool(tally.isCarried),
    ]
  }

  private func equivocation(_ fork: TerritoryState.Equivocation) -> JSON {
    ["member": text(fork.member), "seq": .integer(fork.sequence), "evidence": list(fork.evidence)]
  }

  private var heads: JSON {
    let logs = Set(ledger.statements.values.map(\.log))
    let pairs = logs.compactMap { log -> (String, JSON)? in
      ledger.head(of: log).map { (log.text, [.integer($0.sequence), text($0.digest)]) }
    }
    return .object(JSONObject(pairs))
  }
}
