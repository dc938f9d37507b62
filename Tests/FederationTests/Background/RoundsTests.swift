import TestSupport
import Testing

@testable import Federation

/// Workers go round until the node stops, whatever becomes of one round.
@Suite("Rounds of workers")
struct RoundsTests {
  private struct Failure: Error {}

  @Test("A round that fails is logged and the next one comes; what ends the node is no failure")
  func failing() async {
    let log = CapturedLog()
    let (rounds, rests) = (Mutable(0), Mutable(0))

    let (third, reached) = AsyncStream.makeStream(of: Void.self)
    await withTaskGroup(of: Void.self) { group in
      group.addTask {
        await Rounds(log.logger, failing: "It cannot be done.").run {
          rounds.value += 1
          guard rounds.value < 3 else {
            reached.yield()
            return try await Task.sleep(for: .seconds(3_600))
          }
          throw Failure()
        } rest: {
          rests.value += 1
        }
      }
      for await _ in third { break }
      group.cancelAll()
    }

    #expect(rounds.value == 3)
    #expect(rests.value == 3)
    #expect(log.messages == ["It cannot be done.", "It cannot be done."])
  }

  @Test("A rest ends when the node stops")
  func stopping() async {
    let task = Task {
      await Rounds(CapturedLog().logger, failing: "").run(every: .seconds(3_600)) {}
    }

    task.cancel()

    await task.value
  }
}
