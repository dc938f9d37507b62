import Foundation
import Logging
import Model
import Signatures
import Storage
import StrictJSON

/// Tells territories and peers that another key will speak for this node: the one that its records
/// had committed it to.
///
/// It is told under the old key and with the consent of the new one, before the new one is taken
/// into use. Who cannot be reached is told again later, by the same words.
package struct KeyRotation: Sendable {
  let services: FederationServices

  package init(services: FederationServices) {
    self.services = services
  }

  /// Runs a change of keys while nothing else is written into this node's logs, and spreads what it
  /// stated.
  ///
  /// Where the key is lost nobody can be asked for the end of the logs, for nobody would know who
  /// asks; a reveal voids what the old key may have said after it.
  package func carryOut(
    isKeyLost: Bool = false,
    _ change: () async throws -> [SignedStatement]
  ) async throws {
    let territories = services.known.territories.filter { $0.own != nil }.map(\.id)
    for id in territories where !isKeyLost {
      guard services.territories.holding(id)?.mayAppend == true else {
        throw Refusal.unavailable(
          "This node has not compared its logs since it started: maillage territory sync first."
        )
      }
    }
    let statements = try await holding(territories[...], change)
    for signed in statements {
      services.territories.insert([signed.statement], into: signed.territory, at: services.now())
      services.spreading.add(signed)
    }
    guard !isKeyLost else { return }
    for node in services.known.nodes { await repeatToPeer(node) }
  }

  private func holding(
    _ territories: ArraySlice<Digest>,
    _ change: () async throws -> [SignedStatement]
  ) async throws -> [SignedStatement] {
    guard let first = territories.first else { return try await change() }
    return try await services.territories.appending.pass(for: first) {
      try await holding(territories.dropFirst(), change)
    }
  }

  /// Says in all logs and to all peers that a key follows, under the key that holds until now.
  ///
  /// - Parameters:
  ///   - successor: The key that the current records commit to.
  ///   - following: The key that will come after it.
  ///   - tx: The transaction that takes the new key into use.
  /// - Returns: The statements, which are kept already.
  /// - Throws: `Refusal.conflict` for a key that this node has not committed itself to.
  package func announce(
    _ successor: SigningKey,
    following: SigningKey,
    in tx: Transaction
  ) throws -> [SignedStatement] {
    var record = try OwnRecord(services: services).current(in: tx).record
    guard let key = successor.verificationKey.multikey,
      let next = following.verificationKey.multikey,
      Digest(ofKey: key) == record.nextKeyDigest
    else { throw Refusal.conflict("This is not the key that the node has committed itself to.") }
    record.key = key
    record.keyDigest = Digest(ofKey: key)
    record.nextKeyDigest = Digest(ofKey: next)
    let document = NodeRecord.document(record)
    try tellPeers(document, successor, in: tx)
    return try services.known.territories.compactMap { territory -> SignedStatement? in
      guard let own = territory.own, let holding = services.territories.holding(territory.id) else {
        return nil
      }
      let place = StatementDraft.Place(
        territory: territory.id,
        log: own,
        head: holding.ledger.head(of: own)
      )
      let signed = try StatementDraft.record(document, successor: successor)
        .signed(at: place, in: holding.ledger, with: services)
      _ = try tx.statements.insert(signed.entry(at: services.now()))
      return signed
    }
  }

  /// Keeps for each peer what it has to be told; it is sent afterwards.
  private func tellPeers(
    _ record: JSONObject,
    _ successor: SigningKey,
    in tx: Transaction
  ) throws {
    let desk = PeeringDesk(services: services)
    for node in services.known.nodes {
      guard let peering = node.peering, peering.state != .revoked else { continue }
      let object = desk.object(of: peering, record)
      let message = try PeerMessage.make(
        .update,
        object: object,
        successor: successor,
        with: services
      )
      let pending = try Self.pending(node.host, in: tx) + [.object(message.document)]
      try Self.keep(pending.suffix(Self.most), node.host, in: tx)
    }
  }

  /// Tells a peer what it was not reached with, in the order in which it came about.
  ///
  /// One that it refuses it may know already, by its territory: the next one tells. What it refuses
  /// at the end is kept, since it may refuse all of this node for a while only.
  func repeatToPeer(_ node: KnownNodes.Node) async {
    do {
      let pending = try await pending(node.host)
      for message in pending {
        guard let document = message.object else { continue }
        do {
          _ = try await PeerClient(services: services)
            .post(document, to: "/peering", of: PeerClient.Target(node))
        } catch Refusal.forbidden, Refusal.unauthenticated, Refusal.conflict {
          continue
        }
        try await forget(message, of: node.host)
      }
    } catch {
      services.logger.notice(
        "A peer has not heard of the new key yet.",
        metadata: ["host": "\(node.host)", "reason": "\(error)"]
      )
    }
  }

  // MARK: Pending

  private static let most = 8

  /// The rotations that a peer has not heard of, the first one first.
  func pending(_ host: String) async throws -> [JSON] {
    try await services.database.read { try Self.pending(host, in: $0) }
  }

  /// A member for answers to who asks and cannot be told otherwise; nothing where it knows all.
  package func answer(to host: String) async throws -> JSONObject {
    let pending = try await pending(host)
    return pending.isEmpty ? [:] : ["rotations": .array(pending)]
  }

  /// Forgets a rotation that a peer has heard of, and those before it.
  private func forget(_ message: JSON, of host: String) async throws {
    try await services.database.write { tx in
      let pending = try Self.pending(host, in: tx)
      guard let index = pending.firstIndex(of: message) else { return }
      try Self.keep(pending.suffix(from: index + 1), host, in: tx)
    }
  }

  func forgetAll(of host: String) async throws {
    guard try await !pending(host).isEmpty else { return }
    try await services.database.write { try Self.keep([], host, in: $0) }
  }

  private static func pending(_ host: String, in tx: Transaction) throws -> [JSON] {
    guard let text = try tx.state.value(name(host)), !text.isEmpty else { return [] }
    let json = try JSON.parse(Array(text.utf8))
    return json.array ?? [json]
  }

  private static func keep(_ pending: ArraySlice<JSON>, _ host: String, in tx: Transaction) throws {
    let text = String(decoding: JSON.array(Array(pending)).serialized(), as: UTF8.self)
    try tx.state.set(name(host), to: pending.isEmpty ? "" : text)
  }

  private static func name(_ host: String) -> String { "rotation \(host)" }
}
