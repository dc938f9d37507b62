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
  /// In seconds; less than any request may take.
  package static let wait = 25
  private static let mostPortions = 20
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
    var cursor = Cursor()
    var known: String?
    var pause = Self.pause
    while !Task.isCancelled, let node = services.known.node(host: host), isCollectable(node) {
      do {
        if known == nil || known != cursor.side, let peering = node.peering {
          if await PeeringDesk(services: services).tell(peering) { known = cursor.side }
        }
        try await Introductions(services: services).introduceNode(to: PeerClient.Target(node))
        // The first question only asks how things are.
        let start = ContinuousClock.now
        let next = try await collect(from: node, cursor, wait: cursor.side == nil ? 0 : Self.wait)
        let isIdle = next.acknowledged == cursor.acknowledged && cursor.side != nil
        cursor = next
        // A peer that answers at once with nothing new, or with what cannot be taken now.
        if isIdle, ContinuousClock.now - start < .seconds(1) { try await Task.sleep(for: pause) }
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
    var cursor = Cursor()
    // Whoever hands out without end must not hold up everything else.
    for _ in 0..<Self.mostPortions {
      let next = try await collect(from: node, cursor, wait: 0)
      guard next.acknowledged > cursor.acknowledged else { return }
      cursor = next
    }
  }

  /// How far this node has come with a peer.
  package struct Cursor: Sendable, Hashable {
    /// The number up to which everything is kept here.
    package var acknowledged = 0
    /// The digest of the peer's side, as it was last told.
    package var side: String?

    package init() {}
  }

  /// One poll; it brings the cursor on.
  package func collect(
    from node: KnownNodes.Node,
    _ cursor: Cursor,
    wait: Int = Self.wait
  ) async throws -> Cursor {
    var question: JSONObject = [
      "acknowledged": .integer(cursor.acknowledged), "wait": .integer(wait),
    ]
    question["known"] = cursor.side.map(JSON.string)
    let answer = try await PeerClient(services: services).post(
      question,
      to: "/peering/collect",
      of: PeerClient.Target(node),
      timeout: .seconds(wait + 5),
      maximumResponseBytes: 8 << 20
    )
    guard let deliveries = answer["deliveries"]?.array else {
      throw Refusal.malformed("The answer of \(node.host) has no deliveries.")
    }
    if answer["ended"]?.bool == true {
      try await PeeringDesk(services: services).learnEnd(by: node.host)
    }
    var cursor = cursor
    cursor.side = answer["peering"]?.string
    for delivery in deliveries {
      guard let number = try await take(delivery, after: cursor.acknowledged, from: node) else {
        return cursor
      }
      cursor.acknowledged = number
    }
    return cursor
  }

  /// Takes one delivery in, or finds it refused for good.
  ///
  /// - Returns: Its number; nothing for one that the node cannot keep now, which stays where it is.
  private func take(
    _ delivery: JSON,
    after last: Int,
    from node: KnownNodes.Node
  ) async throws -> Int? {
    guard let number = delivery["id"]?.int, number > last, let activity = delivery["activity"]
    else {
      throw Refusal.malformed("A delivery of \(node.host) has no number or no activity.")
    }
    do {
      _ = try await services.inbox.receiveCollected(activity.serialized(), from: node.record)
    } catch let refusal as Refusal {
      // What is refused today is refused tomorrow.
      switch refusal {
      case .unreachable, .unavailable, .storageFull, .rateLimited: return nil
      default:
        services.logger.notice(
          "A collected activity was refused.",
          metadata: ["host": "\(node.host)", "reason": "\(refusal)"]
        )
      }
    }
    return number
  }
}
