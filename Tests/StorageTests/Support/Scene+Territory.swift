import Foundation
import Model

@testable import Storage

extension Digest {
  /// A digest of one byte, again and again.
  static func sample(_ byte: UInt8) -> Digest {
    guard let digest = Digest([UInt8](repeating: byte, count: 32)) else {
      preconditionFailure("32 bytes make a digest.")
    }
    return digest
  }
}

extension Transaction {
  /// A territory of which this node is a member.
  @discardableResult
  func territory(_ byte: UInt8 = 1, name: String = "vallee") throws -> Digest {
    let entry = TerritoryStore.Entry(
      id: .sample(byte),
      charter: Array("{}".utf8),
      state: .member,
      localName: name,
      joinedAt: Scene.now
    )
    try territories.insert(entry)
    return entry.id
  }
}

extension StatementStore.Entry {
  static func sample(
    _ byte: UInt8,
    _ sequence: Int = 0,
    of log: UInt8 = 9,
    in territory: UInt8 = 1,
    body: String = "{}",
    at time: Date = Scene.now
  ) -> Self {
    Self(
      digest: .sample(byte),
      territory: .sample(territory),
      log: .sample(log),
      sequence: sequence,
      body: Array(body.utf8),
      receivedAt: time
    )
  }
}

extension PublicationStore.Entry {
  static func sample(
    _ byte: UInt8,
    _ sequence: Int,
    of log: UInt8 = 9,
    in territory: UInt8 = 1,
    post: String? = nil,
    body: String = "{}"
  ) -> Self {
    Self(
      territory: .sample(territory),
      log: .sample(log),
      sequence: sequence,
      digest: .sample(byte),
      previous: sequence == 1 ? nil : .sample(byte &- 1),
      activityURI: "https://far.example/activities/\(byte)",
      postURI: post,
      body: Array(body.utf8),
      receivedAt: Scene.now
    )
  }
}

extension Peering {
  /// A peering in which everything is said.
  static func sample(_ host: String, _ state: PeeringState = .active) -> Peering {
    let valve = Valve(
      scope: .events,
      direction: .in,
      setting: .reviewed,
      author: "ada",
      reason: "spam",
      createdAt: Scene.now,
      reviewAt: .later(60)
    )
    var theirs = valve
    theirs.direction = .out
    theirs.setting = .closed
    theirs.reviewAt = nil
    return Peering(
      host: host,
      state: state,
      level: .limited,
      trust: .both,
      verification: .words,
      ours: Terms(scopes: [.posts, .events], reviewAt: .later(90), valves: [valve]),
      theirs: Terms(scopes: [.needs], reviewAt: .later(91), valves: [theirs]),
      charters: ["zQmB": "zQm2", "zQmA": "zQm1"],
      reason: "why",
      createdAt: Scene.now,
      lastHeardAt: .later(5)
    )
  }
}

extension PublicationStore.Waiting {
  static func sample(_ id: Int64, by actor: ActorID, in territory: Digest) -> Self {
    Self(
      id: ActivityID(rawValue: id),
      territory: territory,
      actorID: actor,
      uri: "https://home.example/activities/\(id)",
      postID: nil,
      body: Array("{}".utf8),
      inboxes: ["https://far.example/inbox"],
      madeAt: Scene.now
    )
  }
}
