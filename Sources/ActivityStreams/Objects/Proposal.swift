import Foundation
import StrictJSON

extension AS {
  /// What a post needs or offers besides its words (FEP-0837; Protocol/needs.md).
  package struct Proposal: Hashable, Sendable {
    package enum Purpose: String, Hashable, Sendable {
      case offer, request
    }

    /// A skill with the level that it takes at least.
    package struct Skill: WireObject, WireValue {
      package var id: String
      /// 1 to 4.
      package var level: Int?

      package init(id: String, level: Int?) {
        (self.id, self.level) = (id, level)
      }

      package init(json: JSON) throws(Malformed) {
        let fields = try Fields(json)
        id = try fields.required("id", fields.bytes("id", atMost: Limits.skill))
        level = try fields.count("level")
        guard level.map({ (1...4).contains($0) }) ?? true else {
          throw fields.malformed("level", .expected("1 to 4"))
        }
      }

      package var json: JSON {
        var members = Members(type: "DefinedTerm")
        members.put("id", .string(id))
        members.put("level", level)
        return members.json
      }
    }

    package var purpose: Purpose
    package var publishes: Intent
    package var reciprocal: Intent?
    package var unitBased: Bool?
    package var location: ProposalPlace?
    /// After this nobody answers it any more.
    package var endTime: Date?
    package var skills: [Skill] = []
    /// `answered` or `withdrawn`, once it is.
    package var status: String?
    /// Whether each node that it is addressed to looks by itself who is meant.
    package var isCall = false

    private static let skillsName = "\(MaillageVocabulary.prefix):skills"
    private static let statusName = "\(MaillageVocabulary.prefix):status"
    private static let callName = "\(MaillageVocabulary.prefix):call"

    package init(_ purpose: Purpose, publishes: Intent) {
      (self.purpose, self.publishes) = (purpose, publishes)
    }

    /// Nothing where a note says neither what it wants nor what it offers.
    init?(_ fields: Fields, isRequired: Bool) throws(Malformed) {
      let isMeant = fields.object["purpose"] != nil && fields.object["publishes"] != nil
      guard isMeant || isRequired else { return nil }
      let word = try fields.required("purpose", fields.text("purpose", atMost: Limits.type))
      guard let purpose = Purpose(rawValue: word) else {
        throw fields.malformed("purpose", .expected("offer or request"))
      }
      self.purpose = purpose
      publishes = try fields.required("publishes", fields.one("publishes"))
      reciprocal = try fields.one("reciprocal")
      guard reciprocal.map({ $0.id != publishes.id }) ?? true else {
        throw fields.malformed("reciprocal.id", .expected("an id of its own"))
      }
      unitBased = try fields.bool("unitBased")
      // A place that cannot be read is none: the words have it as well.
      let places: [ProposalPlace]? = try? fields.readable("location", atMost: Limits.places)
      location = places?.first
      endTime = try fields.date("endTime")
      skills = try fields.list(fields.own(Self.skillsName), atMost: Limits.skills)
        .map { (json) throws(Malformed) in
          try fields.nested(Self.skillsName, json, read: Skill.init(json:))
        }
      status = try fields.text(fields.own(Self.statusName), atMost: Limits.type)
      guard status.map({ $0 == "answered" || $0 == "withdrawn" }) ?? true else {
        throw fields.malformed(Self.statusName, .expected("answered or withdrawn"))
      }
      isCall = try fields.bool(fields.own(Self.callName)) ?? false
    }

    func write(to members: inout Members) {
      members.put("purpose", purpose.rawValue)
      members.put("publishes", publishes)
      members.put("reciprocal", reciprocal)
      members.put("unitBased", unitBased)
      members.put("location", location)
      members.put("endTime", endTime)
      members.put(list: Self.skillsName, skills)
      members.put(Self.statusName, status)
      if isCall { members.put(Self.callName, true) }
    }
  }

