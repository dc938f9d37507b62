import Testing

@testable import Federation

/// Whoever hangs takes nobody's place (threats 16, 36).
@Suite("Lanes that run")
struct LaneSetTests {
  private let start = ContinuousClock.now

  @Test("No more than the limit run at a time, and each once")
  func limit() {
    let lanes = LaneSet<Int>()
    #expect(lanes.insert(1, atMost: 2, at: start))
    #expect(!lanes.insert(1, atMost: 2, at: start))
    #expect(lanes.insert(2, atMost: 2, at: start))
    #expect(!lanes.insert(3, atMost: 2, at: start))
    lanes.remove(1)
    #expect(lanes.insert(3, atMost: 2, at: start))
  }

  @Test("One that only waits makes room, one that gets on does not, and all of them are bounded")
  func waiting() {
    let lanes = LaneSet<Int>()
    let later = start + LaneSet<Int>.patience
    #expect(lanes.insert(1, atMost: 2, at: start))
    #expect(lanes.insert(2, atMost: 2, at: start))
    lanes.step(2, at: start + .milliseconds(10))
    #expect(lanes.insert(3, atMost: 2, at: later))
    #expect(!lanes.insert(4, atMost: 2, at: later))
    let end = later + .seconds(60)
    for lane in 4...8 { #expect(lanes.insert(lane, atMost: 2, at: end + .seconds(lane))) }
    #expect(!lanes.insert(9, atMost: 2, at: end + .seconds(60)))
    #expect(lanes.rotated([1, 9, 10]) == [9, 10])
  }

  @Test(
    "When all places are taken, the worker looks again as soon as one that only waits gives up its own"
  )
  func rest() {
    let lanes = LaneSet<Int>()
    #expect(lanes.rest(atMost: 2, at: start) == .seconds(1))
    _ = lanes.insert(1, atMost: 2, at: start)
    #expect(lanes.rest(atMost: 2, at: start) == .seconds(1))
    _ = lanes.insert(2, atMost: 2, at: start + .milliseconds(100))
    #expect(lanes.rest(atMost: 2, at: start + .milliseconds(400)) == .milliseconds(600))
    lanes.step(1, at: start + .milliseconds(400))
    #expect(lanes.rest(atMost: 2, at: start + .milliseconds(400)) == .milliseconds(700))
    // Nobody waits for a place: then it is as long as ever.
    #expect(lanes.rest(atMost: 2, at: start + .seconds(60)) == .seconds(1))
  }

  @Test("A step of one that has ended starts nothing")
  func stepOfNone() {
    let lanes = LaneSet<Int>()
    lanes.step(1, at: start)
    #expect(lanes.rotated([1]) == [1])
  }
}
