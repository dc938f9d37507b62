import ActivityStreams
import Foundation
import Model
import Signatures
import StrictJSON

/// NodeRecord on the wire ↔ what a node says of itself (Protocol/territory.md).
extension NodeRecord {
  package static let type = "NodeRecord"
  static let mostPlaces = 20
  static let mostAddresses = 4
  static let mostPins = 2

  /// Reads a record; it is as true as the signature around it.
  package init(json: JSON?) throws(Refusal) {
    let fields = try StrictFields(json, as: "record")
    try fields.require("type", Self.type)
    let actor = try fields.address("actor")
    let inbox = try fields.address("inbox")
    guard actor.path == "/actor", actor.origin.scheme == .https, inbox.origin == actor.origin else {
      throw .malformed("A record's actor is https://host/actor, and its inbox is on the same host.")
    }
    let key = try fields.text("key", atMost: 128)
    guard case .ed25519? = try? VerificationKey(multikey: key) else {
      throw .malformed("A record's key is an Ed25519 key as Multikey.")
    }
    _ = try fields.text("nonce", atMost: 64)
    self.init(
      digest: try Digest(of: fields.object),
      actor: actor.string,
      key: key,
      keyDigest: Digest(ofKey: key),
      nextKeyDigest: try fields.digest("nextKeyDigest"),
      inbox: inbox.string,
      isReachable: try fields.bool("reachable"),
      addresses: try fields.texts("addresses", atMost: Self.mostAddresses, length: 64),
      tlsPins: try fields.texts("tlsPins", atMost: Self.mostPins, length: 64),
      presentation: try Presentation(fields)
    )
    guard tlsPins.allSatisfy({ SPKIPin($0) != nil }) else {
      throw .malformed("A pin is sha256/ and base64.")
    }
    guard addresses.allSatisfy({ HostMap.place($0)?.port != nil }) else {
      throw .malformed("An address of a record is address:port.")
    }
  }

  /// The host, and the port when it is not 443.
  package var host: String { Origin(of: actor)?.authority ?? "" }

  /// The name of the key as signatures give it.
  package var keyID: String { "\(actor)#ed25519-key" }

  /// A new record of a node; its nonce gives each record a digest of its own.
  package static func document(
    _ record: NodeRecord,
    nonce: [UInt8] = SharedSecret.random(count: 16)
  ) -> JSONObject {
    let shown = record.presentation
    var object: JSONObject = [
      "type": .string(type), "actor": .string(record.actor), "key": .string(record.key),
      "nextKeyDigest": .string(record.nextKeyDigest.text), "inbox": .string(record.inbox),
      "reachable": .bool(record.isReachable),
    ]
    object.put("addresses", record.addresses)
    object.put("tlsPins", record.tlsPins)
    object["name"] = .string(shown.name)
    object["kind"] = .string(shown.kind.rawValue)
    object.put("places", shown.places)
    object["siren"] = shown.siren.map(JSON.string)
    object["rna"] = shown.rna.map(JSON.string)
    if !shown.summary.isEmpty { object["summary"] = .string(shown.summary) }
    object["nonce"] = .string(nonce.map(Self.hex).joined())
    return object
  }

  private static func hex(_ byte: UInt8) -> String {
    String(byte >> 4, radix: 16) + String(byte & 15, radix: 16)
  }

  /// Whether two records say the same, whatever their nonces.
  package func saysTheSame(as other: NodeRecord) -> Bool {
    var copy = other
    copy.digest = digest
    return copy == self
  }
}

extension NodeRecord.Presentation {
  fileprivate init(_ fields: StrictFields) throws(Refusal) {
    guard let kind = NodeRecord.Kind(rawValue: try fields.text("kind", atMost: 40)) else {
      throw fields.wrong("kind", "none of \(NodeRecord.Kind.allCases.map(\.rawValue))")
    }
    let siren = try fields.textIfAny("siren", atMost: 9)
    let rna = try fields.textIfAny("rna", atMost: 10)
    guard siren.map({ SIREN($0) != nil }) ?? true else {
      throw fields.wrong("siren", "no SIREN: its check digit does not fit")
    }
    guard rna.map({ RNA($0) != nil }) ?? true else { throw fields.wrong("rna", "no RNA number") }
    self.init(
      name: VisibleText.clean(try fields.text("name", atMost: 100)),
      kind: kind,
      summary: try fields.textIfAny("summary", atMost: 500) ?? "",
      places: try fields.texts("places", atMost: NodeRecord.mostPlaces, length: 5),
      siren: siren,
      rna: rna
    )
  }
}

extension JSONObject {
  /// A list of texts, left out when it is empty.
  mutating func put(_ key: String, _ texts: [String]) {
    self[key] = texts.isEmpty ? nil : .array(texts.map(JSON.string))
  }
}
