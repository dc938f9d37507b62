import Model
import Synchronization

/// Statements of this node that others should hear of at once, before the next comparison.
package final class SpreadingQueue: Sendable {
  // A class, since whoever states and whoever sends share it.
  private static let capacity = 256

  private let waiting = Mutex<[SignedStatement]>([])

  package init() {}

  func add(_ statement: SignedStatement) {
    waiting.withLock { if $0.count < Self.capacity { $0.append(statement) } }
  }

  /// Takes out everything.
  func take() -> [SignedStatement] {
    waiting.withLock { waiting in
      defer { waiting = [] }
      return waiting
    }
  }
}
