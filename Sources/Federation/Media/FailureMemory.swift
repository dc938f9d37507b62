import Foundation
import Synchronization

/// Remembers for a while what could not be had, up to a number of things.
final class FailureMemory: Sendable {
  // A class, since all who fetch share it.
  private static let most = 4_096
  private let ends = Mutex<[String: Date]>([:])

  func has(_ key: String, at now: Date) -> Bool {
    ends.withLock { ends in
      guard let end = ends[key] else { return false }
      return now < end
    }
  }

  /// A memory that is full forgets all: strangers can make it ask again, but not grow.
  func note(_ key: String, until end: Date) {
    ends.withLock { ends in
      if ends.count >= Self.most { ends = [:] }
      ends[key] = end
    }
  }
}
