import Foundation
import StrictJSON

extension AS {
  /// What somebody who answers a need or an offer would give and take (FEP-0837).
  package struct Agreement: WireObject, WireValue {
    package static let type = "Agreement"

    /// Nothing before it is accepted.
    package var id: IRI?
    package var stipulates: Commitment
    package var reciprocal: Commitment?
    /// What whoever answers says to it.
    package var content = ""

    package init(id: IRI? = nil, stipulates: Commitment, reciprocal: Commitment?) {
      (self.id, self.stipulates, self.reciprocal) = (id, stipulates, reciprocal)
    }

    package init(json: JSON) throws(Malformed) {
      let fields = try Fields(json)
      try fields.requireType(Self.type)
      id = try fields.iri("id")
      stipulates = try fields.required("stipulates", fields.one("stipulates"))
      reciprocal = try fields.one("stipulatesReciprocal")
      content = try fields.text("content", atMost: Limits.description) ?? ""
    }

    package var json: JSON {
      var members = Members(id: id, type: Self.type)
      members.put("stipulates", stipulates)
      members.put("stipulatesReciprocal", reciprocal)
      members.put(text: "content", content)
      return members.json
    }
  }

  /// What is promised on one side of an agreement (FEP-0837).
  package struct Commitment: WireObject, WireValue {
    package var id: IRI?
    /// The intent that it answers.
    package var satisfies: IRI
    package var quantity: Quantity

    package init(id: IRI? = nil, satisfies: IRI, _ quantity: Quantity) {
      (self.id, self.satisfies, self.quantity) = (id, satisfies, quantity)
    }

    package init(json: JSON) throws(Malformed) {
      let fields = try Fields(json)
      try fields.requireType("Commitment")
      id = try fields.iri("id")
      satisfies = try fields.required("satisfies", fields.iri("satisfies"))
      quantity = try fields.required("resourceQuantity", fields.one("resourceQuantity"))
    }

    package var json: JSON {
      var members = Members(id: id, type: "Commitment")
      members.put("satisfies", satisfies)
      members.put("resourceQuantity", quantity)
      return members.json
    }
  }

  /// What one side of an agreement says was done (Valueflows; Protocol/needs.md).
  package struct EconomicEvent: WireObject, WireValue {
    package static let type = "EconomicEvent"

    package var id: IRI
    package var attributedTo: IRI
    /// The agreement.
    package var context: IRI
    /// The commitment that was kept.
    package var fulfills: IRI
    package var quantity: Quantity
    package var pointInTime: Date

    package init(
      id: IRI,
      attributedTo: IRI,
      context: IRI,
      fulfills: IRI,
      quantity: Quantity,
      pointInTime: Date
    ) {
      (self.id, self.attributedTo, self.context) = (id, attributedTo, context)
      (self.fulfills, self.quantity, self.pointInTime) = (fulfills, quantity, pointInTime)
    }

    package init(json: JSON) throws(Malformed) {
      let fields = try Fields(json)
      try fields.requireType(Self.type)
      id = try fields.required("id", fields.iri("id"))
      attributedTo = try fields.required("attributedTo", fields.iri("attributedTo"))
      context = try fields.required("context", fields.iri("context"))
      fulfills = try fields.required("fulfills", fields.iri("fulfills"))
      quantity = try fields.required("resourceQuantity", fields.one("resourceQuantity"))
      pointInTime = try fields.required("hasPointInTime", fields.date("hasPointInTime"))
    }

    package var json: JSON {
      var members = Members(id: id, type: Self.type)
      members.put("attributedTo", attributedTo)
      members.put("context", context)
      members.put("fulfills", fulfills)
      members.put("resourceQuantity", quantity)
      members.put("hasPointInTime", pointInTime)
      return members.json
    }
  }
}

extension AS.Reference {
  package init(_ agreement: AS.Agreement) {
    self = .embedded(
      Embedded(id: agreement.id, type: AS.Agreement.type, json: agreement.json)
    )
  }

  package init(_ event: AS.EconomicEvent) {
    self = .embedded(Embedded(id: event.id, type: AS.EconomicEvent.type, json: event.json))
  }
}
