import ActivityStreams
import Foundation
import Model
import Signatures
import StrictJSON

/// A signed activity between two nodes about their peering (Protocol/peering.md).
package struct PeerMessage: Sendable {
  /// What is said.
  package enum Kind: String, Sendable {
    /// Asks for a peering, with or without a ticket.
    case offer = "Offer"
    /// Yes: both hold it.
    case accept = "Accept"
    /// Noted: somebody will look at it.
    case tentativeAccept = "TentativeAccept"
    case reject = "Reject"
    /// Something about the sender's side has changed.
    case update = "Update"
    /// It has ended.
    case undo = "Undo"
    /// Asks into a territory, whose charter is the object.
    case invite = "Invite"
  }

  /// The largest message in bytes of its canonical form, and one that brings a charter.
  static let largest = 64 << 10
  static let largestWithCharter = 1 << 20

  package let id: String
  package let kind: Kind
  package let actor: AS.IRI
  package let published: Date
  /// The offer that this answers.
  package let offer: String?
  package let object: JSON?
  package let document: JSONObject

  /// Reads a message; its proof is checked by ``verify(with:)``.
  init(_ json: JSON) throws(Refusal) {
    let fields = try StrictFields(json, as: "message")
    guard fields.object["@context"] == AS.territoryContext else {
      throw .malformed("message.@context is not the one of the territory protocol.")
    }
    guard !fields.object.contains("signature") else {
      throw fields.wrong("signature", "not allowed")
    }
    try Self.checkSize(of: fields.object)
    guard let kind = Kind(rawValue: try fields.text("type", atMost: 40)) else {
      throw fields.wrong("type", "no type of a peering message")
    }
    self.kind = kind
    actor = try fields.address("actor")
    let id = try fields.address("id")
    guard id.origin == actor.origin, actor.path == "/actor" else {
      throw fields.wrong("id", "not of its actor's origin")
    }
    self.id = id.string
    published = try fields.date("published")
    offer = try fields.textIfAny("offer")
    object = fields.object["object"]
    document = fields.object
  }

  private static func checkSize(of document: JSONObject) throws(Refusal) {
    let brings =
      document["type"] == "Invite" || document["object"]?["charter"] != nil
      || document["object"]?["invitations"] != nil
    let limit = brings ? largestWithCharter : largest
    do {
      let size = try CanonicalJSON.bytes(of: .object(document)).count
      guard size <= limit else { throw Refusal.tooLarge(limit: limit) }
    } catch let refusal as Refusal {
      throw refusal
    } catch {
      throw .malformed("The message holds a number that has no canonical form.")
    }
  }

  /// Checks the message's proof.
  func verify(with key: String) throws(Refusal) {
    try NodeProof.check(document, with: key, of: actor.string, as: "message")
  }

  /// What a Peering object says.
  func terms() throws(Refusal) -> PeeringOffer { try PeeringOffer(json: object) }

  /// A message of this node, signed.
  static func make(
    _ kind: Kind,
    object: JSON?,
    offer: String? = nil,
    successor: SigningKey? = nil,
    with services: FederationServices
  ) throws -> PeerMessage {
    let now = services.now()
    let number = services.numbers.next(at: now)
    var document: JSONObject = [
      "@context": AS.territoryContext,
      "id": .string(services.addresses.origin.address("peering", String(number)).string),
      "type": .string(kind.rawValue), "actor": .string(services.addresses.nodeActor.string),
      "published": .string(AS.Timestamp.text(now)),
    ]
    document["offer"] = offer.map(JSON.string)
    document["object"] = object
    if let successor {
      let proof = try successor.sign(try SuccessorProof.message(for: document))
      document["successorProof"] = .string(Base64URL.encode(proof))
    }
    let signer = try services.keys.nodeSigner(.ed25519)
    let signed = try IntegrityProof.sign(document, as: signer, created: now)
    return try PeerMessage(.object(signed))
  }
}

