import Foundation
import Model
import StrictJSON

/// One step of comparing a directory of the sender and one of the receiver (Protocol/talents.md).
struct TalentMessage {
  static let type = "TalentSync"
  /// The largest message in bytes.
  static let largest = 8 << 20
  /// How much of buckets goes into one message, in bytes.
  static let portion = 4 << 20

  var scope: TalentScope
  /// The root of the sender's own directory; nothing: it gives none.
  var offered: Digest?
  /// The root of what the sender holds of the receiver's; nothing: it takes none.
  var held: Digest?
  /// The digests of the buckets that the sender holds of the receiver's, by number.
  var heads: [Int: Digest]?
  /// Signed buckets of the sender.
  var buckets: [JSONObject] = []

  init(scope: TalentScope) { self.scope = scope }

  init(_ json: JSON) throws(Refusal) {
    let fields = try StrictFields(json, as: "message")
    try fields.require("type", Self.type)
    guard let scope = TalentScope(text: try fields.text("scope", atMost: 64)),
      scope != .organisation
    else { throw fields.wrong("scope", "neither a territory nor everyone") }
    self.scope = scope
    offered = try fields.digestIfAny("offered")
    held = try fields.digestIfAny("held")
    heads = try fields.object["heads"].map { (json) throws(Refusal) in
      try Self.heads(in: StrictFields(json, as: "heads"))
    }
    buckets = try fields.list("buckets", atMost: TalentBucket.count).map { (json) throws(Refusal) in
      try StrictFields(json, as: "bucket").object
    }
  }

  private static func heads(in fields: StrictFields) throws(Refusal) -> [Int: Digest] {
    var heads: [Int: Digest] = [:]
    for key in fields.object.keys {
      guard let index = Int(key), String(index) == key, (0..<TalentBucket.count).contains(index)
      else { throw fields.wrong(String(key.prefix(10)), "no number of a bucket") }
      heads[index] = try fields.digest(key)
    }
    return heads
  }

  var document: JSONObject {
    var object: JSONObject = ["type": .string(Self.type), "scope": .string(scope.text)]
    object["offered"] = offered.map { .string($0.text) }
    object["held"] = held.map { .string($0.text) }
    if let heads {
      let pairs = heads.sorted { $0.key < $1.key }.map { (String($0), JSON.string($1.text)) }
      object["heads"] = .object(JSONObject(pairs))
    }
    if !buckets.isEmpty { object["buckets"] = .array(buckets.map(JSON.object)) }
    return object
  }
}
