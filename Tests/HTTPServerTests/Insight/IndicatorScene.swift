import Foundation
import Model
import Storage
import TestSupport

@testable import Federation

/// Two nodes of a dozen members each, who exchange over a month.
struct IndicatorScene {
  let network = TestNetwork()
  let near: TestNode
  let far: TestNode
  let ours: [ActorProfile]
  let theirs: [ActorProfile]

  static let month = Month(number: 682)

  init(_ scopes: Set<Scope> = [.posts, .indicators], members: Int = 12) async throws {
    near = try await network.node("near.example")
    far = try await network.node("far.example")
    try await far.join(near, scopes)
    var all: [[ActorProfile]] = [[], []]
    for (place, node) in [near, far].enumerated() {
      for number in 0..<members {
        all[place].append(try await node.member("m\(number)"))
      }
    }
    (ours, theirs) = (all[0], all[1])
  }

  /// The person as the other node knows it.
  func known(_ person: ActorProfile, by node: TestNode) async throws -> ActorID {
    try await node.database.write { tx in
      if let known = try tx.actors.find(uri: person.uri) { return known.id }
      let proof = try OriginProof(of: person.uri, vouchedBy: person.uri)
      return try tx.actors.saveRemote(person, keys: [], proof: proof)
    }
  }

  /// One person answers to a post of another: what a node holds of it afterwards.
  ///
  /// The post that is answered is made as well.
  func reply(
    by person: ActorID,
    to other: ActorID,
    on node: TestNode,
    _ audience: Audience = .public
  ) async throws {
    let stamp = UUID().uuidString
    let at = node.clock.now.milliseconds
    func insert(_ uri: String, _ author: ActorID, _ parent: String) -> String {
      """
      INSERT INTO post (id, uri, authorID, isLocal, audience, isListed, kind, html, isSensitive,
        inReplyTo, publishedAt)
      SELECT \(at << 16) + (SELECT count(*) FROM post), '\(uri)', id, isLocal, '\(audience.rawValue)',
        1, 'Note', 'x', 0, \(parent), \(at) FROM actor WHERE id = \(author.rawValue);
      """
    }
    let asked = "https://\(node.host)/asked/\(stamp)"
    try await node.execute(
      insert(asked, other, "NULL")
        + insert("https://\(node.host)/answer/\(stamp)", person, "'\(asked)'")
    )
  }

  /// Each of so many of ours answers somebody of theirs, and is answered, as both nodes hold it.
  func talk(_ count: Int, back: Int? = nil) async throws {
    for number in 0..<count {
      for node in [near, far] {
        let one = try await known(ours[number], by: node)
        let other = try await known(theirs[number], by: node)
        try await reply(by: one, to: other, on: node)
        if number < back ?? count { try await reply(by: other, to: one, on: node) }
      }
    }
  }

  /// Until the month is over and settled.
  func passMonth() {
    network.clock.advance(by: 15 * 86_400)
  }

  func count(on node: TestNode) async throws {
    try await IndicatorDesk(services: node.services).keep()
  }

  func share(_ node: TestNode) async { await IndicatorWorker(services: node.services).runOnce() }

  func own(_ node: TestNode) async throws -> [Indicator] {
    try await node.database.read { try $0.indicators.reports(in: Self.month) }
      .first { $0.host.isEmpty }?.indicators ?? []
  }

  func held(by node: TestNode) async throws -> [String] {
    try await node.database.read { try $0.indicators.hosts() }
  }
}

extension [Indicator] {
  func named(_ name: IndicatorName, _ peer: String = "") -> Indicator? {
    first { $0.name == name && $0.peer == peer }
  }
}
