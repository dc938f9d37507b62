import ActivityStreams
import Foundation
import Model
import Signatures
import StrictJSON

extension AS {
  /// The context of all documents of the territory protocol: its terms need no prefix there.
  package static let territoryContext: JSON = [
    "https://www.w3.org/ns/activitystreams", "https://w3id.org/security/data-integrity/v2",
    ["@vocab": .string(MaillageVocabulary.namespace)],
  ]
}

/// Charter on the wire ↔ in the node (Protocol/territory.md).
extension Charter {
  /// The largest charter that is read, in bytes.
  package static let largest = 1 << 18
  static let mostFounders = 200

  /// Reads a charter; its hash is the territory.
  package init(json: JSON) throws(Refusal) {
    let fields = try StrictFields(json, as: "charter")
    try fields.require("type", "Charter")
    guard fields.object["@context"] == AS.territoryContext else {
      throw .malformed("charter.@context is not the one of the territory protocol.")
    }
    _ = try fields.text("nonce", atMost: 64)
    let founders = try fields.list("founders", atMost: Self.mostFounders)
      .map { (json) throws(Refusal) in try NodeRecord(json: json) }
    let ids = founders.map(\.digest)
    guard !founders.isEmpty, ids == ids.sorted(), Set(ids).count == ids.count,
      Set(founders.map(\.actor)).count == founders.count
    else { throw .malformed("charter.founders is empty, unsorted or names somebody twice.") }
    let name = VisibleText.clean(try fields.text("name", atMost: 100))
    guard !name.isEmpty else { throw fields.wrong("name", "empty") }
    self.init(
      id: try Digest(of: fields.object),
      name: name,
      founders: founders,
      terms: try Terms(json: fields.object["terms"])
    )
  }

  /// A new charter with the founders' records as their nodes wrote them.
  package static func document(
    name: String,
    founders: [JSONObject],
    terms: JSONObject
  ) throws(Refusal) -> JSONObject {
    let sorted = try founders.map { (record) throws(Refusal) in (try Digest(of: record), record) }
      .sorted { $0.0 < $1.0 }
    return [
      "@context": AS.territoryContext, "type": "Charter", "name": .string(name),
      "founders": .array(sorted.map { .object($0.1) }), "terms": .object(terms),
      "nonce": .string(Base64URL.encode(SharedSecret.random(count: 16))),
    ]
  }
}

extension Terms {
  static let mostLanguages = 24
  static let longestText = 65_536
  static let mostClauses = 100

  package init(json: JSON?) throws(Refusal) {
    let fields = try StrictFields(json, as: "terms")
    try fields.require("type", "Terms")
    let texts = try fields.fields("text")
    guard (1...Self.mostLanguages).contains(texts.object.count) else {
      throw fields.wrong("text", "in no language, or in more than \(Self.mostLanguages)")
    }
    var text: [String: String] = [:]
    for language in texts.object.keys {
      guard (2...35).contains(language.utf8.count),
        language.utf8.allSatisfy({ $0.isASCIIAlphanumeric || $0 == UInt8(ascii: "-") })
      else { throw fields.wrong("text", "in an unknown language") }
      text[language] = try texts.text(language, atMost: Self.longestText)
    }
    self.init(
      digest: try Digest(of: fields.object),
      text: text,
      clauses: try fields.list("clauses", atMost: Self.mostClauses)
        .map { (json) throws(Refusal) in try Clause(json: json) },
      rules: try Rules(json: fields.object["rules"])
    )
    guard Set(clauses.map(\.name)).count == clauses.count else {
      throw fields.wrong("clauses", "naming something twice")
    }
  }

  package static func document(
    text: [String: String],
    clauses: [Clause],
    rules: Rules
  ) -> JSONObject {
    let texts = text.sorted { $0.key < $1.key }.map { ($0.key, JSON.string($0.value)) }
    var object: JSONObject = ["type": "Terms", "text": .object(JSONObject(texts))]
    if !clauses.isEmpty { object["clauses"] = .array(clauses.map(\.json)) }
    object["rules"] = .object(Rules.document(rules))
    return object
  }
}

extension Clause {
  fileprivate init(json: JSON) throws(Refusal) {
    let fields = try StrictFields(json, as: "clause")
    let name = try fields.text("name", atMost: 100)
    switch fields.object["value"] {
    case .string?: self.init(name: name, value: .text(try fields.text("value", atMost: 500)))
    case .bool(let value)?: self.init(name: name, value: .truth(value))
    case .number?:
      let value = try fields.integer("value", in: -(1 << 53)...1 << 53)
      self.init(name: name, value: .number(value))
    default: throw fields.wrong("value", "neither text, whole number, true nor false")
    }
  }

  fileprivate var json: JSON {
    switch value {
    case .text(let text): ["name": .string(name), "value": .string(text)]
    case .number(let number): ["name": .string(name), "value": .integer(number)]
    case .truth(let truth): ["name": .string(name), "value": .bool(truth)]
    }
  }
}

extension Rules {
  static let mostStewards = 200

  fileprivate init(json: JSON?) throws(Refusal) {
    let fields = try StrictFields(json, as: "rules")
    guard let admission = Admission(rawValue: try fields.text("admission", atMost: 40)) else {
      throw fields.wrong("admission", "none of \(Admission.allCases.map(\.rawValue))")
    }
    let electors: Electors
    switch try fields.text("electors", atMost: 40) {
    case "all": electors = .all
    case "stewards":
      electors = .stewards(try fields.digests("stewards", atMost: Self.mostStewards))
    default: throw fields.wrong("electors", "neither all nor stewards")
    }
    self.init(
      endorsements: try fields.integer("endorsements", in: 1...1000),
      exclude: try Fraction(fields, "exclude"),
      amend: try Fraction(fields, "amend"),
      recover: try Fraction(fields, "recover"),
      suspend: try fields.integer("suspend", in: 1...1000),
      growthMinimum: try fields.integer("growthMin", in: 1...10_000),
      growthPercent: try fields.integer("growthPercent", in: 0...100),
      window: try fields.integer("window", in: 1...1000),
      electors: electors,
      admission: admission,
      isMembershipPublic: try fields.bool("membersPublic")
    )
  }

  fileprivate static func document(_ rules: Rules) -> JSONObject {
    var object: JSONObject = [
      "endorsements": .integer(rules.endorsements), "exclude": rules.exclude.json,
      "amend": rules.amend.json, "recover": rules.recover.json, "suspend": .integer(rules.suspend),
      "growthMin": .integer(rules.growthMinimum), "growthPercent": .integer(rules.growthPercent),
      "window": .integer(rules.window),
    ]
    switch rules.electors {
    case .all: object["electors"] = "all"
    case .stewards(let stewards):
      object["electors"] = "stewards"
      object["stewards"] = .array(stewards.map { .string($0.text) })
    }
    object["admission"] = .string(rules.admission.rawValue)
    object["membersPublic"] = .bool(rules.isMembershipPublic)
    return object
  }
}

extension Rules.Fraction {
  fileprivate init(_ fields: StrictFields, _ key: String) throws(Refusal) {
    let numbers = try fields.list(key, atMost: 2).compactMap(\.int)
    guard numbers.count == 2, (1...1000).contains(numbers[1]), (0...numbers[1]).contains(numbers[0])
    else { throw fields.wrong(key, "not a fraction [numerator, denominator]") }
    self.init(numbers[0], numbers[1])
  }

  fileprivate var json: JSON { [.integer(numerator), .integer(denominator)] }
}
