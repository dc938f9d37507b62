import Synchronization

/// Whether the node serves; set once, from the moment its port is open.
final class ServingFlag: Sendable {
  // A class, since the server sets what the readiness endpoint reads.
  private let value = Atomic(false)

  var isSet: Bool { value.load(ordering: .acquiring) }

  func set(_ isServing: Bool = true) { value.store(isServing, ordering: .releasing) }
}
