import Model
import Testing

/// All that can happen with few statements: every subset, in every order.
@Suite("Every order of few statements")
struct ExhaustiveTests {
  @Test("Up to eight statements of three electors and a candidate mean the same in every order")
  func orders() async {
    await withTaskGroup(of: Void.self) { group in
      for scene in FewStatements.scenes {
        group.addTask {
          let walk = scene.walk()
          #expect(walk.contradiction == nil)
          // The number of sequences without repetition of up to seven or eight things.
          #expect(walk.visits == (scene.statements.count == 7 ? 13_700 : 109_601))
        }
      }
    }
  }
}

/// Some statements, to be added in every order.
private struct FewStatements {
  let charter: Charter
  let statements: [Statement]

  init(_ charter: Charter, _ statements: [Statement]) {
    self.charter = charter
    self.statements = statements
  }

  static var scenes: [FewStatements] { [admission(), exclusion(), rotation(), sealing()] }

  /// Follows every order; the first subset whose state differs from what a second opinion makes of
  /// it at once.
  func walk() -> (visits: Int, contradiction: Int?) {
    let batches = (0..<(1 << statements.count)).map { subset in
      ReferenceFold(charter: charter, members(of: subset)).state
    }
    var visits = 0
    let found = follow(TerritoryLedger(charter: charter), subset: 0, batches, &visits)
    return (visits, found)
  }

  private func members(of subset: Int) -> [Statement] {
    statements.indices.filter { subset & 1 << $0 != 0 }.map { statements[$0] }
  }

  /// Adds every statement that is not there yet, one after the other, and goes on from each.
  private func follow(
    _ ledger: TerritoryLedger,
    subset: Int,
    _ batches: [TerritoryState],
    _ visits: inout Int
  ) -> Int? {
    visits += 1
    guard ledger.state == batches[subset] else { return subset }
    for index in statements.indices where subset & 1 << index == 0 {
      var next = ledger
      _ = next.insert(statements[index])
      if let found = follow(next, subset: subset | 1 << index, batches, &visits) { return found }
    }
    return nil
  }
}

// MARK: - Scenes

extension FewStatements {
  fileprivate static func founders() -> [Author] { ["a", "b", "c"].map { Author($0) } }

  fileprivate static func admission() -> FewStatements {
    var (all, candidate) = (founders(), Author("d"))
    let charter = Charter(all)
    let join = candidate.join()
    var statements = [join] + all.indices.map { all[$0].join() }
    statements += (0..<2).map { all[$0].write(.endorse(join: join.digest)) }
    statements.append(all[0].write(.leave))
    return FewStatements(charter, statements)
  }

  fileprivate static func exclusion() -> FewStatements {
    var all = founders()
    let charter = Charter(all)
    let joins = all.indices.map { all[$0].join() }
    let proposal = all[0].propose(.exclude(all[2].id))
    let votes = (0..<2).map { all[$0].write(.vote(proposal: proposal.digest)) }
    return FewStatements(charter, joins + [proposal] + votes + [all[2].write(.leave)])
  }

  /// The owner reveals the next key after its join; what a thief said in between is void.
  fileprivate static func rotation() -> FewStatements {
    var (all, candidate) = (founders(), Author("d"))
    let charter = Charter(all)
    let join = candidate.join()
    let (first, second) = (all[0].join(), all[1].join())
    var owner = all[0]
    let stolen = [all[0].write(.endorse(join: join.digest)), all[0].write(.leave)]
    let reveal = owner.reveal()
    let planned = owner.rotate()
    let endorsement = all[1].write(.endorse(join: join.digest))
    return FewStatements(charter, [join, first, second, reveal, planned, endorsement] + stolen)
  }

  fileprivate static func sealing() -> FewStatements {
    var (all, candidate) = (founders(), Author("d"))
    let charter = Charter(all, Rules(endorsements: 1))
    let join = candidate.join()
    let (first, second) = (all[0].join(), all[1].join())
    let endorsement = all[0].write(.endorse(join: join.digest))
    let admission = Seal.Admission(member: candidate.id, actor: candidate.actor)
    let seal = Seal(version: 1, previous: charter.id, admit: [admission])
    let later = Seal(version: 1, previous: charter.id, round: 1, admit: [admission])
    let seals = [all[0].write(.seal(seal)), all[1].write(.seal(later))]
    let cosignatures = [
      all[1].write(.cosign(seal: seals[0].digest)), all[0].write(.cosign(seal: seals[1].digest)),
    ]
    return FewStatements(charter, [join, first, second, endorsement] + seals + cosignatures)
  }
}
