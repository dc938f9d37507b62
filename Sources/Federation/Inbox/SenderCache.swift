import Foundation
import Model
import Signatures
import Synchronization

/// Keys of senders that were verified lately, so that the inbox need not ask the database each time.
package final class SenderCache: Sendable {
  // A class, since all requests share it.
  struct Entry: Sendable {
    let actor: ActorProfile
    let key: VerificationKey
    /// After this the database is asked again: the key may have been replaced.
    let until: Date
  }

  private static let capacity = 8192

  /// How long a key that could not be used is not fetched again.
  private static let pause: TimeInterval = 300

  private let entries = Mutex<[KeyID: Entry]>([:])
  private let fetches = Mutex<[String: Date]>([:])
  private let failures = Mutex<[String: Date]>([:])

  package init() {}

  func entry(for keyID: KeyID, at now: Date) -> Entry? {
    entries.withLock { entries in entries[keyID].flatMap { now < $0.until ? $0 : nil } }
  }

  /// Whether an actor's keys may be fetched anew now; whoever asks does it.
  ///
  /// Anyone can send bad signatures in anyone's name: they must not become requests to its host.
  func mayRefetch(_ actor: String, at now: Date) -> Bool {
    fetches.withLock { fetches in
      if let last = fetches[actor], now.timeIntervalSince(last) < Self.pause { return false }
      if fetches.count >= Self.capacity { fetches.removeAll(keepingCapacity: true) }
      fetches[actor] = now
      return true
    }
  }

  /// Whether the owner of a key that is not known here was asked for in vain a moment ago.
  ///
  /// Keys of made-up names would otherwise each be a request to the host that they name.
  func hasFailed(_ candidate: String, at now: Date) -> Bool {
    failures.withLock { failures in
      failures[candidate].map { now.timeIntervalSince($0) < Self.pause } ?? false
    }
  }

  /// Notes that an address has no key as it was named.
  func noteFailure(_ candidate: String, at now: Date) {
    failures.withLock { failures in
      if failures.count >= Self.capacity { failures.removeAll(keepingCapacity: true) }
      failures[candidate] = now
    }
  }

  func remember(_ entry: Entry, for keyID: KeyID) {
    entries.withLock { entries in
      if entries.count >= Self.capacity { entries.removeAll(keepingCapacity: true) }
      entries[keyID] = entry
    }
  }

  /// Forgets an actor whose keys or standing have changed.
  package func forget(_ actor: ActorID) {
    entries.withLock { entries in entries = entries.filter { $0.value.actor.id != actor } }
  }

  /// Forgets everybody, after a change of many.
  package func removeAll() {
    entries.withLock { $0.removeAll() }
  }
}
