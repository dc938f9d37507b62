import Foundation
import Synchronization

/// Makes numbers that grow with time: 47 bits of milliseconds since 1970, 16 random bits.
///
/// Two numbers of one source never are equal, and a later one is always larger, also when the
/// clock stands still or steps back.
package final class TimedNumberSource: Sendable {
  // A class, since all writers of a node share the last number given out.
  private let last = Mutex<Int64>(0)

  package init() {}

  /// The next number at a time.
  package func next(at now: Date, random: UInt16) -> Int64 {
    let candidate = now.milliseconds << 16 | Int64(random)
    return last.withLock { last in
      last = max(candidate, last + 1)
      return last
    }
  }

  /// Notes a number that was given before this source was made, so that what follows is larger;
  /// none that a clock has still to reach.
  package func skip(_ number: Int64, at now: Date) {
    let latest = now.milliseconds << 16 | Int64(UInt16.max)
    guard number <= latest else { return }
    last.withLock { $0 = max($0, number) }
  }

  /// The next number at a time, with randomness of the system.
  package func next(at now: Date) -> Int64 {
    next(at: now, random: UInt16.random(in: .min ... .max))
  }
}

extension Date {
  /// Milliseconds since 1970, the resolution in which the node stores time.
  ///
  /// Rounded to the nearest, so that a time that was read from the database is written as it was;
  /// and bounded, since other nodes say what time it is, too.
  package var milliseconds: Int64 {
    let value = (timeIntervalSince1970 * 1000).rounded()
    guard value > -Self.farthest else { return Int64(-Self.farthest) }
    return Int64(min(value, Self.farthest))
  }

  /// 47 bits: 4,459 years from 1970 either way.
  private static let farthest = 140_737_488_355_327.0

  /// The time some milliseconds after 1970.
  package init(milliseconds: Int64) {
    self.init(timeIntervalSince1970: Double(milliseconds) / 1000)
  }
}
