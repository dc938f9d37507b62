import Federation
import Foundation
import Model
import Node
import Storage

/// What hosts that hang, fail, dawdle and babble cost the healthy ones: the same posts to the same
/// healthy hosts, without and with bad ones beside them.
struct BadHostsMeasure {
  let program: URL
  let place: URL

  private static let healthy = 145
  private static let bad: [(Mood, Int)] = [
    (.hanging, 20), (.failing, 20), (.slow, 10), (.babbling, 5),
  ]
  private static let posts = 20
  /// Megabytes that the node may have in use at any time of a run.
  private static let mostMemory = 150.0
  private static let sinkPort = 18495

  func run(_ table: inout ResultTable) async throws {
    let alone = try await run("without", [(.well, Self.healthy)], port: 18496)
    let among = try await run("with", [(.well, Self.healthy)] + Self.bad, port: 18497)
    table.add("145 healthy hosts alone: lag p50", alone.lag(0.5), "s")
    table.add("145 healthy hosts alone: lag p99", alone.lag(0.99), "s")
    table.add("the same among 55 bad ones: lag p50", among.lag(0.5), "s")
    table.add("the same among 55 bad ones: lag p99", among.lag(0.99), "s")
    for (name, share) in [("p50", 0.5), ("p99", 0.99)] {
      let ratio = among.lag(share) / alone.lag(share)
      table.add(
        "lag among bad hosts / alone, \(name)",
        ratio: ratio,
        goal: "≤ 2",
        isMet: ratio <= 2
      )
    }
    table.add("memory at its peak, alone", alone.memory, "MB", bound: Self.mostMemory)
    table.add("memory at its peak, among bad hosts", among.memory, "MB", bound: Self.mostMemory)
    let lost = alone.lost + among.lost
    table.add("deliveries lost", ratio: Double(lost), goal: "0", isMet: lost == 0)
  }

  /// What became of the deliveries of one run.
  private struct Outcome {
    /// When each came to a healthy host, in seconds since the node ran.
    var lags: [Double]
    var memory: Double
    /// Neither received nor still waiting.
    var lost: Int

    func lag(_ share: Double) -> Double {
      lags.isEmpty ? .infinity : lags[Int(Double(lags.count - 1) * share)]
    }
  }

  private func run(_ name: String, _ hosts: [(Mood, Int)], port: Int) async throws -> Outcome {
    let received = place.appendingPathComponent("\(name).txt")
    try Data().write(to: received)
    let sink = try ChildProcess(
      URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath(),
      ["moody", "\(Self.sinkPort)"],
      errors: try FileHandle(forWritingTo: received)
    )
    guard let pin = SPKIPin(sink.firstLine()) else { throw CocoaError(.fileReadCorruptFile) }
    let names = hosts.flatMap { mood, count in (0..<count).map { mood.host($0) } }
    let home = try await BenchmarkHome(place: place, name: name, port: port) { configuration in
      for name in names {
        configuration.networkHosts[name] = HostMap.Place(address: .v4(0x7F00_0001))
        configuration.networkPins["\(name):\(Self.sinkPort)"] = [pin.description]
      }
      configuration.networkAllowedAddresses = [CIDR("127.0.0.0/8")].compactMap(\.self)
    }.make()
    try await DeliveryMeasure.enqueue(
      posts: Self.posts,
      to: names.map { "\($0):\(Self.sinkPort)" },
      in: home
    )
    let (server, _) = try await home.serve(program)
    let start = SystemClock.now().timeIntervalSince1970
    let expected =
      Self.posts * hosts.filter { [.well, .slow].contains($0.0) }.map(\.1).reduce(0, +)
    let still = Self.posts * names.count - expected
    let patience = ContinuousClock.now + .seconds(300)
    while try await home.deliveriesWaiting() > still, ContinuousClock.now < patience {
      try await Task.sleep(for: .milliseconds(100))
    }
    let waiting = try await home.deliveriesWaiting()
    let memory = server.memory(peak: true)
    server.stop()
    sink.stop()
    return outcome(
      try String(contentsOf: received, encoding: .utf8),
      since: start,
      memory,
      waiting,
      Self.posts * names.count
    )
  }

  private func outcome(
    _ lines: String,
    since start: Double,
    _ memory: Double,
    _ waiting: Int,
    _ enqueued: Int
  ) -> Outcome {
    var received: Set<[Substring]> = []
    var lags: [Double] = []
    for line in lines.split(separator: "\n") {
      let words = line.split(separator: " ")
      guard words.count == 3, let time = Double(words[2]) else { continue }
      let isFirst = received.insert([words[0], words[1]]).inserted
      if isFirst, words[0].hasPrefix(Mood.well.rawValue) { lags.append(time - start) }
    }
    return Outcome(
      lags: lags.sorted(),
      memory: memory,
      lost: max(0, enqueued - received.count - waiting)
    )
  }
}
