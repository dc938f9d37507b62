import Foundation
import Model
import Node
import Storage

/// Activities accepted and durable through TLS, and until they are in timelines.
struct InboxMeasure {
  let program: URL
  let place: URL
  let kind: SenderKind
  let limits: Limits

  private static let seconds = 5
  private static let port = 18492
  private static let authority = "bench.test:18492"

  func run(_ table: inout ResultTable) async throws {
    let home = try await BenchmarkHome(
      place: place,
      name: "inbox-\(kind.rawValue)",
      port: Self.port
    ).make()
    let sender = try kind.sender(host: "writer.test")
    try await home.addFollowers(of: sender, count: 3)
    let load = try await load(sender)
    let (server, readyAfter) = try await home.serve(program)
    defer { server.stop() }
    if kind == .rsa {
      try await Task.sleep(for: .seconds(1))
      table.add("start until ready", readyAfter * 1000, "ms (goal: under 300)")
      table.add("memory, idle", server.memory(), "MB (goal: under 50)")
    }
    let before = server.processor
    let start = ContinuousClock.now
    let result = try load.run(seconds: Self.seconds)
    let accepted = server.processor - before
    let waiting = try await home.waiting()
    try await home.waitUntilProcessed()
    let elapsed = (ContinuousClock.now - start) / .seconds(1)
    let whole = server.processor - before
    let kept = try await home.countKept()
    report(
      result,
      accepted: accepted,
      waiting: waiting,
      whole: whole,
      elapsed: elapsed,
      kept: kept,
      server,
      &table
    )
  }

  /// More requests than can be taken in the time, so that none is sent twice.
  private func load(_ sender: Sender) async throws -> Load {
    let count = 12_000 * Self.seconds
    let chunks = try await withThrowingTaskGroup(of: [[UInt8]].self) { group in
      for half in 0..<2 {
        group.addTask {
          try stride(from: half, to: count, by: 2).map {
            try sender.request($0, to: Self.authority)
          }
        }
      }
      return try await group.reduce(into: []) { $0 += $1 }
    }
    return try Load(port: Self.port, requests: chunks, in: place)
  }

  private func report(
    _ result: Load.Result,
    accepted: Double,
    waiting: Int,
    whole: Double,
    elapsed: Double,
    kept: Int,
    _ server: ChildProcess,
    _ table: inout ResultTable
  ) {
    let name = kind.rawValue
    let count = Double(result.requests)
    table.add(
      "\(name): accepted and durable, 32 connections",
      result.perSecond,
      "/s" + (result.isClean ? "" : " (NOT ALL ACCEPTED)")
    )
    table.add("\(name): kept in the inbox", "\(kept) of \(result.requests)")
    table.add(
      "\(name): processor, accepting and processing meanwhile",
      accepted / count * 1000,
      "s/1000"
    )
    table.add("\(name): waiting at the end of the load", "\(waiting)")
    table.add("\(name): until in the timelines", Double(kept) / elapsed, "/s")
    table.add("\(name): processor, all in all", whole / Double(kept) * 1000, "s/1000")
    table.add("memory under load, \(name), peak", server.memory(peak: true), "MB", bound: 150)
    // What was processed during the load is taken off by its own cost, measured after the load.
    let during = max(0, count - Double(waiting))
    let processing = waiting > 500 ? (whole - accepted) / Double(waiting) : 0
    let accepting = (accepted - during * processing) / count
    reportRatios(
      of: result,
      accepting: accepting,
      processedRate: Double(kept) / elapsed,
      &table
    )
  }

  private func reportRatios(
    of result: Load.Result,
    accepting: Double,
    processedRate: Double,
    _ table: inout ResultTable
  ) {
    let name = kind.rawValue
    guard let verification = limits.verification[kind] else { return }
    let parts =
      limits.emptyRequest.processor + verification.processor + limits.decode.processor
      + limits.groupedInsert.processor
    table.add("\(name): processor of accepting alone", accepting * 1e6, "µs each")
    table.add("\(name): sum of the parts", parts * 1e6, "µs each")
    table.add(
      "\(name): accepting ÷ parts",
      ratio: accepting / parts,
      goal: "≤ 1.5",
      isMet: accepting / parts <= 1.5
    )
    let rate = processedRate / result.perSecond
    table.add("\(name): processed ÷ accepted", ratio: rate, goal: "≥ 0.5", isMet: rate >= 0.5)
    let share = result.perSecond / limits.emptyRequest.perSecond
    table.add(
      "\(name): accepted ÷ empty TLS handler",
      ratio: share,
      goal: "≥ 0.15",
      isMet: share >= 0.15
    )
  }
}
