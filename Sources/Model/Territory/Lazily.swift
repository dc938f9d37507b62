import Synchronization

/// A value made when it is first asked for.
///
/// A class, because asking must not need a mutable owner. Its owner is a struct and takes a fresh
/// one with every change, so copies that share one mean the same value.
final class Lazily<Value: Sendable>: Sendable {
  private let made = Mutex<Value?>(nil)

  func value(_ make: () -> Value) -> Value {
    if let value = made.withLock({ $0 }) { return value }
    let value = make()
    made.withLock { $0 = value }
    return value
  }
}