/// What one side offers the other: the Peering object.
package struct PeeringOffer: Sendable {
  /// The proof that the sender has a ticket of the receiver.
  struct TicketProof: Sendable {
    let id: [UInt8]
    let proof: [UInt8]
  }

  let record: NodeRecord
  let recordDocument: JSONObject
  let terms: Peering.Terms
  /// How much passes, as the sender applies it to itself.
  let level: Peering.Level
  let charters: [String: String]
  let ticket: TicketProof?
  /// The charter of the territory that a ticket invites into, in the answer to its proof.
  let charter: JSON?
  /// Charters of territories into which the sender invites.
  let invitations: [JSON]

  static let mostCharters = 50

  init(json: JSON?) throws(Refusal) {
    let fields = try StrictFields(json, as: "peering")
    try fields.require("type", "Peering")
    recordDocument = try fields.fields("record").object
    record = try NodeRecord(json: .object(recordDocument))
    let scopes = try fields.texts("scopes", atMost: 16, length: 40).compactMap(Scope.init)
    terms = Peering.Terms(
      scopes: Set(scopes),
      reviewAt: try fields.dateIfAny("reviewAt"),
      valves: try fields.list("valves", atMost: 24)
        .map { (json) throws(Refusal) in try Valve(json: json) }
    )
    level = try Self.level(in: fields)
    charter = fields.object["charter"]
    var charters: [String: String] = [:]
    if let listed = fields.object["charters"] {
      let named = try StrictFields(listed, as: "charters")
      guard named.object.count <= Self.mostCharters else {
        throw fields.wrong("charters", "more than \(Self.mostCharters)")
      }
      for territory in named.object.keys {
        guard Digest(text: territory) != nil else { throw fields.wrong("charters", "no digest") }
        charters[territory] = try named.digest(territory).text
      }
    }
    self.charters = charters
    invitations = try fields.list("invitations", atMost: Self.mostCharters)
    ticket = try fields.object["ticket"].map { (json) throws(Refusal) in
      let ticket = try StrictFields(json, as: "ticket")
      guard let id = Base64URL.decode(try ticket.text("id", atMost: 16)), id.count == 8,
        let proof = Base64URL.decode(try ticket.text("proof", atMost: 64)), proof.count == 32
      else { throw fields.wrong("ticket", "not an id and a proof") }
      return TicketProof(id: id, proof: proof)
    }
  }

  private static func level(in fields: StrictFields) throws(Refusal) -> Peering.Level {
    guard let text = try fields.textIfAny("level", atMost: 40) else { return .full }
    guard let level = Peering.Level(rawValue: text) else {
      throw fields.wrong("level", "none of \(Peering.Level.allCases.map(\.rawValue))")
    }
    return level
  }

  /// The object as this node sends it: of its valves those that are not open.
  static func object(
    _ terms: Peering.Terms,
    level: Peering.Level = .full,
    record: JSONObject,
    charters: [String: String],
    ticket: (id: [UInt8], proof: [UInt8])? = nil,
    charter: JSON? = nil,
    invitations: [JSON] = []
  ) -> JSON {
    var object: JSONObject = ["type": "Peering", "record": .object(record)]
    object["scopes"] = .array(terms.scopes.sorted().map { .string($0.rawValue) })
    if level != .full { object["level"] = .string(level.rawValue) }
    object["reviewAt"] = terms.reviewAt.map { .string(AS.Timestamp.text($0)) }
    let valves = terms.valves.filter { $0.setting != .open }
    if !valves.isEmpty { object["valves"] = .array(valves.map(\.json)) }
    if !charters.isEmpty {
      let pairs = charters.sorted { $0.key < $1.key }.map { ($0.key, JSON.string($0.value)) }
      object["charters"] = .object(JSONObject(pairs))
    }
    object["charter"] = charter
    if !invitations.isEmpty { object["invitations"] = .array(invitations) }
    object["ticket"] = ticket.map {
      ["id": .string(Base64URL.encode($0.id)), "proof": .string(Base64URL.encode($0.proof))]
    }
    return .object(object)
  }

  /// What a joiner proves with a ticket's secret: that this sponsor's ticket is for this record.
  static func ticketMessage(id: [UInt8], sponsor: String, record: Digest) -> [UInt8] {
    let hex = id.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    return Array("maillage-ticket\n\(hex)\n\(sponsor)\n\(record.text)".utf8)
  }
}

extension Valve {
  /// Reads what a peer says of its own valve: its directions are seen from there.
  init(json: JSON) throws(Refusal) {
    let fields = try StrictFields(json, as: "valve")
    guard let scope = Scope(rawValue: try fields.text("scope", atMost: 40)),
      let direction = Direction(rawValue: try fields.text("direction", atMost: 10)),
      let setting = Setting(rawValue: try fields.text("setting", atMost: 20))
    else { throw fields.wrong("setting", "unknown") }
    self.init(
      scope: scope,
      direction: direction,
      setting: setting,
      author: "",
      reason: VisibleText.clean(try fields.textIfAny("reason", atMost: 500) ?? ""),
      createdAt: try fields.dateIfAny("createdAt") ?? .distantPast,
      reviewAt: try fields.dateIfAny("reviewAt")
    )
  }

  var json: JSON {
    var object: JSONObject = [
      "scope": .string(scope.rawValue), "direction": .string(direction.rawValue),
      "setting": .string(setting.rawValue),
    ]
    if !reason.isEmpty { object["reason"] = .string(reason) }
    object["createdAt"] = .string(AS.Timestamp.text(createdAt))
    object["reviewAt"] = reviewAt.map { .string(AS.Timestamp.text($0)) }
    return .object(object)
  }
}
