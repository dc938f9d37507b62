import Foundation
import Model
import Synchronization

/// Buckets that each hold a minute's worth of requests and fill again steadily.
///
/// Their number is bounded: when there are too many, newcomers share one (threat 19).
final class RateLimiter: Sendable {
  // A class, since all requests share the buckets.

  /// Whom a bucket is for.
  enum Key: Hashable {
    case address(IPAddress)
    case token([UInt8])
    /// A member or a token, by its number.
    case row(Int64)
    case unknown
    /// Everyone who came when there was no room.
    case newcomers

    /// An IPv6 client has a whole /64 to choose its address from, so that is what counts.
    static func address(of address: IPAddress?) -> Key {
      switch address?.unmapped {
      case .v4(let bits): .address(.v4(bits))
      case .v6(let bits): .address(IPAddress.v6(bits).prefix(64))
      case nil: .unknown
      }
    }
  }

  private struct Bucket {
    var left: Double
    var filledAt: Date
  }

  private struct State {
    var buckets: [Key: Bucket] = [:]
    var sweptAt = Date.distantPast
  }

  private let limit: @Sendable () -> Int
  private let period: TimeInterval
  private let maximumBuckets: Int
  private let state = Mutex(State())

  convenience init(perMinute: Int, maximumBuckets: Int = 16_384) {
    self.init(perMinute, every: 60, maximumBuckets: maximumBuckets)
  }

  /// A bucket that fills once in a period, in seconds.
  convenience init(_ capacity: Int, every period: TimeInterval, maximumBuckets: Int = 16_384) {
    self.init(every: period, maximumBuckets: maximumBuckets) { capacity }
  }

  /// A bucket whose size is asked for each time, since a reload can change it.
  init(
    every period: TimeInterval,
    maximumBuckets: Int = 16_384,
    holding limit: @escaping @Sendable () -> Int
  ) {
    self.limit = limit
    self.period = period
    self.maximumBuckets = maximumBuckets
  }

  private var capacity: Double { Double(max(limit(), 1)) }

  /// How a bucket stands after a request was taken out of it, or could not be.
  struct Standing: Sendable {
    let limit: Int
    let remaining: Int
    let isExceeded: Bool
    /// Until there is room again; or, while there is, until the bucket is full.
    let seconds: Int
  }

  /// Takes one request out of a bucket, if there is one in it.
  func standing(_ key: Key, at now: Date) -> Standing {
    let capacity = capacity
    let left = state.withLock { state -> Double in
      let key = admitted(key, at: now, capacity, &state)
      var bucket = filled(state.buckets[key], at: now, capacity)
      let left = bucket.left - 1
      if left >= 0 { bucket.left = left }
      state.buckets[key] = bucket
      return left
    }
    let missing = left < 0 ? -left : capacity - left
    return Standing(
      limit: Int(capacity),
      remaining: max(0, Int(left)),
      isExceeded: left < 0,
      seconds: max(1, Int((missing * period / capacity).rounded(.up)))
    )
  }

  /// Takes one request out of a bucket.
  ///
  /// - Throws: `Refusal.rateLimited` when it is empty, with the time until it is not.
  func take(_ key: Key, at now: Date) throws(Refusal) {
    let standing = standing(key, at: now)
    guard !standing.isExceeded else { throw .rateLimited(seconds: standing.seconds) }
  }

  var count: Int { state.withLock { $0.buckets.count } }

  private func filled(_ bucket: Bucket?, at now: Date, _ capacity: Double) -> Bucket {
    guard var bucket else { return Bucket(left: capacity, filledAt: now) }
    // A clock that steps back fills nothing.
    let seconds = max(0, now.timeIntervalSince(bucket.filledAt))
    bucket.left = min(capacity, bucket.left + seconds * capacity / period)
    bucket.filledAt = now
    return bucket
  }

  private func admitted(
    _ key: Key,
    at now: Date,
    _ capacity: Double,
    _ state: inout State
  ) -> Key {
    guard state.buckets[key] == nil, state.buckets.count >= maximumBuckets else { return key }
    // A sweep looks at every bucket: not for each of a flood of newcomers.
    if abs(now.timeIntervalSince(state.sweptAt)) >= 1 {
      state.sweptAt = now
      state.buckets = state.buckets.filter { filled($0.value, at: now, capacity).left < capacity }
    }
    return state.buckets.count < maximumBuckets ? key : .newcomers
  }
}
