import Foundation
import Model

/// A node of the simulation: what it has, and how it is.
struct SimulatedNode {
  /// What a backup holds.
  struct Memory {
    var ledger: TerritoryLedger
    var sync = SyncState { digests in
      // Only equality matters, and only within this process.
      var hasher = Hasher()
      hasher.combine(digests)
      let value = UInt64(bitPattern: Int64(hasher.finalize()))
      return Digest((0..<32).map { $0 < 8 ? UInt8(truncatingIfNeeded: value >> ($0 * 8)) : 0 })
        ?? Mixing().digest
    }
    var firstSeen: [Digest: Date] = [:]
    /// The last entry that the node itself wrote.
    var lastOwn: TerritoryLedger.Head?
  }

  let identity: Author
  var memory: Memory
  var backup: Memory?
  var group = 0
  var isUp = true
  var isRogue = false
  /// A restored node asks for its own log before it writes.
  var mustImport = false
  /// It may have signed twice without malice, or others have its key.
  var isUnreliable = false

  var id: Digest { identity.id }
  var state: TerritoryState { memory.ledger.state }

  mutating func insert(_ statement: Statement, at time: Date) {
    guard memory.ledger.insert(statement) else { return }
    memory.sync.insert(statement.digest)
    memory.firstSeen[statement.digest] = time
  }

  /// The statements that its own log holds, whether or not they count.
  var own: [Statement] {
    memory.ledger.statements.values.filter { $0.log == id }.sorted { $0.digest < $1.digest }
  }

  func signer(_ timing: SealTiming) -> SealSigner {
    let firstSeen = memory.firstSeen
    return SealSigner(ledger: memory.ledger, member: id, timing: timing) { firstSeen[$0] }
  }
}
