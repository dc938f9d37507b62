import Foundation
import Testing

@testable import Model

@Suite("Timed numbers")
struct TimedNumberTests {
  @Test("carry the time and the randomness")
  func parts() {
    let number = TimedNumberSource().next(at: Date(milliseconds: 1_795_000_000_123), random: 0xBEEF)

    #expect(number >> 16 == 1_795_000_000_123)
    #expect(number & 0xFFFF == 0xBEEF)
  }

  @Test("grow when the clock stands still or steps back")
  func monotonic() {
    let source = TimedNumberSource()
    let times: [Int64] = [1000, 1000, 999, 1, 0, -5, 1001, 500, 2000]

    let numbers = times.map { source.next(at: Date(milliseconds: $0), random: 7) }

    #expect(zip(numbers, numbers.dropFirst()).allSatisfy { $0 < $1 })
    #expect(numbers.last == Int64(2000 << 16 | 7))
  }

  @Test("are larger than one that was given before, unless the clock has still to reach that")
  func skipping() {
    let (source, now) = (TimedNumberSource(), Date(milliseconds: 1000))
    let earlier = Int64(1000 << 16 | 0xFFFE)

    source.skip(earlier, at: now)
    source.skip(Int64.max, at: now)

    #expect(source.next(at: now, random: 7) == earlier + 1)
  }

  @Test("never are equal when many ask at once")
  func concurrent() async {
    let source = TimedNumberSource()

    let numbers = await withTaskGroup(of: [Int64].self) { group in
      for task in 0..<8 {
        group.addTask {
          (0..<1000).map { source.next(at: Date(milliseconds: Int64(5000 + ($0 + task) % 3))) }
        }
      }
      return await group.reduce(into: []) { $0.append($1) }
    }

    #expect(Set(numbers.joined()).count == 8000)
    #expect(numbers.allSatisfy { zip($0, $0.dropFirst()).allSatisfy { $0 < $1 } })
  }

  @Test("a time that was stored is read and stored again as it was")
  func roundTrip() {
    for milliseconds in stride(from: Int64(1_794_999_999_000), to: 1_795_000_001_000, by: 1) {
      #expect(Date(milliseconds: milliseconds).milliseconds == milliseconds)
    }
    for milliseconds in [Int64(0), 1, -1, -1_000_001, 4_102_444_800_001] {
      #expect(Date(milliseconds: milliseconds).milliseconds == milliseconds)
    }
  }

  @Test(
    "an absurd time is bounded, and no reason to fall over",
    arguments: [
      1e300, -1e300, .infinity, -.infinity, .nan, Date.distantFuture.timeIntervalSince1970,
      Date.distantPast.timeIntervalSince1970,
    ] as [Double]
  )
  func absurd(seconds: Double) {
    let source = TimedNumberSource()
    let date = Date(timeIntervalSince1970: seconds)

    let number = source.next(at: date, random: 0)

    #expect(number > 0)
    #expect(abs(date.milliseconds) < 1 << 47)
  }
}
