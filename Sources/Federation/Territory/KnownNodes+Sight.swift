import Foundation
import Model

/// What was seen of hosts lately, so that they are not asked all the time.
extension KnownNodes {
  func sight(of record: Digest, at now: Date) -> OriginSight? {
    sights.withLock { sights in
      guard let seen = sights[record], now < seen.until else { return nil }
      return seen.sight
    }
  }

  func note(_ sight: OriginSight, of record: Digest, at now: Date) {
    sights.withLock { sights in
      if sights.count >= 10_000 { sights = sights.filter { now < $0.value.until } }
      sights[record] = (sight, now + sight.lifetime)
    }
  }
}
