import Foundation
import Node
import StrictJSON
import Synchronization
import Testing

@Suite("Endurance", .serialized)
struct EnduranceTests {
  @Test("What was acknowledged is in every timeline exactly once, whoever is killed meanwhile")
  func survivesKills() async throws {
    let territory = try await Territory(["MAILLAGE_LIMITS_INBOX_PER_MINUTE": "1000000"])
    let (sender, receiver, third) = (territory.atelier, territory.jardins, territory.mairie)
    try await receiver.command("member", "add", "basile")
    try await territory.follow(receiver, sender)
    try await territory.follow(receiver, as: "basile", sender)
    try await territory.follow(third, sender)
    let author = Author(node: sender)

    let writing = Task { await author.write() }
    // Whatever happens, the author stops.
    defer { writing.cancel() }
    for victim in [receiver, sender, receiver, sender, receiver] {
      try await author.acknowledges(12)
      try await victim.kill()
      if victim === receiver { try await author.acknowledges(6) }
      try await victim.start()
    }
    try await author.acknowledges(12)
    writing.cancel()
    await writing.value
    try await territory.settle(within: .seconds(60))

    let acknowledged = author.acknowledged
    #expect(acknowledged.count >= 60)
    for (node, name) in [(receiver, "awa"), (receiver, "basile"), (third, "louis")] {
      let entries = try await node.allEntries(of: name)
      let counts = Dictionary(grouping: entries, by: \.uri).mapValues(\.count)
      let texts = Dictionary(grouping: entries, by: \.text).mapValues(\.count)
      let missing = acknowledged.filter { counts[$0] != 1 }
      #expect(missing.isEmpty, "\(name) lacks or repeats \(missing)")
      // What was under way when a node died may be there, but only once.
      #expect(texts.values.allSatisfy { $0 == 1 })
      #expect(entries.count <= author.attempts)
    }
  }
}

/// Posts one after the other, and remembers what the node acknowledged.
private final class Author: Sendable {
  private struct State {
    var attempts = 0
    var acknowledged: [String] = []
  }

  private let node: NodeProcess
  private let state = Mutex(State())

  init(node: NodeProcess) { self.node = node }

  var attempts: Int { state.withLock(\.attempts) }
  var acknowledged: [String] { state.withLock(\.acknowledged) }

  func write() async {
    while !Task.isCancelled {
      let number = state.withLock { state in
        state.attempts += 1
        return state.attempts
      }
      if let url = try? await node.post("Billet n°\(number).", "--audience", "public") {
        state.withLock { $0.acknowledged.append(url) }
      }
      try? await Task.sleep(for: .milliseconds(20))
    }
  }

  /// Waits until so many more are acknowledged.
  func acknowledges(_ count: Int) async throws {
    let goal = acknowledged.count + count
    try await eventually("\(count) more posts are acknowledged") { acknowledged.count >= goal }
  }
}

extension NodeProcess {
  /// A line of a timeline.
  struct Entry: Sendable {
    let uri: String
    let text: String
  }

  /// A member's whole timeline.
  func allEntries(of name: String) async throws -> [Entry] {
    var entries: [Entry] = []
    var before: [String] = []
    while true {
      let reply = try await ask(["timeline", name, "--limit", "200", "--json"] + before)
      try #require(reply.exitCode == 0, "\(reply.errors)")
      let page = try #require(try JSON.parse(Array(reply.output.utf8)).array)
      for entry in page {
        let post = try #require(entry["post"])
        entries.append(
          Entry(
            uri: try #require(post["uri"]?.string),
            text: try #require(post["text"]?.string)
          )
        )
      }
      guard let last = page.last?["id"]?.string else { return entries }
      before = ["--before", last]
    }
  }
}
