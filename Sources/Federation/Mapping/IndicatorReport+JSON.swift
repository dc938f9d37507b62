import ActivityStreams
import Foundation
import Model
import Signatures
import StrictJSON

/// IndicatorReport on the wire ↔ what an organisation says of a month (Protocol/indicators.md).
extension IndicatorReport {
  static let type = "IndicatorReport"
  /// The largest report in bytes.
  static let largest = 1 << 20
  private static let mostFigures = 10_000

  /// Reads the report that a node gives out as its own.
  ///
  /// - Parameters:
  ///   - document: The signed report.
  ///   - host: The node that gave it.
  ///   - key: The node's key, as Multikey.
  ///   - now: The time.
  /// - Throws: `Refusal.malformed`, also for a month that is not over;
  ///   `Refusal.unauthenticated` for a proof that does not hold.
  init(
    _ document: JSONObject,
    from host: String,
    signedBy key: String,
    at now: Date
  ) throws(Refusal) {
    guard JSON.object(document).serialized().count <= Self.largest else {
      throw .tooLarge(limit: Self.largest)
    }
    let fields = try StrictFields(.object(document), as: "report")
    guard document["@context"] == AS.territoryContext, !document.contains("signature") else {
      throw .malformed("report.@context is not the one of the territory protocol.")
    }
    let actor = "https://\(host)/actor"
    try fields.require("type", Self.type)
    try fields.require("attributedTo", actor)
    guard let month = Month(try fields.text("month", atMost: 7)), month.isSettled(at: now) else {
      throw fields.wrong("month", "not a month that is over")
    }
    try fields.require("id", Self.address(of: host, month))
    try NodeProof.check(document, with: key, of: actor, as: "report")
    let indicators = try fields.list("figures", atMost: Self.mostFigures)
      .map { (json) throws(Refusal) -> Indicator? in
        try Indicator(StrictFields(json, as: "figure"))
      }
      .compactMap(\.self)
    guard Set(indicators.map { "\($0.name) \($0.peer)" }).count == indicators.count else {
      throw .malformed("A report has each figure once.")
    }
    self.init(host: host, month: month, indicators: indicators)
  }

  static func address(of host: String, _ month: Month) -> String {
    "https://\(host)/indicators/\(month)"
  }

  /// The report as it is signed, without its proof; it names peers only that share indicators, too.
  func document(naming named: Set<String>) -> JSONObject {
    [
      "@context": AS.territoryContext, "id": .string(Self.address(of: host, month)),
      "type": .string(Self.type), "attributedTo": .string("https://\(host)/actor"),
      "month": .string(month.description),
      "figures": .array(
        indicators.filter { $0.peer.isEmpty || named.contains($0.peer) }.map(\.json)
      ),
    ]
  }
}

extension Indicator {
  /// - Returns: Nothing for a name that is not known here: others may count more.
  fileprivate init?(_ fields: StrictFields) throws(Refusal) {
    let word = try fields.text("name", atMost: 40)
    let peer = try fields.textIfAny("with", atMost: 300) ?? ""
    let reason = try fields.textIfAny("hidden", atMost: 40)
    let isShown = fields.object["value"] != nil
    guard isShown == (reason == nil) else {
      throw fields.wrong("value", "either there, or hidden with a reason")
    }
    guard let name = IndicatorName(rawValue: word) else { return nil }
    let limit = 1_000_000_000
    self.init(
      name,
      peer: peer,
      value: isShown ? try fields.integer("value", in: 0...limit) : nil,
      people: isShown ? try fields.integer("people", in: 0...limit) : nil,
      reason: reason
    )
  }

  fileprivate var json: JSON {
    var object: JSONObject = ["name": .string(name.rawValue)]
    if !peer.isEmpty { object["with"] = .string(peer) }
    if let value {
      object["value"] = .integer(value)
      object["people"] = .integer(people ?? 0)
    } else {
      object["hidden"] = .string(reason ?? "unknown")
    }
    return .object(object)
  }
}
