import Federation
import Foundation
import Model
import Node
import Signatures
import Storage
import StrictJSON

/// A million entries of 500 nodes: taking them in with their proofs, their size, finding people in them and
/// composing teams of them.
struct TalentMeasure {
  let place: URL

  private static let searches = 200
  private static let compositions = 20

  func run(_ table: inout ResultTable) async throws {
    let home = try await BenchmarkHome(place: place, name: "talents", port: 18497).make()
    let script = TalentScript()
    try await home.open { node in
      try await take(script, in: node, &table)
      try await size(of: node, home, &table)
      try await search(script, in: node, &table)
      try await compose(script, in: node, &table)
    }
  }

  // MARK: Taking in

  /// What a node does with what its peers send: each bucket is read, its proof checked, its rows written.
  private func take(
    _ script: TalentScript,
    in node: OpenNode,
    _ table: inout ResultTable
  ) async throws {
    let now = node.services.now()
    var seconds = 0.0
    for number in 0..<TalentScript.nodes {
      let (place, key, documents) = try script.directory(of: number, at: now)
      let start = ContinuousClock.now
      for document in documents {
        let bytes = JSON.object(document).serialized()
        guard let read = try JSON.parse(bytes).object else { continue }
        let bucket = try TalentBucket(read, of: place, signedBy: key, at: now)
        let head = TalentDirectoryStore.Head(
          index: bucket.index,
          version: bucket.version,
          digest: try Digest(of: read),
          proof: String(decoding: (read["proof"] ?? .null).serialized(), as: UTF8.self)
        )
        try await node.database.write { tx in
          let host = TalentScript.host(number)
          let directory = try tx.talentDirectories.open(host, .everyone, at: now)
          try tx.talentDirectories.replace(bucket, head, in: directory)
        }
      }
      seconds += (ContinuousClock.now - start) / .seconds(1)
    }
    table.add(
      "talents: entries taken in, proofs checked",
      Double(TalentScript.entries) / seconds,
      "/s"
    )
  }

  private func size(
    of node: OpenNode,
    _ home: BenchmarkHome,
    _ table: inout ResultTable
  ) async throws {
    let count = try await node.database.read { tx in
      try tx.talentDirectories.all().reduce(0) { try $0 + tx.talentDirectories.count(of: $1) }
    }
    precondition(count == TalentScript.entries, "\(count) entries are there")
    var bytes = 0
    for suffix in ["", "-wal"] {
      let path = home.home.database + suffix
      let attributes = try? FileManager.default.attributesOfItem(atPath: path)
      bytes += (attributes?[.size] as? NSNumber)?.intValue ?? 0
    }
    let megabytes = Double(bytes) / 1e6
    table.add(
      "talents: 1,000,000 entries of 500 nodes on disk, with proofs",
      verdict(megabytes, "MB", goal: 300)
    )
  }

  // MARK: Reading

  private func search(
    _ script: TalentScript,
    in node: OpenNode,
    _ table: inout ResultTable
  ) async throws {
    let searching = TalentSearch(services: node.services)
    for (name, first) in [("middling", 400), ("rare", 4_000), ("the most common", 0)] {
      var times: [Double] = []
      for round in 0..<Self.searches {
        let start = first + (name == "middling" ? round : 0)
        let skills = (0..<3).map { TalentScript.skill(start + $0 * 7) }
        let wish = try TalentWish(skills: skills.map { .init(id: $0, minimum: .practice) })
        let began = ContinuousClock.now
        let found = try await searching.find(wish, limit: 20)
        times.append((ContinuousClock.now - began) / .milliseconds(1))
        precondition(found.count == 20, "\(found.count) people were found")
      }
      times.sort()
      let (p50, p95) = (times[times.count / 2], times[times.count * 95 / 100])
      table.add("talents: search of three \(name) skills, p50", p50, "ms")
      if name == "middling" {
        table.add("talents: search of three middling skills, p95", verdict(p95, "ms", goal: 100))
      } else {
        table.add("talents: search of three \(name) skills, p95", p95, "ms")
      }
    }
  }

  private func compose(
    _ script: TalentScript,
    in node: OpenNode,
    _ table: inout ResultTable
  ) async throws {
    let composer = TeamComposer(services: node.services)
    var times: [Double] = []
    for round in 0..<Self.compositions {
      let skills = (0..<10).map { TalentScript.skill(300 + round * 3 + $0 * 41) }
      let wish = try TalentWish(skills: skills.map { .init(id: $0, minimum: .practice) })
      let start = ContinuousClock.now
      let made = try await composer.compose(wish, .init(minimumOrganisations: 3))
      times.append((ContinuousClock.now - start) / .milliseconds(1))
      precondition(!made.proposal.teams.isEmpty && made.proposal.uncovered.isEmpty)
    }
    times.sort()
    table.add("talents: compose for 10 skills, median", times[times.count / 2], "ms")
    table.add(
      "talents: compose for 10 skills, slowest",
      verdict(times[times.count - 1], "ms", goal: 1_000)
    )
  }

  private func verdict(_ value: Double, _ unit: String, goal: Double) -> String {
    let text = value.formatted(.number.precision(.fractionLength(value >= 10 ? 0 : 1)))
    return "\(text) \(unit) (goal: under \(Int(goal)) \(unit)) \(value < goal ? "met" : "MISSED")"
  }
}
