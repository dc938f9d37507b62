import Model

/// The logs of those who do not belong to a territory: anybody can begin as many as it likes, so
/// that only a few are kept, and of each its beginning.
struct OpenLogs: Sendable {
  private static let most = 1000
  private static let mostOfAnActor = 4
  /// By number, not by count: all nodes keep the same ones, in whatever order they come.
  private static let mostStatements = 20
  /// An author that says two things under each number gains no more by it than this.
  private static let mostWithForks = 40

  private let belonging: Set<Digest>
  private var logs: [Digest: Int] = [:]
  private var actors: [String: Int] = [:]

  init(in holding: TerritoryRegistry.Holding) {
    belonging = holding.belonging
    for statement in holding.ledger.statements.values { note(statement) }
  }

  /// Whether a statement may be kept; it is counted then.
  mutating func admit(_ statement: Statement) -> Bool {
    guard !belonging.contains(statement.log) else { return true }
    guard statement.sequence < Self.mostStatements else { return false }
    if let count = logs[statement.log] {
      guard count < Self.mostWithForks else { return false }
    } else {
      guard logs.count < Self.most, actors[statement.actor, default: 0] < Self.mostOfAnActor else {
        return false
      }
    }
    note(statement)
    return true
  }

  private mutating func note(_ statement: Statement) {
    guard !belonging.contains(statement.log) else { return }
    if logs[statement.log] == nil { actors[statement.actor, default: 0] += 1 }
    logs[statement.log, default: 0] += 1
  }
}

extension TerritoryRegistry.Holding {
  /// The logs of all who belong or ever did.
  fileprivate var belonging: Set<Digest> {
    let state = state
    var logs = Set(charter.founders.map(\.digest)).union(state.members.map(\.id))
    logs.formUnion(state.electors + state.excluded + state.left + state.contested)
    for digest in ledger.seals {
      guard case .seal(let seal)? = ledger.statements[digest]?.content else { continue }
      logs.formUnion(seal.admit.map(\.member))
    }
    return logs
  }
}
