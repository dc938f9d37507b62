import ActivityStreams
import Foundation
import Model
import Signatures
import Storage
import StrictJSON

/// TalentBucket on the wire ↔ a signed part of a node's directory (Protocol/talents.md).
extension TalentBucket {
  package static let type = "TalentBucket"
  /// The largest bucket in bytes.
  static let largest = 2 << 20
  private static let mostWithdrawals = 5_000
  /// How far ahead of this node's clock a version may be, in milliseconds: a day.
  private static let versionSlack: Int64 = 86_400_000

  /// What a bucket is a part of.
  package struct Place: Sendable, Hashable {
    /// The origin of the node whose directory it is.
    package var origin: String
    package var scope: TalentScope

    package init(origin: String, scope: TalentScope) {
      (self.origin, self.scope) = (origin, scope)
    }

    var actor: String { "\(origin)/actor" }

    /// Who may hold and search it: FEP-268d's word for the ring.
    var searchableBy: String {
      switch scope {
      case .organisation: actor
      case .territory(let id): "\(origin)/territories/\(id)/members"
      case .everyone: AS.Recipient.publicCollection
      }
    }

    func address(_ index: Int) -> String { "\(origin)/talents/\(scope.text)/\(index)" }
  }

  /// Reads a bucket that a node gives out as its own.
  ///
  /// - Parameters:
  ///   - document: The signed bucket.
  ///   - place: What it has to be a part of.
  ///   - key: The node's key, as Multikey.
  ///   - now: The time.
  /// - Throws: `Refusal.malformed` for what is not one, or not for this scope;
  ///   `Refusal.unauthenticated` for a proof that does not hold.
  package init(
    _ document: JSONObject,
    of place: Place,
    signedBy key: String,
    at now: Date
  ) throws(Refusal) {
    guard JSON.object(document).serialized().count <= Self.largest else {
      throw .tooLarge(limit: Self.largest)
    }
    let fields = try StrictFields(.object(document), as: "bucket")
    guard document["@context"] == AS.territoryContext, !document.contains("signature") else {
      throw .malformed("bucket.@context is not the one of the territory protocol.")
    }
    try fields.require("type", Self.type)
    try fields.require("attributedTo", place.actor)
    try fields.require("searchableBy", place.searchableBy)
    let index = try fields.integer("bucket", in: 0...Self.count - 1)
    try fields.require("id", place.address(index))
    let latest = Int(now.milliseconds + Self.versionSlack)
    let version = try fields.integer("version", in: 1...latest)
    try NodeProof.check(document, with: key, of: place.actor, as: "bucket")
    self.init(
      index: index,
      version: Int64(version),
      entries: try fields.list("entries", atMost: Self.mostEntries)
        .map { (json) throws(Refusal) in
          try TalentEntry(json: json, of: place.origin, at: now)
        },
      withdrawals: try fields.list("withdrawn", atMost: Self.mostWithdrawals)
        .map { (json) throws(Refusal) in try Withdrawal(json: json, of: place.origin) }
    )
    let numbers = entries.map(\.number) + withdrawals.map(\.number)
    guard Set(numbers).count == numbers.count,
      numbers.allSatisfy({ TalentEntry.bucket(of: $0) == index })
    else { throw .malformed("A bucket has each of its own entries once.") }
  }

  /// The bucket as it is signed, without its proof.
  package func document(of place: Place) -> JSONObject {
    var object: JSONObject = [
      "@context": AS.territoryContext, "id": .string(place.address(index)),
      "type": .string(Self.type), "attributedTo": .string(place.actor),
      "searchableBy": .string(place.searchableBy), "bucket": .integer(index),
      "version": .integer(Int(version)),
      "entries": .array(entries.map { $0.json(origin: place.origin) }),
    ]
    if !withdrawals.isEmpty {
      object["withdrawn"] = .array(withdrawals.map { $0.json(origin: place.origin) })
    }
    return object
  }
}

extension TalentBucket.Withdrawal {
  fileprivate init(json: JSON, of origin: String) throws(Refusal) {
    let fields = try StrictFields(json, as: "withdrawn")
    try fields.require("type", "Tombstone")
    self.init(
      number: try TalentEntry.number(in: fields, key: "id", of: origin),
      withdrawnAt: try fields.date("deleted")
    )
  }

  fileprivate func json(origin: String) -> JSON {
    [
      "type": "Tombstone", "id": .string("\(origin)/talents/\(number)"),
      "deleted": .string(AS.Timestamp.text(withdrawnAt)),
    ]
  }
}
