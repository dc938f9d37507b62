import Foundation
import Model
import Signatures

/// Measures a node beside the limits of the machine it runs on, in one run (docs/benchmarks.md).
///
/// `Benchmark PROGRAM` measures; `Benchmark PROGRAM hosts` only what bad hosts cost the others, and
/// `Benchmark PROGRAM clients` only what apps cost, `Benchmark territory` only what territories cost,
/// `Benchmark search` only the search, `Benchmark talents` only a million talents; `Benchmark empty PORT`, `Benchmark sink PORT`
/// and `Benchmark moody PORT` are the servers it compares with and delivers to.
@main
struct Benchmark {
  static func main() async throws {
    let arguments = CommandLine.arguments.dropFirst().map { $0 }
    switch (arguments.first, arguments.dropFirst().first) {
    case ("empty", let port?): try await PlainServer(port: try number(port), status: .ok).run()
    case ("sink", let port?): try await PlainServer(port: try number(port), status: .accepted).run()
    case ("moody", let port?): try await MoodyServer(port: try number(port)).run()
    case ("territory", nil): try await measureTerritory()
    case ("search", nil): try await inPlace { try await measureSearch($0) }
    case ("talents", nil): try await inPlace { try await measureTalents($0) }
    case (let program?, nil): try await inPlace { try await measure(program, $0) }
    case (let program?, "clients"): try await inPlace { try await measureClients(program, $0) }
    case (let program?, "hosts"): try await inPlace { try await measureHosts(program, $0) }
    default:
      print("usage: Benchmark PATH-OF-MAILLAGE [clients | hosts] | territory | search | talents")
      exit(2)
    }
  }

  private static func number(_ text: String) throws -> Int {
    guard let number = Int(text) else { throw CocoaError(.formatting) }
    return number
  }

  private static func inPlace(_ body: @Sendable (URL) async throws -> Void) async throws {
    let place = URL(fileURLWithPath: NSTemporaryDirectory())
      .appendingPathComponent("maillage-benchmark-\(getpid())")
    try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: place) }
    try await body(place)
  }

  private static func measureSearch(_ place: URL) async throws {
    var table = ResultTable()
    try await SearchMeasure(place: place).run(&table)
    print(table.text)
  }

  private static func measureTalents(_ place: URL) async throws {
    var table = ResultTable()
    try await TalentMeasure(place: place).run(&table)
    print(table.text)
  }

  private static func measureClients(_ program: String, _ place: URL) async throws {
    var table = ResultTable()
    try await ClientMeasure(program: URL(fileURLWithPath: program), place: place).run(&table)
    print(table.text)
  }

  private static func measureHosts(_ program: String, _ place: URL) async throws {
    var table = ResultTable()
    try await BadHostsMeasure(program: URL(fileURLWithPath: program), place: place).run(&table)
    print(table.text)
    try table.requireBounds()
  }

  private static func measure(_ program: String, _ place: URL) async throws {
    let program = URL(fileURLWithPath: program)
    var table = ResultTable()
    print("measuring the limits of this machine …")
    let limits = try await Limits.measure(in: place)
    limits.write(to: &table)
    for kind in SenderKind.allCases {
      print("measuring the inbox with \(kind.rawValue) …")
      try await InboxMeasure(program: program, place: place, kind: kind, limits: limits)
        .run(&table)
    }
    print("measuring deliveries to 50 hosts …")
    try await DeliveryMeasure(program: program, place: place).run(&table)
    print("measuring deliveries beside bad hosts …")
    try await BadHostsMeasure(program: program, place: place).run(&table)
    print("measuring the home timeline …")
    try await TimelineMeasure(place: place).run(&table)
    print("measuring apps …")
    try await ClientMeasure(program: program, place: place).run(&table)
    print("measuring the search …")
    try await SearchMeasure(place: place).run(&table)
    print("measuring a million talents …")
    try await TalentMeasure(place: place).run(&table)
    print("measuring territories …")
    try await measureTerritory(proof: limits.verification[.ed25519], &table)
    print(table.text)
    try table.requireBounds()
  }

  private static func measureTerritory() async throws {
    var table = ResultTable()
    let proof = try await Limits.verification(.ed25519)
    table.add("limit: Ed25519 verifications, one core", proof.perSecond, "/s")
    try await measureTerritory(proof: proof, &table)
    print(table.text)
  }

  private static func measureTerritory(
    proof: Limits.Limit?,
    _ table: inout ResultTable
  ) async throws {
    guard let proof else { return }
    try await TerritoryMeasure(verification: proof.processor).run(&table)
    let convergence = ConvergenceMeasure { digests in
      let content = digests.flatMap(\.bytes)
      guard let digest = Digest(BodyDigest(of: content).sha256) else {
        preconditionFailure("SHA-256 has 32 bytes")
      }
      return digest
    }
    convergence.run(&table)
  }
}
