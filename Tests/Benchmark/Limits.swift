import ActivityStreams
import Foundation
import Model
import Signatures
import Storage
import StrictJSON

/// What this machine can do at best, with the very packages that a node is made of.
struct Limits {
  /// One limit: how often a second, and processor seconds for each.
  struct Limit {
    var perSecond: Double
    var processor: Double

    init(_ usage: Usage, count: Int) {
      perSecond = Double(count) / usage.seconds
      processor = usage.processor / Double(count)
    }
  }

  var verification: [SenderKind: Limit]
  var decode: Limit
  var durableTransaction: Limit
  var groupedInsert: Limit
  var emptyRequest: Limit

  static func measure(in place: URL) async throws -> Limits {
    var verification: [SenderKind: Limit] = [:]
    for kind in SenderKind.allCases { verification[kind] = try await Self.verification(kind) }
    return Limits(
      verification: verification,
      decode: try await decode(),
      durableTransaction: try await durableTransaction(in: place),
      groupedInsert: try await groupedInsert(in: place),
      emptyRequest: try await emptyRequest(in: place)
    )
  }

  func write(to table: inout ResultTable) {
    for kind in SenderKind.allCases {
      guard let limit = verification[kind] else { continue }
      table.add("limit: \(kind.rawValue) verifications, one core", limit.perSecond, "/s")
    }
    table.add("limit: JSON decodes of the activity, one core", decode.perSecond, "/s")
    table.add(
      "limit: durable SQLite transactions, one row each",
      durableTransaction.perSecond,
      "/s"
    )
    table.add("limit: durable inserts, grouped by 32", groupedInsert.perSecond, "/s")
    table.add(
      "limit: TLS requests of an empty handler, 32 connections",
      emptyRequest.perSecond,
      "/s"
    )
    table.add("limit: its processor time", emptyRequest.processor * 1e6, "µs/request")
  }

  // MARK: Each

  static func verification(_ kind: SenderKind) async throws -> Limit {
    let sender = try kind.sender(host: "limit.test")
    let message =
      Array("the signature base of a request, some hundred bytes long".utf8)
      + Array(repeating: 65, count: 200)
    let signature = try sender.signer.key.sign(message)
    let key = sender.signer.key.verificationKey
    let count = 8000
    let usage = await Usage.of {
      for _ in 0..<count { precondition(key.isValid(signature, for: message)) }
    }
    return Limit(usage, count: count)
  }

  private static func decode() async throws -> Limit {
    let body = try SenderKind.rsa.sender(host: "limit.test").activity(1)
    let count = 10_000
    let usage = try await Usage.of {
      for _ in 0..<count { _ = try AS.Activity(json: JSON.parse(body)) }
    }
    return Limit(usage, count: count)
  }

  private static func durableTransaction(in place: URL) async throws -> Limit {
    let database = try NodeDatabase(path: place.appendingPathComponent("single.sqlite").path)
    let count = 1000
    let usage = try await Usage.of {
      for number in 0..<count {
        try await database.write { try $0.state.set("row-\(number)", to: "value") }
      }
    }
    try await database.close()
    return Limit(usage, count: count)
  }

  private static func groupedInsert(in place: URL) async throws -> Limit {
    let database = try NodeDatabase(path: place.appendingPathComponent("group.sqlite").path)
    let sender = try SenderKind.rsa.sender(host: "limit.test")
    let id = try await sender.save(in: database)
    let bodies = try (0..<8192).map { try sender.activity($0) }
    let now = SystemClockForBenchmark.now()
    let usage = try await Usage.of {
      try await withThrowingTaskGroup(of: Void.self) { group in
        for lane in 0..<32 {
          group.addTask {
            for number in stride(from: lane, to: bodies.count, by: 32) {
              let proof = try OriginProof(
                of: "https://limit.test/a/\(number)",
                vouchedBy: "https://limit.test/x"
              )
              _ = try await database.write {
                try $0.inbox.insert("Create", body: bodies[number], from: id, proof: proof, at: now)
              }
            }
          }
        }
        try await group.waitForAll()
      }
    }
    try await database.close()
    return Limit(usage, count: bodies.count)
  }

  private static func emptyRequest(in place: URL) async throws -> Limit {
    let server = try ChildProcess(
      URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath(),
      ["empty", "18491"]
    )
    defer { server.stop() }
    _ = server.firstLine()
    let sender = try SenderKind.rsa.sender(host: "limit.test")
    let load = try Load(
      port: 18491,
      requests: try (0..<200).map { try sender.request($0, to: "limit.test") },
      in: place
    )
    _ = try load.run(seconds: 1)
    let before = server.processor
    let result = try load.run(seconds: 4)
    var limit = Limit(Usage(seconds: 1, processor: 0), count: 1)
    limit.perSecond = result.perSecond
    limit.processor = (server.processor - before) / Double(result.requests)
    return limit
  }
}
