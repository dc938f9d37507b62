import Foundation
import Node
import Testing

@Suite("A clock that is set while a node runs", .serialized)
struct ClockFaultTests {
  private static let day = 86_400

  @Test("A day ahead and back: reads and posts go on, it is said, and the doubt ends by itself")
  func ahead() async throws {
    let node = try await NodeProcess.make("clock.test")
    let fault = try await ClockFault(in: node.scratch)
    try await node.start(fault.environment)
    let before = try await node.post("avant", "--audience", "public")

    try fault.set(ahead: Self.day)
    try await eventually("the doubt is told") {
      try await node.command("status", "--json").contains("clockDoubt")
    }
    let doctor = try await node.ask(["doctor", "inside"])
    let read = try await node.get(before.dropping(node.origin), "Accept: application/activity+json")
    _ = try await node.post("pendant", "--audience", "public")

    #expect(doctor.output.contains("clock"), "\(doctor.output)")
    #expect(read.status == 200)
    #expect(try await node.get("/metrics").body.contains("direction=\"forward\"} 1"))
    try fault.set(ahead: 0)
    try await eventually("the doubt is over") {
      try await !node.command("status", "--json").contains("clockDoubt")
    }
    _ = try await node.post("après", "--audience", "public")
    let timeline = try await node.timeline()
    for text in ["avant", "pendant", "après"] { #expect(timeline.contains(text)) }
    #expect(try await node.stop() == 0)
  }

  @Test("A day back and forth again: nothing stops, and it is said")
  func behind() async throws {
    let node = try await NodeProcess.make("clock.test")
    let fault = try await ClockFault(in: node.scratch)
    try await node.start(fault.environment)
    let before = try await node.post("avant", "--audience", "public")

    try fault.set(ahead: -Self.day)
    try await eventually("the step is told") {
      try await node.command("status", "--json").contains("clockJump")
    }
    let read = try await node.get(before.dropping(node.origin), "Accept: application/activity+json")
    _ = try await node.post("pendant", "--audience", "public")

    #expect(read.status == 200)
    #expect(try await !node.command("status", "--json").contains("clockDoubt"))
    try fault.set(ahead: 0)
    try await eventually("the step forward is told") {
      try await node.get("/metrics").body.contains("direction=\"forward\"} 1")
    }
    // Nobody can tell that this was right but who set it.
    try await node.command("clock", "confirm")
    #expect(try await !node.command("status", "--json").contains("clockDoubt"))
    #expect(try await node.timeline().contains("pendant"))
    #expect(try await node.stop() == 0)
  }
}
