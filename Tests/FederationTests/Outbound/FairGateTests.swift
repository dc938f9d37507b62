import Testing

@testable import Federation

/// Bounded concurrency with a fair queue.
@Suite("Fair gate", .timeLimit(.minutes(2)))
struct FairGateTests {
  @Test("No more than the limit are inside at a time, per key")
  func limit() async throws {
    let gate = FairGate<String>(limit: 3)
    let counts = Shared((now: 0, most: 0))
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<40 {
        group.addTask {
          try await gate.withPass(for: "a") { () async throws(OutboundFailure) in
            counts.change {
              $0.now += 1
              $0.most = max($0.most, $0.now)
            }
            try? await Task.sleep(for: .milliseconds(2))
            counts.change { $0.now -= 1 }
          }
        }
      }
      try await group.waitForAll()
    }

    #expect(counts.value.most == 3)
  }

  @Test("Those who wait are let in by turns, and another key does not wait")
  func order() async throws {
    let gate = FairGate<String>(limit: 1)
    let order = Shared<[Int]>([])
    try await gate.withPass(for: "a") { () async throws(OutboundFailure) in
      let tasks = await (0..<5).asyncMap { number in
        let task = Task {
          try await gate.withPass(for: "a") { () async throws(OutboundFailure) in
            order.change { $0.append(number) }
          }
        }
        try? await Task.sleep(for: .milliseconds(20))
        return task
      }
      try await gate.withPass(for: "b") { () async throws(OutboundFailure) in }
      #expect(order.value.isEmpty)
      Task { for task in tasks { try await task.value } }
    }
    while order.value.count < 5 { try await Task.sleep(for: .milliseconds(5)) }

    #expect(order.value == [0, 1, 2, 3, 4])
  }

  @Test("One who gives up leaves the queue and takes no place")
  func givingUp() async throws {
    let gate = FairGate<String>(limit: 1)
    try await gate.withPass(for: "a") { () async throws(OutboundFailure) in
      let task = Task { try await gate.withPass(for: "a") { () async throws(OutboundFailure) in } }
      try? await Task.sleep(for: .milliseconds(20))
      task.cancel()
      await #expect(throws: OutboundFailure.cancelled) { try await task.value }
    }

    #expect(try await gate.withPass(for: "a") { () async throws(OutboundFailure) in 2 } == 2)
  }

  @Test("The queue itself is bounded")
  func bound() async throws {
    let gate = FairGate<String>(limit: 1, maximumWaiting: 0)
    try await gate.withPass(for: "a") { () async throws(OutboundFailure) in
      _ = await #expect(throws: OutboundFailure.budgetExhausted(scope: "too many waiting")) {
        try await gate.withPass(for: "a") { () async throws(OutboundFailure) in }
      }
    }
  }
}

extension Sequence {
  fileprivate func asyncMap<Value>(_ transform: (Element) async -> Value) async -> [Value] {
    var values: [Value] = []
    for element in self { values.append(await transform(element)) }
    return values
  }
}
