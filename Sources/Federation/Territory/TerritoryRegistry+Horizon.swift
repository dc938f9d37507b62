import Foundation
import Model
import Storage

/// Statements that would undo seals which are old and have been built on: they are kept and set
/// aside, and people decide (Protocol/territory.md, "Horizon").
extension TerritoryRegistry.Holding {
  /// What all statements would amount to, where some of them are set aside.
  package struct OtherHistory: Sendable {
    package fileprivate(set) var ledger: TerritoryLedger
    /// Those that do not count here.
    package fileprivate(set) var aside: Set<Digest>
  }

  /// Whether a statement is here, if only set aside.
  func knows(_ statement: Digest) -> Bool {
    ledger.statements[statement] != nil || other?.aside.contains(statement) == true
  }

  /// Takes in statements that are kept.
  ///
  /// - Returns: Whether any of them counts, or may with what comes later.
  mutating func insert(
    _ statements: [Statement],
    at time: Date,
    horizon: TimeInterval
  ) -> Bool {
    let fresh = statements.filter {
      ledger.statements[$0.digest] == nil && other?.aside.contains($0.digest) != true
    }
    guard !fresh.isEmpty else { return false }
    for statement in fresh {
      sync.insert(statement.digest)
      firstSeen[statement.digest] = time
      _ = other?.ledger.insert(statement)
    }
    take(fresh[...], at: time, horizon)
    // The other history may have come to this one again, or to one that goes on from it.
    if let other, !wouldUndo(from: ledger, to: other.ledger, at: time, horizon) {
      ledger = other.ledger
      self.other = nil
    }
    return true
  }

  /// Sets aside what was set aside before a restart.
  mutating func setAside(_ statements: [Statement], at times: [Digest: Date]) {
    for statement in statements {
      sync.insert(statement.digest)
      firstSeen[statement.digest] = times[statement.digest]
      note(aside: statement)
    }
  }

  /// Follows all statements, whatever they undo.
  mutating func acceptOtherHistory() {
    guard let other else { return }
    ledger = other.ledger
    self.other = nil
  }

  /// As many as possible at a time; of those that would undo something, single ones are left.
  private mutating func take(
    _ statements: ArraySlice<Statement>,
    at time: Date,
    _ horizon: TimeInterval
  ) {
    guard hasSealBelow(horizon, at: time) else {
      for statement in statements { _ = ledger.insert(statement) }
      return
    }
    var trial = ledger
    for statement in statements { _ = trial.insert(statement) }
    guard wouldUndo(from: ledger, to: trial, at: time, horizon) else {
      ledger = trial
      return
    }
    guard statements.count > 1 else {
      for statement in statements { note(aside: statement) }
      return
    }
    let middle = statements.startIndex + statements.count / 2
    take(statements[..<middle], at: time, horizon)
    take(statements[middle...], at: time, horizon)
  }

  private mutating func note(aside statement: Statement) {
    var other = other ?? OtherHistory(ledger: ledger, aside: [])
    _ = other.ledger.insert(statement)
    other.aside.insert(statement.digest)
    self.other = other
  }

  fileprivate func hasSealBelow(_ horizon: TimeInterval, at time: Date) -> Bool {
    ledger.seals.dropLast(2).contains {
      firstSeen[$0].map { time.timeIntervalSince($0) >= horizon } ?? false
    }
  }

  private func wouldUndo(
    from old: TerritoryLedger,
    to new: TerritoryLedger,
    at time: Date,
    _ horizon: TimeInterval
  ) -> Bool {
    SealChain(old.seals).isReorgBelowHorizon(to: SealChain(new.seals), horizon: horizon) { seal in
      firstSeen[seal].map { time.timeIntervalSince($0) }
    }
  }
}

extension TerritoryRegistry {
  /// What will be set aside when statements are taken in; nothing where nothing can be.
  ///
  /// It is asked where they are written, since it has to be written with them.
  func aside(after statements: [Statement], in id: Digest, at time: Date) -> Set<Digest>? {
    guard !statements.isEmpty, var trial = holding(id),
      trial.other != nil || trial.hasSealBelow(horizon, at: time)
    else { return nil }
    _ = trial.insert(statements, at: time, horizon: horizon)
    return trial.other?.aside ?? []
  }
}

/// Which statements are set aside, over restarts.
enum AsideStatements {
  private static func key(_ territory: Digest) -> String { "aside \(territory.text)" }

  static func load(_ territory: Digest, from tx: Transaction) throws -> Set<Digest> {
    let text = try tx.state.value(key(territory)) ?? ""
    return Set(text.split(separator: " ").compactMap { Digest(text: String($0)) })
  }

  static func keep(_ aside: Set<Digest>, in territory: Digest, _ tx: Transaction) throws {
    guard try load(territory, from: tx) != aside else { return }
    let text = aside.sorted().map(\.text).joined(separator: " ")
    try tx.state.set(key(territory), to: text)
  }
}

extension TerritoryDesk {
  /// Lets a territory be what all its statements say, also where they undo old seals.
  package func acceptOtherHistory(of territory: Digest) async throws {
    guard services.territories.holding(territory)?.other != nil else {
      throw Refusal.conflict("Nothing is set aside there.")
    }
    try await services.database.write { try AsideStatements.keep([], in: territory, $0) }
    services.territories.acceptOtherHistory(of: territory)
    try await settle(territory)
  }
}

extension FederationServices {
  /// Takes in statements that the database has, and remembers which of them are set aside.
  func insert(_ statements: [Statement], into territory: Digest, at time: Date) async throws {
    let before = territories.holding(territory)?.other?.aside ?? []
    territories.insert(statements, into: territory, at: time)
    let after = territories.holding(territory)?.other?.aside ?? []
    guard before != after else { return }
    try await database.write { try AsideStatements.keep(after, in: territory, $0) }
    guard !after.isEmpty else { return }
    logger.error(
      "Statements that would undo old seals are set aside: maillage territory show",
      metadata: ["territory": "\(territory.text)", "statements": "\(after.count)"]
    )
  }
}
