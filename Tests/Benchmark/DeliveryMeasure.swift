import Federation
import Foundation
import Model
import Node
import Storage

/// Deliveries per second to 50 hosts, from posts of one author.
struct DeliveryMeasure {
  let program: URL
  let place: URL

  private static let hosts = 50
  private static let posts = 100
  private static let sinkPort = 18493

  func run(_ table: inout ResultTable) async throws {
    let sink = try ChildProcess(
      URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath(),
      ["sink", "\(Self.sinkPort)"]
    )
    defer { sink.stop() }
    guard let pin = SPKIPin(sink.firstLine()) else { throw CocoaError(.fileReadCorruptFile) }
    let home = try await BenchmarkHome(place: place, name: "delivery", port: 18494) {
      configuration in
      for number in 0..<Self.hosts {
        configuration.networkHosts["sink\(number).test"] = HostMap.Place(address: .v4(0x7F00_0001))
        configuration.networkPins["sink\(number).test:\(Self.sinkPort)"] = [pin.description]
      }
      configuration.networkAllowedAddresses = [CIDR("127.0.0.0/8")].compactMap(\.self)
      configuration.deliveryConcurrency = 64
    }.make()
    let count = Self.hosts * Self.posts
    try await Self.enqueue(
      posts: Self.posts,
      to: (0..<Self.hosts).map { "sink\($0).test:\(Self.sinkPort)" },
      in: home
    )
    let start = ContinuousClock.now
    let (server, _) = try await home.serve(program)
    defer { server.stop() }
    while try await home.deliveriesWaiting() > 0 { try await Task.sleep(for: .milliseconds(50)) }
    let elapsed = (ContinuousClock.now - start) / .seconds(1)
    table.add("deliveries to 50 hosts (RSA, TLS), start included", Double(count) / elapsed, "/s")
    table.add("deliveries: processor", server.processor / Double(count) * 1000, "s/1000")
  }

  /// Gives an author one follower on each host, and writes posts for them all.
  static func enqueue(posts: Int, to hosts: [String], in home: BenchmarkHome) async throws {
    try await home.open { node in
      let author = try await node.accounts.add(Accounts.Applicant(name: try LocalName("author")))
      for host in hosts {
        let reader = try SenderKind.ed25519.sender(host: host)
        let id = try await reader.save(in: node.database)
        let now = node.services.now()
        try await node.database.write { tx in
          try tx.follows.save(
            Follow(
              uri: "\(reader.actor)/follow",
              followerID: id,
              followeeID: author.actorID,
              state: .pending,
              createdAt: now
            )
          )
          try tx.follows.accept(follower: id, followee: author.actorID)
        }
      }
      for number in 0..<posts {
        _ = try await node.services.outbox.publish(
          PostDraft(source: "Nouvelle \(number) du territoire.", audience: .public),
          as: author.actorID
        )
      }
    }
  }
}
