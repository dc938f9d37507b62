import ActivityStreams
import Foundation
import Model
import Signatures
import StrictJSON

/// How a node is heard whose key nobody knows yet: it brings what proves the key
/// (Protocol/territory.md, "A key that is not known").
struct UnknownKey: Sendable {
  let services: FederationServices

  /// Statements that are looked at, of one request.
  private static let most = 500

  /// Why a key speaks for a host.
  enum Ground: Sendable, Hashable {
    /// The log of a member has come to it.
    case succession
    /// The host shows it, and joins anew with it; it is nobody but that.
    case sight
  }

  // MARK: Asking

  /// What shows that this node's key is the one by which it speaks: its own entries up to the one
  /// that put the key in place, the last of them, as many as a message has room for.
  func evidence(in territory: Digest) async throws -> [JSON] {
    guard let holding = services.territories.holding(territory), let own = holding.entry.memberID,
      case let entries = holding.ledger.entries(of: own),
      let end = entries.lastIndex(where: { $0.newKey == holding.ledger.currentKey(of: own) })
    else { return [] }
    let digests = entries[...end].suffix(Self.most).reversed().map(\.digest)
    let bodies = try await services.database.read {
      try $0.statements.bodies(digests, limit: SyncMessage.portion)
    }
    return try bodies.map { try JSON.parse($0) }
  }

  // MARK: Answering

  /// The key of a comparison that no known key has signed, if what it brings proves it.
  func key(
    of request: RequestMessage,
    bringing json: JSON,
    in territory: Digest
  ) async throws -> (text: String, ground: Ground)? {
    guard let holding = services.territories.holding(territory),
      let signature = try? UnverifiedSignature.parse(request),
      let origin = Origin(of: signature.keyID.value),
      let documents = json["statements"]?.array?.prefix(Self.most)
    else { return nil }
    let actor = "\(origin)/actor"
    guard holding.concerns(actor) else { return nil }
    let own = documents.filter { $0["actor"]?.string == actor }
    // Whoever asks has the key before anything is looked up for it.
    guard
      let key = PeerDoor(services: services)
        .signer(of: signature, among: own.compactMap { Self.offeredKey(in: $0) })
    else { return nil }
    let statements = own.compactMap { json -> Statement? in
      guard let object = json.object, let signed = try? SignedStatement(object),
        signed.territory == territory
      else { return nil }
      return signed.statement
    }
    if succeeds(key, of: actor, by: statements, in: holding) { return (key, .succession) }
    let record = statements.lazy.compactMap { statement -> NodeRecord? in
      guard case .join(let record) = statement.content, record.key == key else { return nil }
      return record
    }.first
    guard let record, try await isShown(record) else { return nil }
    return (key, .sight)
  }

  private static func offeredKey(in statement: JSON) -> String? {
    let record = statement["type"]?.string == "Join" ? statement["instrument"] : statement["object"]
    return record?["key"]?.string
  }

  private func succeeds(
    _ key: String,
    of actor: String,
    by statements: [Statement],
    in holding: TerritoryRegistry.Holding
  ) -> Bool {
    guard let member = holding.state.member(actor: actor) else { return false }
    var ledger = holding.ledger
    for statement in statements where statement.log == member.id { _ = ledger.insert(statement) }
    return ledger.currentKey(of: member.id) == key
  }

  /// Whether the host shows the key, there where this node knows it to be.
  private func isShown(_ record: NodeRecord) async throws -> Bool {
    let now = services.now()
    if let sight = services.known.sight(of: record.digest, at: now) { return sight == .shown }
    let known = services.known.node(host: record.host)?.record
    let way = OutboundWay(
      pins: Set((known?.tlsPins ?? []).compactMap { SPKIPin($0) }),
      addresses: known?.addresses ?? []
    )
    do {
      let key = try await OriginCheck(services: services).key(of: record.host, way)
      services.known.note(key == record.key ? .shown : .other, of: record.digest, at: now)
      return key == record.key
    } catch Refusal.unavailable {
      return false
    } catch {
      services.known.note(.silent, of: record.digest, at: now)
      return false
    }
  }
}

extension Statement {
  /// The key that a record or a join puts in place.
  fileprivate var newKey: String? {
    switch content {
    case .join(let record), .record(let record, _): record.key
    default: nil
    }
  }
}
