import Synchronization

/// A value that a test changes while a node looks at it.
package final class Mutable<Value: Sendable>: Sendable {
  private let held: Mutex<Value>

  package init(_ value: Value) { held = Mutex(value) }

  package var value: Value {
    get { held.withLock { $0 } }
    set { held.withLock { $0 = newValue } }
  }
}
