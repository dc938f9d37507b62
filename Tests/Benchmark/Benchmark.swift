import Foundation

/// Measures a node beside the limits of the machine it runs on, in one run (docs/benchmarks.md).
///
/// `Benchmark PROGRAM` measures; `Benchmark empty PORT` and `Benchmark sink PORT` are the two
/// servers it compares with and delivers to.
@main
struct Benchmark {
  static func main() async throws {
    let arguments = CommandLine.arguments.dropFirst().map { $0 }
    switch (arguments.first, arguments.dropFirst().first.flatMap { Int($0) }) {
    case ("empty", let port?): try await PlainServer(port: port, status: .ok).run()
    case ("sink", let port?): try await PlainServer(port: port, status: .accepted).run()
    case (let program?, nil): try await measure(URL(fileURLWithPath: program))
    default:
      print("usage: Benchmark PATH-OF-MAILLAGE")
      exit(2)
    }
  }

  private static func measure(_ program: URL) async throws {
    let place = URL(fileURLWithPath: NSTemporaryDirectory())
      .appendingPathComponent("maillage-benchmark-\(getpid())")
    try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: place) }
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
    print("measuring the home timeline …")
    try await TimelineMeasure(place: place).run(&table)
    print(table.text)
  }
}
