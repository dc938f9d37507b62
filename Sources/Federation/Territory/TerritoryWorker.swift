import Foundation
import Logging
import Metrics
import Model
import ServiceLifecycle
import Storage

/// Keeps this node's territories in step with the others: tells what it states, compares what it
/// has, and signs the seals that are due.
package struct TerritoryWorker: Service {
  private let services: FederationServices
  private let timing: SealTiming
  /// Between two comparisons, in seconds.
  private let interval: TimeInterval
  /// Between two comparisons at least, in seconds, however many gaps are noticed.
  private let pause: TimeInterval

  private static let mostToTell = 16
  private static let comparedAtOnce = 2

  package init(
    services: FederationServices,
    interval: TimeInterval,
    timing: SealTiming,
    pause: TimeInterval = 2
  ) {
    self.services = services
    self.interval = interval
    self.timing = timing
    self.pause = pause
  }

  package func run() async throws {
    await cancelWhenGracefulShutdown {
      await withDiscardingTaskGroup { group in
        group.addTask { await tellAndSeal() }
        group.addTask { await compare() }
      }
    }
  }

  // MARK: At once

  private func tellAndSeal() async {
    while !Task.isCancelled {
      await step { try await seal() }
      await tell()
      await services.territories.wakeup.wait(atMost: .seconds(min(interval, 30)))
      try? await Task.sleep(for: .milliseconds(20))
    }
  }

  /// Tells what this node stated since the last time, to as many members as may be.
  package func tell() async {
    let statements = services.spreading.take()
    let sync = TerritorySync(services: services)
    for (territory, fresh) in Dictionary(grouping: statements, by: \.territory) {
      let targets =
        targets(of: territory).shuffled().prefix(Self.mostToTell)
        + excluded(by: fresh, in: territory)
      await withDiscardingTaskGroup { group in
        for target in targets {
          group.addTask {
            // Who cannot be reached hears of it at the next comparison.
            try? await sync.push(fresh, of: territory, to: target)
          }
        }
      }
    }
  }

  /// Signs what can be signed without a person: every line of a seal can be checked.
  package func seal() async throws {
    let log = TerritoryLog(services: services)
    for holding in services.territories.all where holding.mayAppend {
      try await TerritoryDesk(services: services).settle(holding.id)
      guard let signer = holding.signer(timing: timing) else { continue }
      let now = services.now()
      if let seal = signer.cosignable(at: now).first {
        _ = try await log.append(.cosign(seal: seal), to: holding.id)
      } else if let seal = signer.proposal(at: now) {
        _ = try await log.append(.seal(seal), to: holding.id)
      }
    }
  }

  // MARK: Comparing

  private func compare() async {
    while !Task.isCancelled {
      await compareOnce()
      let time = interval * Double.random(in: 0.75...1.25)
      try? await Task.sleep(for: .seconds(min(pause, time)))
      // What a member published and did not come is asked for soon.
      await services.gapWakeup.wait(atMost: .seconds(max(0, time - pause)))
    }
  }

  /// Compares each territory with a few of those who know it, chosen at random.
  package func compareOnce() async {
    let sync = TerritorySync(services: services)
    let origins = MemberOrigins(services: services)
    for holding in services.territories.all where holding.entry.memberID != nil {
      await step { try await origins.prove(in: holding.id) }
      for target in targets(of: holding.id).shuffled().prefix(Self.comparedAtOnce) {
        await step {
          do {
            try await Introductions(services: services).introduceNode(to: target)
            let result = try await sync.exchange(holding.id, with: target)
            if let node = services.known.node(host: target.host) {
              try await CollectionWorker(services: services).collectWaiting(from: node)
            }
            Counter(label: "maillage_territory_statements_received_total")
              .increment(by: result.received)
          } catch let refusal as Refusal {
            services.logger.debug(
              "A comparison failed.",
              metadata: ["host": "\(target.host)", "reason": "\(refusal)"]
            )
          }
        }
      }
      await step { try await origins.prove(in: holding.id) }
      let desk = TerritoryDesk(services: services)
      await step { try await desk.settle(holding.id) }
      // Left over, perhaps, from before a crash.
      await step { try await services.numberWaiting(in: holding.id) }
      guard services.territories.holding(holding.id)?.mayAppend == true,
        services.known.territory(holding.id)?.own != nil
      else { continue }
      await step { try await desk.publishRecord(in: holding.id) }
    }
  }

  /// Those who may know more of a territory and take connections: its members, and before this
  /// node is one, whoever invited it.
  private func targets(of territory: Digest) -> [PeerClient.Target] {
    guard let holding = services.territories.holding(territory) else { return [] }
    let own = services.addresses.nodeActor.string
    let members = holding.state.members.filter { $0.actor != own && $0.record.isReachable }
      .map { PeerClient.Target(host: $0.record.host, key: $0.record.key) }
    guard members.isEmpty || holding.entry.state != .member,
      let sponsor = holding.entry.sponsor.flatMap({ services.known.node(of: $0) }),
      sponsor.record.isReachable, !members.contains(where: { $0.host == sponsor.host })
    else { return members }
    return members + [PeerClient.Target(sponsor)]
  }

  /// Members whom one of these votes has put out: they hear it too, for nobody compares with them
  /// any more, and they would go on as if they belonged.
  private func excluded(
    by statements: [SignedStatement],
    in territory: Digest
  ) -> [PeerClient.Target] {
    guard let holding = services.territories.holding(territory) else { return [] }
    let members = statements.compactMap { signed -> Digest? in
      guard case .vote(let proposal) = signed.statement.content,
        case .propose(let proposed) = holding.ledger.statements[proposal]?.content,
        case .exclude(let member) = proposed.wish, holding.state.excluded.contains(member)
      else { return nil }
      return member
    }
    return Set(members).compactMap { holding.ledger.record(of: $0) }.filter(\.isReachable)
      .map { record in
        // Nothing but its record says any more how it is reached.
        let pins = Set(record.tlsPins.compactMap { SPKIPin($0) })
        let way = OutboundWay(pins: pins, addresses: record.addresses)
        return PeerClient.Target(host: record.host, key: record.key, way: way)
      }
  }

  private func step(_ body: () async throws -> Void) async {
    await services.logger.attempt("A territory cannot be kept.", body)
  }
}
