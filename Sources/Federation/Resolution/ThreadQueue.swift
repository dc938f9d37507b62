import ActivityStreams
import Synchronization

/// Posts that answers came for and that are not known yet, to be fetched when there is time.
///
/// It is bounded and not kept: a conversation whose beginning is missing is no loss of anything
/// that was acknowledged, and a stranger's thread must not hold up anybody's inbox (threat 18).
package final class ThreadQueue: Sendable {
  // A class, since the inbox's lanes and those who fetch share it.
  private static let capacity = 256

  private let waiting = Mutex<[AS.IRI]>([])
  let wakeup = Wakeup()

  package init() {}

  func add(_ post: AS.IRI) {
    waiting.withLock { waiting in
      guard waiting.count < Self.capacity, !waiting.contains(post) else { return }
      waiting.append(post)
    }
    wakeup.call()
  }

  func next() -> AS.IRI? {
    waiting.withLock { $0.isEmpty ? nil : $0.removeFirst() }
  }
}
