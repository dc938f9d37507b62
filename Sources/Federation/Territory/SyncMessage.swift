import Foundation
import Model
import StrictJSON

/// One step of comparing what two nodes have of a territory; all parts may be absent
/// (Protocol/territory.md).
struct SyncMessage {
  /// Over all digests: equal roots, equal sets.
  var root: Digest?
  var count: Int?
  /// The 256 hashes of the sender's parts.
  var buckets: [Digest]?
  /// The sender's digests in the parts that differ.
  var digests: [Digest] = []
  /// What the sender wants to have.
  var want: [Digest] = []
  var statements: [JSON] = []
  /// How far the sender knows each log of publications.
  var publicationsWanted: [Digest: Int]?
  var publications: [JSON] = []
  /// What nodes said of actors that cannot be fetched.
  var introductions: [JSON] = []

  /// Bytes of statements, and of publications, in one message.
  static let portion = 1 << 20
  /// Bytes of a whole message.
  static let largest = 8 << 20
  static let mostDigests = 20_000
  static let mostStatements = 5_000
  static let mostPublications = 1_000
  static let mostLogs = 10_000

  init() {}

  init(_ json: JSON) throws(Refusal) {
    let fields = try StrictFields(json, as: "sync")
    root = try fields.digestIfAny("root")
    if fields.object["count"] != nil { count = try fields.integer("count", in: 0...1 << 40) }
    if fields.object["buckets"] != nil {
      let buckets = try fields.digests("buckets", atMost: SyncState.bucketCount)
      guard buckets.count == SyncState.bucketCount else { throw fields.wrong("buckets", "not 256") }
      self.buckets = buckets
    }
    digests = try fields.digests("digests", atMost: Self.mostDigests)
    want = try fields.digests("want", atMost: Self.mostDigests)
    statements = try fields.list("statements", atMost: Self.mostStatements)
    publications = try fields.list("publications", atMost: Self.mostPublications)
    introductions = try fields.list("introductions", atMost: Self.mostPublications)
    if let wanted = fields.object["publicationsWanted"] {
      publicationsWanted = try Self.heads(try StrictFields(wanted, as: "publicationsWanted"))
    }
  }

  private static func heads(_ fields: StrictFields) throws(Refusal) -> [Digest: Int] {
    guard fields.object.count <= mostLogs else { throw fields.wrong("…", "naming too many logs") }
    var heads: [Digest: Int] = [:]
    for text in fields.object.keys {
      guard let log = Digest(text: text) else { throw fields.wrong(text, "not of a log") }
      heads[log] = try fields.integer(text, in: 0...1 << 40)
    }
    return heads
  }

  var document: JSONObject {
    var object = JSONObject()
    object["root"] = root.map { .string($0.text) }
    object["count"] = count.map(JSON.integer)
    object["buckets"] = buckets.map { .array($0.map { .string($0.text) }) }
    object.put("digests", digests.map(\.text))
    object.put("want", want.map(\.text))
    if !statements.isEmpty { object["statements"] = .array(statements) }
    object["publicationsWanted"] = publicationsWanted.map { wanted in
      let pairs = wanted.sorted { $0.key < $1.key }.map { ($0.key.text, JSON.integer($0.value)) }
      return .object(JSONObject(pairs))
    }
    if !publications.isEmpty { object["publications"] = .array(publications) }
    if !introductions.isEmpty { object["introductions"] = .array(introductions) }
    return object
  }
}
