import ActivityStreams
import Foundation
import Model
import Signatures
import StrictJSON
import TestSupport

@testable import Federation

/// Statements that a test writes by itself, and brings where it wants.
extension Founded {
  /// A statement in a log, signed by any key.
  func statement(
    _ content: JSONObject,
    of author: TestNode,
    after head: TerritoryLedger.Head? = nil,
    by key: SigningKey? = nil
  ) throws -> JSONObject {
    let holding = try required(author.services.territories.holding(id))
    let log = try author.memberID(in: id)
    let head = try required(head ?? holding.ledger.head(of: log))
    let signer = try author.services.keys.nodeSigner(.ed25519)
    let used = key ?? signer.key
    var document: JSONObject = [
      "@context": AS.territoryContext,
      "id": .string(
        "\(author.origin)/territories/\(id.text)/log/\(log.text)/\(head.sequence + 1)"
      ),
      "actor": .string("\(author.origin)/actor"), "territory": .string(id.text),
      "log": .string(log.text), "seq": .integer(head.sequence + 1),
      "prev": .string(head.digest.text),
      "key": .string(try required(used.verificationKey.multikey)),
      "published": "2026-11-25T09:00:00Z",
    ]
    for member in content.members { document[member.key] = member.value }
    return try IntegrityProof.sign(
      document,
      as: Signer(keyID: signer.keyID, key: used),
      created: author.clock.now
    )
  }

  /// Brings statements to a node as another one.
  func bring(
    _ statements: [JSONObject],
    to node: TestNode,
    by bringer: TestNode
  ) async throws -> JSON {
    try await bringer.client.post(
      ["statements": .array(statements.map(JSON.object))],
      to: "/territories/\(id.text)/sync",
      of: PeerClient.Target(host: node.host, key: required(node.ownKey))
    )
  }

  func count(_ node: TestNode) -> Int {
    node.services.territories.holding(id)?.ledger.statements.count ?? 0
  }

  func vote(for digest: Digest, type: String = "Offer") -> JSONObject {
    [
      "type": "Accept",
      "object": [
        "id": "https://a.example/x", "type": .string(type), "digest": .string(digest.text),
      ],
    ]
  }
}
