import ActivityStreams
import Foundation
import Logging
import Model
import ServiceLifecycle
import StrictJSON

/// Collects what peers hold for this node, when it takes no connections itself, by one long poll for
/// each of them; and asks again where this node asked for a peering and heard nothing.
package struct CollectionWorker: Service {
  private let services: FederationServices
  package static let wait = 50
  private static let pause = Duration.seconds(5)
  private static let longestPause = Duration.seconds(300)
  private static let betweenNews: TimeInterval = 60

  package init(services: FederationServices) {
    self.services = services
  }

  package func run() async throws {
    await cancelWhenGracefulShutdown {
      await withDiscardingTaskGroup { group in
        group.addTask { await askAgain() }
        let running = LaneSet<String>()
        while !Task.isCancelled {
          for peer in services.known.nodes where isCollectable(peer) {
            guard running.insert(peer.host, atMost: 500) else { continue }
            group.addTask {
              await follow(peer.host)
              running.remove(peer.host)
            }
          }
          try? await Task.sleep(for: .seconds(2))
        }
      }
    }
  }

  private func isCollectable(_ node: KnownNodes.Node) -> Bool {
    // A node that takes connections is brought everything.
    guard !services.identity.isReachable, node.record.isReachable, let peering = node.peering
    else { return false }
    return peering.state.current(at: services.now()) == .active
  }

  /// Peers that this node has asked and that have not answered.
  private func askAgain() async {
    let desk = PeeringDesk(services: services)
    while !Task.isCancelled {
      for peering in services.known.peerings where peering.state == .requested(by: .us) {
        await desk.tell(peering)
      }
      await desk.tellChanges()
      try? await Task.sleep(for: .seconds(Self.betweenNews))
    }
  }

  /// Collects from one peer until it is no peer any more.
  private func follow(_ host: String) async {
    var acknowledged = 0
    var pause = Self.pause
    var told = Date.distantPast
    while !Task.isCancelled, let node = services.known.node(host: host), isCollectable(node) {
      if services.now().timeIntervalSince(told) > Self.betweenNews, let peering = node.peering {
        await PeeringDesk(services: services).tell(peering)
        told = services.now()
      }
      do {
        try await Introductions(services: services).introduceNode(to: PeerClient.Target(node))
        acknowledged = try await collect(from: node, acknowledged)
        pause = Self.pause
      } catch {
        services.logger.debug(
          "Nothing could be collected.",
          metadata: ["host": "\(host)", "reason": "\(error)"]
        )
        try? await Task.sleep(for: pause)
        pause = min(pause * 2, Self.longestPause)
      }
    }
  }

  /// Collects from a member that is no peer what waits there now, without waiting for more.
  package func collectWaiting(from node: KnownNodes.Node) async throws {
    guard !services.identity.isReachable, node.peering == nil else { return }
    var acknowledged = -1
    var last = 0
    while last != acknowledged {
      acknowledged = last
      last = try await collect(from: node, acknowledged, wait: 0)
    }
  }

  /// One poll.
  ///
  /// - Returns: The number up to which everything is kept here.
  package func collect(
    from node: KnownNodes.Node,
    _ acknowledged: Int,
    wait: Int = Self.wait
  ) async throws -> Int {
    let answer = try await PeerClient(services: services).post(
      ["acknowledged": .integer(acknowledged), "wait": .integer(wait)],
      to: "/peering/collect",
      of: PeerClient.Target(node),
      timeout: .seconds(wait + 15),
      maximumResponseBytes: 8 << 20
    )
    guard let deliveries = answer["deliveries"]?.array else {
      throw Refusal.malformed("The answer of \(node.host) has no deliveries.")
    }
    var last = acknowledged
    for delivery in deliveries {
      guard let id = delivery["id"]?.int, let activity = delivery["activity"] else {
        throw Refusal.malformed("A delivery of \(node.host) has no number or no activity.")
      }
      do {
        _ = try await services.inbox.receiveCollected(activity.serialized(), from: node.record)
      } catch let refusal as Refusal {
        // What is refused today is refused tomorrow; but what the node cannot keep now stays there.
        switch refusal {
        case .unreachable, .unavailable, .storageFull, .rateLimited: return last
        default:
          services.logger.notice(
            "A collected activity was refused.",
            metadata: ["host": "\(node.host)", "reason": "\(refusal)"]
          )
        }
      }
      last = id
    }
    return last
  }
}
