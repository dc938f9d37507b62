import Foundation
import GRDB
import Node
import StrictJSON
import TestSupport
import Testing

/// A limit on the size of files (setrlimit(2), `RLIMIT_FSIZE`) stands for the full disk: SQLite's
/// writes fail in the middle, as they do there, and every user may set it.
@Suite("A full disk", .serialized)
struct FullDiskTests {
  @Test("Reads go on, writes are refused, nothing is lost, and afterwards all is well")
  func fullDisk() async throws {
    let territory = try await Territory()
    let (node, other) = (territory.atelier, territory.jardins)
    try await restartIgnoringTheSignal(node)
    let sender = try NodeSender(other)
    let target = JSON.string("\(node.origin)/users/\(node.member)")
    var acknowledged = [try await node.post("le premier billet", "--audience", "public")]
    // The sender's key is known from now on.
    let first = try sender.post(sender.activity("Like", target, number: 1), to: node)
    #expect(try await node.exchange(first).status == 202)

    try await limitFiles(of: node, to: largestFile(of: node) + 32_768)
    let refusal = try await fill(node, &acknowledged)
    let second = sender.activity("Like", target, number: 2)
    let inbox = try await node.exchange(try sender.post(second, to: node, padding: 400_000))
    let read = try await node.get(
      acknowledged[0].dropping(node.origin),
      "Accept: application/activity+json"
    )
    let timeline = try await node.timeline()

    #expect(refusal.exitCode == 1)
    #expect(refusal.errors.contains(/full|cannot be written/), "\(refusal.errors)")
    #expect([503, 507].contains(inbox.status))
    #expect(inbox.fields["retry-after"] != nil)
    #expect(read.status == 200)
    #expect(timeline.contains("billet"))

    try await limitFiles(of: node, to: nil)
    acknowledged.append(try await node.post("de nouveau", "--audience", "public"))
    let again = try sender.post(second, to: node, padding: 400_000)
    #expect(try await node.exchange(again).status == 202)
    let kept = try await node.allEntries(of: node.member).map(\.uri)
    #expect(Set(acknowledged).isSubset(of: kept))
    #expect(Set(kept).count == kept.count)
    #expect(try await node.stop() == 0)
    #expect(try integrity(of: node) == ["ok"])
  }

  /// Posts until the node refuses.
  private func fill(_ node: NodeProcess, _ acknowledged: inout [String]) async throws -> AdminReply
  {
    for number in 0..<2_000 {
      let text = "billet \(number) " + String(repeating: "mot ", count: 200)
      let reply = try await node.ask(["post", "create", node.member, text])
      guard reply.exitCode == 0 else { return reply }
      acknowledged.append(reply.output.trimmingCharacters(in: .whitespacesAndNewlines))
    }
    throw NotInTime(description: "The limit on file sizes has no effect.")
  }

  /// The signal of a write beyond the limit would end the process; ignored, the write just fails.
  private func restartIgnoringTheSignal(_ node: NodeProcess) async throws {
    try await node.stop()
    let child = try ChildProcess(
      "/bin/sh",
      ["-c", "trap '' XFSZ; exec \"$0\" serve --home \"$1\"", Program.path(), node.home.path],
      settings: node.settings.withLock { $0 },
      errors: node.log
    )
    node.adopt(child)
    try await eventually("\(node.host) serves") {
      node.text(of: node.log).contains("The node serves.") && AdminClient(home: node.home) != nil
    }
  }

  private func largestFile(of node: NodeProcess) throws -> UInt64 {
    let files = ["", "-wal"].map { node.home.database + $0 }
    let sizes = try files.map { try FileManager.default.attributesOfItem(atPath: $0)[.size] }
    return sizes.compactMap { ($0 as? NSNumber)?.uint64Value }.max() ?? 0
  }

  /// Sets the limit of the running process; only the soft one, so that it can be lifted again.
  private func limitFiles(of node: NodeProcess, to size: UInt64?) async throws {
    let value = size.map { "\($0)" } ?? "unlimited"
    let child = try ChildProcess(
      "/usr/bin/prlimit",
      ["--pid", "\(node.process.id)", "--fsize=\(value):"],
      errors: node.scratch.file("prlimit")
    )
    let exitCode = try await child.end()
    try #require(exitCode == 0, "\(node.text(of: node.scratch.file("prlimit")))")
  }

  private func integrity(of node: NodeProcess) throws -> [String] {
    let queue = try DatabaseQueue(path: node.home.database)
    return try queue.read { try String.fetchAll($0, sql: "PRAGMA integrity_check") }
  }
}
