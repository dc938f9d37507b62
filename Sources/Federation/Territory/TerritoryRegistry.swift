import Foundation
import Logging
import Model
import Signatures
import Storage
import StrictJSON
import Synchronization

/// The territories of this node with all their statements in memory, beside the database.
///
/// Statements are kept in the database first, then here; what they amount to is put into
/// ``KnownNodes``, which the rest of federation asks.
package final class TerritoryRegistry: Sendable {
  // A class, since all parts of federation share it.

  /// One territory as this node has it.
  package struct Holding: Sendable {
    package var entry: TerritoryStore.Entry
    package var charter: Charter
    package var ledger: TerritoryLedger
    /// What all statements amount to, where some are set aside since they would undo old seals.
    package var other: OtherHistory?
    package var sync: SyncState
    var firstSeen: [Digest: Date] = [:]
    /// False after a start until the own log was asked of another member: this may be an old copy.
    package internal(set) var mayAppend = false
    /// False after a start until any member was asked for the own publications.
    fileprivate var hasComparedPublications = false
    /// The hosts that were asked for it and knew no more.
    fileprivate var confirmers: Set<String> = []

    package var state: TerritoryState { ledger.state }
    package var id: Digest { entry.id }
  }

  private let holdings = Mutex<[Digest: Holding]>([:])
  /// One at a time tells what a territory has come to, so that nothing older comes after.
  private let publishing = Mutex(())
  private let known: KnownNodes
  /// One at a time writes into a log of this node.
  let appending = FairGate<Digest>(limit: 1)
  /// Wakes whoever signs seals and spreads statements.
  package let wakeup = Wakeup()

  /// The age, in seconds, from which a seal with two successors is not given up.
  let horizon: TimeInterval

  package init(known: KnownNodes, horizon: TimeInterval = SealTiming.standard.horizon) {
    self.known = known
    self.horizon = horizon
  }

  // MARK: Reading

  package func holding(_ id: Digest) -> Holding? { holdings.withLock { $0[id] } }

  /// All of them, by local name.
  package var all: [Holding] {
    holdings.withLock { $0.values.sorted { $0.entry.localName < $1.entry.localName } }
  }

  // MARK: Changing

  /// Reads all territories from the database, at the start.
  package func load(from database: NodeDatabase) async throws {
    let entries = try await database.read { try $0.territories.all() }
    for entry in entries {
      var holding = try Self.holding(entry)
      var last: Int64 = 0
      let aside = try await database.read { try AsideStatements.load(entry.id, from: $0) }
      var (set, times): ([Statement], [Digest: Date]) = ([], [:])
      while true {
        let after = last
        let page = try await database.read {
          try $0.statements.all(of: entry.id, after: after, limit: 5000)
        }
        guard let end = page.last else { break }
        for numbered in page {
          let signed = try SignedStatement(stored: numbered.body)
          guard !aside.contains(signed.statement.digest) else {
            set.append(signed.statement)
            times[signed.statement.digest] = numbered.receivedAt
            continue
          }
          _ = holding.insert(signed.statement, at: numbered.receivedAt)
        }
        last = end.number
      }
      holding.setAside(set, at: times)
      try await MemberOrigins.load(of: holding, from: database, into: known)
      put(holding)
    }
  }

  /// Takes in a territory that is new here.
  func add(_ entry: TerritoryStore.Entry) throws {
    var holding = try Self.holding(entry)
    holding.mayAppend = true
    holding.hasComparedPublications = true
    put(holding)
  }

  /// Notes how this node stands in a territory.
  func update(_ entry: TerritoryStore.Entry) {
    // Nothing but the entry: statements may have come since it was read.
    holdings.withLock { $0[entry.id]?.entry = entry }
    publish(entry.id)
  }

  package func remove(_ id: Digest) {
    holdings.withLock { $0[id] = nil }
    known.removeTerritory(id)
  }

  /// A host knew no more of the own log than this node: when two have said so, or the only one that
  /// takes connections, or the only one at all, it may be written to.
  func confirmLog(in id: Digest, by host: String) {
    holdings.withLock { $0[id]?.confirmLog(by: host) }
  }

  /// The same, by one that came to compare: it counts where nobody takes connections.
  func confirmLog(in id: Digest, byAsking host: String) {
    holdings.withLock { holdings in
      guard holdings[id]?.others.contains(where: \.record.isReachable) == false else { return }
      holdings[id]?.confirmLog(by: host)
    }
  }

  /// A member gave back what it has of the own publications and this node had not.
  func confirmPublications(in id: Digest) {
    let isNews = holdings.withLock { holdings in
      guard holdings[id]?.hasComparedPublications == false else { return false }
      holdings[id]?.hasComparedPublications = true
      return true
    }
    if isNews { publish(id) }
  }

  /// Takes in statements that the database has.
  func insert(_ statements: [Statement], into id: Digest, at time: Date) {
    let horizon = horizon
    let hasChanged = holdings.withLock { holdings in
      holdings[id]?.insert(statements, at: time, horizon: horizon) == true
    }
    guard hasChanged else { return }
    publish(id)
    wakeup.call()
  }

  func acceptOtherHistory(of id: Digest) {
    holdings.withLock { $0[id]?.acceptOtherHistory() }
    publish(id)
    wakeup.call()
  }

  private func put(_ holding: Holding) {
    holdings.withLock { $0[holding.id] = holding }
    publish(holding.id)
  }

  /// Tells the rest of federation what a territory has come to.
  private func publish(_ id: Digest) {
    publishing.withLock { _ in
      guard let holding = holding(id) else { return }
      let state = holding.state
      let own = holding.entry.memberID.flatMap { state.member($0) }?.id
      known.setTerritory(
        KnownNodes.Territory(
          id: id,
          localName: holding.entry.localName,
          name: holding.charter.name,
          own: own,
          state: state,
          formerKeys: holding.formerKeys(in: state),
          expelledKeys: holding.expelledKeys,
          mayPublish: holding.mayPublish
        )
      )
    }
  }

  private static func holding(_ entry: TerritoryStore.Entry) throws -> Holding {
    let charter = try Charter(json: try JSON.parse(entry.charter))
    return Holding(
      entry: entry,
      charter: charter,
      ledger: TerritoryLedger(charter: charter),
      sync: SyncState { digests in Digest(of: digests.flatMap(\.bytes)) },
      firstSeen: [charter.id: entry.joinedAt]
    )
  }
}

