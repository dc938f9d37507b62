import Synchronization

/// A value that all who share it read anew each time: what can change while the node runs.
package final class Current<Value: Sendable>: Sendable {
  // A class, since it is one value for many.
  private let state: Mutex<Value>

  package init(_ value: Value) { state = Mutex(value) }

  package var value: Value { state.withLock { $0 } }

  package func set(_ value: Value) { state.withLock { $0 = value } }

  /// Changes it in one step; others wait meanwhile.
  package func update<Answer: Sendable, Failure: Error>(
    _ body: (inout Value) throws(Failure) -> Answer
  ) throws(Failure) -> Answer {
    try state.withLock { value throws(Failure) in try body(&value) }
  }
}