  /// One side of what is proposed (FEP-0837).
  package struct Intent: WireObject, WireValue {
    package var id: IRI
    /// `deliverService` or `transfer`.
    package var action: String
    package var resource: String?
    package var quantity: Quantity
    /// When it is to be done.
    package var beginning: Date?
    package var end: Date?

    package init(id: IRI, action: String, quantity: Quantity) {
      (self.id, self.action, self.quantity) = (id, action, quantity)
    }

    package init(json: JSON) throws(Malformed) {
      let fields = try Fields(json)
      try fields.requireType("Intent")
      id = try fields.required("id", fields.iri("id"))
      action = try fields.required("action", fields.text("action", atMost: Limits.type))
      guard action == "deliverService" || action == "transfer" else {
        throw fields.malformed("action", .expected("deliverService or transfer"))
      }
      resource = try fields.bytes("resourceConformsTo", atMost: Limits.resource)
      quantity = try fields.required("resourceQuantity", fields.one("resourceQuantity"))
      beginning = try fields.date("hasBeginning")
      end = try fields.date("hasEnd")
    }

    package var json: JSON {
      var members = Members(id: id, type: "Intent")
      members.put("action", action)
      members.put("resourceConformsTo", resource)
      members.put("resourceQuantity", quantity)
      members.put("hasBeginning", beginning)
      members.put("hasEnd", end)
      return members.json
    }
  }

  /// An amount and its unit (Ontology of Units of Measure).
  package struct Quantity: WireObject, WireValue {
    package var unit: String
    /// A decimal number as written.
    package var value: String?

    package init(_ value: String?, _ unit: String) {
      (self.value, self.unit) = (value, unit)
    }

    package init(json: JSON) throws(Malformed) {
      let fields = try Fields(json)
      unit = try fields.required("hasUnit", fields.bytes("hasUnit", atMost: Limits.unit))
      // FEP-0837 writes the number as text; others write a number.
      if case .number(let text)? = fields.object["hasNumericalValue"] {
        value = text
      } else {
        value = try fields.bytes("hasNumericalValue", atMost: Limits.number)
      }
      guard value.map(Self.isNumber) ?? true else {
        throw fields.malformed("hasNumericalValue", .expected("a number with up to 3 decimals"))
      }
    }

    /// Up to 15 digits, and up to 3 behind a point: not nothing, and no exponent.
    private static func isNumber(_ text: String) -> Bool {
      text.wholeMatch(of: /(0|[1-9][0-9]{0,14})(\.[0-9]{1,3})?/) != nil
        && text.contains { $0 != "0" && $0 != "." }
    }

    package var json: JSON {
      var members = Members()
      members.put("hasUnit", unit)
      members.put("hasNumericalValue", value)
      return members.json
    }
  }

  /// Where something is needed or offered, and how far around (ActivityStreams vocabulary §5.3).
  package struct ProposalPlace: WireObject, WireValue {
    package var name: String?
    /// The INSEE code of a commune.
    package var insee: String?
    package var latitude: Double?
    package var longitude: Double?
    package var kilometres: Double?

    private static let inseeName = "\(MaillageVocabulary.prefix):insee"
    private static let units = ["m": 0.001, "km": 1, "feet": 0.000_304_8, "miles": 1.609_344]

    package init(name: String?) { self.name = name }

    package init(json: JSON) throws(Malformed) {
      let place = try EventPlace(json: json)
      (name, latitude, longitude) = (place.name, place.latitude, place.longitude)
      guard json.object != nil else { return }
      let fields = try Fields(json)
      insee = try? fields.text(fields.own(Self.inseeName), atMost: 5)
      guard let radius = fields.object["radius"]?.double, radius > 0, radius < 100_000_000 else {
        return
      }
      let unit = (try? fields.text("units", atMost: Limits.type)) ?? "m"
      kilometres = Self.units[unit].map { $0 * radius }
    }

    package var json: JSON {
      var members = Members(type: "Place")
      members.put("name", name)
      members.put(Self.inseeName, insee)
      if let latitude, let longitude {
        members.put("latitude", .number(String(latitude)))
        members.put("longitude", .number(String(longitude)))
      }
      if let kilometres {
        members.put("radius", .number(String(kilometres)))
        members.put("units", "km")
      }
      return members.json
    }
  }
}

extension AS.Fields {
  /// The name under which a member of the project's own vocabulary stands: the short or the full one.
  func own(_ short: String) -> String {
    guard object[short] == nil else { return short }
    let term = short.dropFirst(AS.MaillageVocabulary.prefix.count + 1)
    return "\(AS.MaillageVocabulary.namespace)\(term)"
  }
}