extension TerritoryRegistry.Holding {
  fileprivate var others: [TerritoryState.Member] {
    state.members.filter { $0.id != entry.memberID }
  }

  fileprivate mutating func confirmLog(by host: String) {
    guard !mayAppend else { return }
    confirmers.insert(host)
    let reachable = others.count { $0.record.isReachable }
    mayAppend = confirmers.count >= min(2, max(1, reachable > 0 ? reachable : others.count))
  }

  fileprivate mutating func insert(_ statement: Statement, at time: Date) -> Bool {
    guard ledger.insert(statement) else { return false }
    sync.insert(statement.digest)
    firstSeen[statement.digest] = time
    return true
  }

  /// The keys of members that have rotated, by member.
  fileprivate func formerKeys(in state: TerritoryState) -> [Digest: Set<String>] {
    var former: [Digest: Set<String>] = [:]
    for member in state.members {
      // Also of the logs from which votes let it go on.
      var (logs, fresh): (Set<Digest>, Set<Digest>) = ([], [member.id])
      while !fresh.isEmpty {
        logs.formUnion(fresh)
        fresh = Set(fresh.flatMap { ledger.predecessors(of: $0) }).subtracting(logs)
      }
      // One that was put in place and lost before it signed anything is among them.
      let keys = Set(logs.flatMap { ledger.entries(of: $0).map(\.key) })
        .union(logs.compactMap { ledger.currentKey(of: $0) })
        .subtracting([member.record.key])
      if !keys.isEmpty { former[member.id] = keys }
    }
    return former
  }

  /// The last record that counts in a log; after a fork others may go on showing an earlier one.
  func lastRecord(of log: Digest) -> NodeRecord? {
    ledger.entries(of: log).lazy.reversed().compactMap { statement in
      switch statement.content {
      case .join(let record), .record(let record, _): record
      default: nil
      }
    }.first
  }

  /// Whether a node may hear and tell what is stated here: a member, somebody who was invited to
  /// become one, or has asked to.
  func concerns(_ actor: String) -> Bool {
    let state = state
    return state.member(actor: actor) != nil
      || state.candidates.contains { $0.record.actor == actor }
      || charter.founders.contains { $0.actor == actor && state.unsigned.contains($0.digest) }
  }

  /// Whether the next number of the own publications is known: a member was asked, or there is
  /// none that can be.
  package var mayPublish: Bool {
    hasComparedPublications
      || state.members.allSatisfy { $0.id == entry.memberID || !$0.record.isReachable }
  }

  /// The log by which an actor was put out of the territory, if it has no part in it otherwise.
  func expelled(_ actor: String) -> Digest? {
    guard !concerns(actor) else { return nil }
    return ledger.expelled.filter { self.actor(of: $0) == actor }.min()
  }

  /// The keys by which those who were put out may ask what became of them, by actor.
  fileprivate var expelledKeys: [String: String] {
    var keys: [String: String] = [:]
    for log in ledger.expelled {
      guard let actor = actor(of: log), state.member(actor: actor) == nil else { continue }
      keys[actor] = ledger.currentKey(of: log)
    }
    return keys
  }

  func signer(timing: SealTiming) -> SealSigner? {
    guard let own = entry.memberID else { return nil }
    let firstSeen = firstSeen
    return SealSigner(ledger: ledger, member: own, timing: timing) { firstSeen[$0] }
  }
}
