import Foundation
import Testing

@Suite("Commands while the node runs and while it does not", .serialized)
struct LiveEffectTests {
  @Test(
    "A suspended host is neither heard nor sent to",
    arguments: [true, false]
  )
  func policy(isServing: Bool) async throws {
    let territory = try await Territory()
    let (atelier, jardins) = (territory.atelier, territory.jardins)
    let sender = try NodeSender(jardins)
    try await territory.follow(jardins, atelier)
    let follow = sender.activity(
      "Follow",
      .string("\(atelier.origin)/users/camille"),
      number: 1
    )
    #expect(try await atelier.exchange(try sender.post(follow, to: atelier)).status == 202)
    try await territory.settle()

    try await run(
      ["policy", "add", jardins.authority, "suspend", "--reason", "spam"],
      on: atelier,
      isServing
    )
    let refused = try await atelier.exchange(
      try sender.post(sender.activity("Undo", follow, number: 2), to: atelier)
    )
    _ = try await atelier.post("après la suspension", "--audience", "public")
    try await territory.settle()

    #expect([401, 403].contains(refused.status))
    #expect(try await !jardins.timeline().contains("après la suspension"))

    try await run(["policy", "remove", jardins.authority], on: atelier, isServing)
    _ = try await atelier.post("après la reprise", "--audience", "public")
    try await territory.settle()
    #expect(try await jardins.timeline().contains("après la reprise"))
  }

  @Test("A paused queue holds what is due, and resumed it delivers", arguments: [true, false])
  func queue(isServing: Bool) async throws {
    let territory = try await Territory()
    let (atelier, jardins) = (territory.atelier, territory.jardins)
    try await territory.follow(jardins, atelier)
    try await territory.follow(territory.mairie, atelier)

    try await run(["queue", "pause", "--peer", jardins.authority], on: atelier, isServing)
    _ = try await atelier.post("en attente", "--audience", "public")
    try await eventually("the other node has it") {
      try await territory.mairie.timeline().contains("en attente")
    }
    #expect(try await atelier.waiting() == 1)
    #expect(try await !jardins.timeline().contains("en attente"))

    try await run(["queue", "resume", "--peer", jardins.authority], on: atelier, isServing)
    try await territory.settle()
    #expect(try await jardins.timeline().contains("en attente"))
  }

  @Test("A suspended member posts no more, and restored it does again", arguments: [true, false])
  func member(isServing: Bool) async throws {
    let node = try await NodeProcess.make("members.test")
    try await node.start()
    let url = try await node.post("avant", "--audience", "public")
    let path = url.dropping(node.origin)
    #expect(try await node.get(path).status == 200)

    try await run(["member", "suspend", "alice"], on: node, isServing)
    let refused = try await node.ask(["post", "create", "alice", "pendant"])
    #expect(refused.exitCode != 0)
    #expect(try await node.get(path).status == 404)

    try await run(["member", "restore", "alice"], on: node, isServing)
    let again = try await node.ask(["post", "create", "alice", "après"])
    #expect(again.exitCode == 0, "\(again.errors)")
    #expect(try await node.get(path).status == 200)
  }

  /// Gives a command by the program: to the running node, or between a stop and a start.
  private func run(_ arguments: [String], on node: NodeProcess, _ isServing: Bool) async throws {
    if !isServing { try await node.stop() }
    try await node.succeed(arguments)
    if !isServing { try await node.start() }
  }
}
