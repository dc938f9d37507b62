import Foundation
import Node
import StrictJSON
import Testing

@Suite("A read-only file system", .serialized)
struct ReadOnlyDiskTests {
  @Test("Reads go on, it is said what is wrong, and all is well once it can be written again")
  func readOnly() async throws {
    let territory = try await Territory()
    let (node, other) = (territory.atelier, territory.jardins)
    let fault = try await FileSystemFault(in: node.scratch)
    try await node.stop()
    try await node.start(fault.environment)
    let sender = try NodeSender(other)
    let target = JSON.string("\(node.origin)/users/\(node.member)")
    let post = try await node.post("avant", "--audience", "public")
    let first = try sender.post(sender.activity("Like", target, number: 1), to: node)
    #expect(try await node.exchange(first).status == 202)

    try fault.begin()
    let refusal = try await node.ask(["post", "create", node.member, "pendant"])
    let second = try sender.post(sender.activity("Like", target, number: 2), to: node)
    let inbox = try await node.exchange(second)
    let read = try await node.get(
      post.dropping(node.origin),
      "Accept: application/activity+json"
    )
    let timeline = try await node.timeline()
    let status = try await node.command("status")
    let doctor = try await node.ask(["doctor", "inside"])
    let metrics = try await node.get("/metrics")

    #expect(refusal.exitCode == 1)
    #expect(refusal.errors.contains("cannot be written"), "\(refusal.errors)")
    #expect(inbox.status == 503)
    #expect(inbox.fields["retry-after"] != nil)
    #expect(read.status == 200)
    #expect(timeline.contains("avant"))
    #expect(status.contains("cannot be written"))
    #expect(doctor.exitCode != 0 && doctor.output.contains("how it is mounted"))
    #expect(metrics.body.contains("maillage_database_writable 0"))

    try fault.end()
    _ = try await node.post("après", "--audience", "public")
    let again = try sender.post(sender.activity("Like", target, number: 2), to: node)
    #expect(try await node.exchange(again).status == 202)
    #expect(try await !node.command("status").contains("cannot be written"))
    #expect(try await node.get("/metrics").body.contains("maillage_database_writable 1"))
    let kept = try await node.timeline()
    #expect(kept.contains("avant") && kept.contains("après") && !kept.contains("pendant"))
    #expect(try await node.stop() == 0)
  }

  @Test("A node whose home cannot be written to says so at its start")
  func start() async throws {
    let node = try await NodeProcess.make("shut.test")
    let fault = try await FileSystemFault(in: node.scratch)
    try fault.begin()

    let result = try await node.run(["serve"], environment: fault.environment)

    #expect(result.exitCode == 1)
    #expect(result.errors.contains(/[Rr]ead-only|cannot be (opened|written)/), "\(result.errors)")
    try fault.end()
    try await node.start()
  }
}
