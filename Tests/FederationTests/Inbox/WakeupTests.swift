import Federation
import Testing

@Suite struct WakeupTests {
  @Test func aSleeperSleepsAlsoAfterItOnceSleptOut() async {
    let wakeup = Wakeup()
    await wakeup.wait(atMost: .milliseconds(5))

    let start = ContinuousClock.now
    await wakeup.wait(atMost: .milliseconds(100))

    #expect(ContinuousClock.now - start >= .milliseconds(100))
  }

  @Test func aCallBeforeTheSleepIsHeard() async {
    let wakeup = Wakeup()
    wakeup.call()

    await wakeup.wait(atMost: .seconds(86_400))
  }

  @Test func aCallDuringTheSleepEndsIt() async {
    let wakeup = Wakeup()
    let sleeper = Task { await wakeup.wait(atMost: .seconds(86_400)) }
    try? await Task.sleep(for: .milliseconds(20))

    wakeup.call()
    await sleeper.value
  }

  @Test func cancellingEndsTheSleep() async {
    let wakeup = Wakeup()
    let sleeper = Task { await wakeup.wait(atMost: .seconds(86_400)) }

    sleeper.cancel()
    await sleeper.value
  }
}
