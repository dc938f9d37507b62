import Foundation
import Model
import StrictJSON

/// One step of giving each other monthly reports (Protocol/indicators.md).
struct IndicatorMessage {
  static let type = "IndicatorSync"
  /// The largest message in bytes.
  static let largest = 8 << 20
  /// How much of reports goes into one message, in bytes.
  static let portion = 4 << 20
  /// How many months back reports are given.
  static let span = 24

  /// The months of the receiver that the sender holds; nothing: it takes none.
  var held: [Month]?
  /// Signed reports of the sender.
  var reports: [JSONObject] = []

  init() {}

  init(_ json: JSON) throws(Refusal) {
    let fields = try StrictFields(json, as: "message")
    try fields.require("type", Self.type)
    if fields.object["held"] != nil {
      held = try fields.texts("held", atMost: Self.span + 1, length: 7)
        .map { (text) throws(Refusal) in
          guard let month = Month(text) else { throw fields.wrong("held", "not of months") }
          return month
        }
    }
    reports = try fields.list("reports", atMost: Self.span + 1).map { (json) throws(Refusal) in
      try StrictFields(json, as: "report").object
    }
  }

  var document: JSONObject {
    var object: JSONObject = ["type": .string(Self.type)]
    if let held { object["held"] = .array(held.map { .string($0.description) }) }
    if !reports.isEmpty { object["reports"] = .array(reports.map(JSON.object)) }
    return object
  }
}
