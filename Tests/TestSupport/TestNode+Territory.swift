import Federation
import Foundation
import Model
import Signatures
import Storage
import StrictJSON

/// A territory without charter, statements and seals: only what they amount to.
package struct TestTerritory: Sendable {
  package let name: String
  /// Members besides the node that is asked.
  package var hosts: [String]
  package var suspended: Set<String> = []
  /// Those that take no connections.
  package var outboundOnly: Set<String> = []

  package init(_ name: String = "vallee", with hosts: [String]) {
    self.name = name
    self.hosts = hosts
  }

  package var id: Digest { Digest(of: "territory \(name)".utf8) }

  package var terms: Terms {
    Terms(digest: Digest(of: "terms of \(name)".utf8), text: [:], clauses: [], rules: Rules())
  }

  /// The member id, and so the log, of a node.
  package static func member(_ host: String) -> Digest { Digest(of: "member \(host)".utf8) }

  fileprivate func member(_ host: String) -> TerritoryState.Member {
    let record = NodeRecord(
      digest: Self.member(host),
      actor: "https://\(host)/actor",
      key: "z6Mk\(host)",
      keyDigest: Digest(ofKey: "z6Mk\(host)"),
      nextKeyDigest: Digest(ofKey: "next of \(host)"),
      inbox: "https://\(host)/inbox",
      isReachable: !outboundOnly.contains(host),
      presentation: .init(name: host, kind: .collective)
    )
    return TerritoryState.Member(
      id: record.digest,
      actor: record.actor,
      record: record,
      isElector: true,
      isSealed: true,
      isSuspended: suspended.contains(host)
    )
  }

  fileprivate func state(with host: String) -> TerritoryState {
    TerritoryState(
      seal: id,
      version: 0,
      terms: terms,
      members: (hosts + [host]).map(member).sorted { $0.id < $1.id }
    )
  }
}

extension TestNode {
  package var host: String { services.addresses.origin.authority }
  /// The log in which this node publishes.
  package var log: Digest { TestTerritory.member(host) }

  /// Makes this node a member of a territory, or tells it how the territory stands now.
  package func join(_ territory: TestTerritory) async throws {
    let (log, now) = (log, clock.now)
    try await database.write { tx in
      guard try tx.territories.find(territory.id) == nil else { return }
      try tx.territories.insert(
        TerritoryStore.Entry(
          id: territory.id,
          charter: [],
          state: .member,
          memberID: log,
          localName: territory.name,
          joinedAt: now
        )
      )
    }
    services.known.setTerritory(
      KnownNodes.Territory(
        id: territory.id,
        localName: territory.name,
        name: territory.name.capitalized,
        own: log,
        state: territory.state(with: host)
      )
    )
    services.known.setProven(Set(territory.hosts.map(TestTerritory.member)), in: territory.id)
  }

  /// Lets a member accept the terms of a territory.
  package func accept(_ territory: TestTerritory, by member: ActorProfile) async throws {
    let now = clock.now
    try await database.write { tx in
      try tx.acceptances.accept(
        territory.terms.digest,
        of: territory.id,
        by: member.id,
        at: now
      )
    }
  }

  /// What this node published in a territory, as it was signed.
  package func published(in territory: TestTerritory) async throws -> [JSON] {
    let log = log
    let entries = try await database.read {
      try $0.publications.after(0, of: log, in: territory.id, limit: 1000)
    }
    return try entries.compactMap(\.body).map { try JSON.parse($0) }
  }
}

extension RemoteActor {
  /// A note for a territory.
  package func note(
    _ content: String,
    in territory: TestTerritory,
    inReplyTo parent: String? = nil
  ) -> JSON {
    let id = territory.id.text
    return note(content, to: ["\(origin)/territories/\(id)/members"], inReplyTo: parent)
      .setting("maillage:audience", to: "territory")
      .setting("maillage:territory", to: .string(id))
  }

  /// An activity with its place in the log of the actor's node, proven by the actor.
  package func publish(
    _ activity: JSON,
    in territory: TestTerritory,
    _ sequence: Int,
    after previous: JSON? = nil,
    forgets: [Int] = [],
    log: Digest? = nil,
    at now: Date
  ) throws -> JSON {
    var place: JSON = [
      "territory": .string(territory.id.text),
      "log": .string((log ?? TestTerritory.member(host)).text),
      "seq": .integer(sequence),
    ]
    if sequence > 1 {
      let digest = try previous?.object.map { try Digest(of: $0) }
      place = place.setting("prev", to: .string((digest ?? Digest(of: [0])).text))
    }
    if !forgets.isEmpty {
      place = place.setting("forgets", to: .array(forgets.map { JSON.integer($0) }))
    }
    return try proven(activity.setting("maillage:publication", to: place), at: now)
  }
}
