import Foundation
import StrictJSON

extension AS {
  /// What an actor says of another: of a skill (`Endorsement`) or as a whole (`Recommendation`)
  /// (Protocol/endorsements.md).
  ///
  /// It has a context and a proof of its own, so that it stands alone wherever it is carried.
  package struct Endorsement: WireObject {
    package static let types = ["Endorsement", "Recommendation"]
    private static let serviceName = "\(MaillageVocabulary.prefix):service"

    package var id: IRI
    package var attributedTo: IRI
    /// Whom it is about.
    package var about: IRI
    /// The URI of the skill, as written; nothing in a recommendation.
    package var skill: String?
    /// The offer of whom it is about that is recommended; nothing where it is about them as a whole.
    package var service: IRI?
    /// How the author is tied to whom it is about.
    package var link: String
    /// What is said, in plain text.
    package var content: String
    package var published: Date

    package init(
      id: IRI,
      attributedTo: IRI,
      about: IRI,
      skill: String?,
      link: String,
      content: String,
      published: Date
    ) {
      (self.id, self.attributedTo, self.about) = (id, attributedTo, about)
      (self.skill, self.link, self.content) = (skill, link, content)
      self.published = published
    }

    package var type: String { skill == nil ? "Recommendation" : "Endorsement" }

    package init(json: JSON) throws(Malformed) {
      let fields = try Fields(json)
      let type = try fields.type()
      guard Self.types.contains(type) else {
        throw fields.malformed("type", .expected("Endorsement or Recommendation"))
      }
      id = try fields.required("id", fields.iri("id"))
      attributedTo = try fields.required("attributedTo", fields.iri("attributedTo"))
      about = try fields.required("about", fields.iri("about"))
      skill = try fields.bytes("skill", atMost: Limits.skill)
      guard (skill != nil) == (type == "Endorsement") else {
        throw fields.malformed("skill", .expected("a skill in an Endorsement and only there"))
      }
      service = try fields.iri(fields.own(Self.serviceName))
      guard service == nil || skill == nil else {
        throw fields.malformed(Self.serviceName, .expected("a service in a Recommendation only"))
      }
      link = try fields.required("link", fields.text("link", atMost: Limits.type))
      content = try fields.text("content", atMost: Limits.endorsement) ?? ""
      published = try fields.required("published", fields.date("published"))
    }

    package var json: JSON {
      var members = Members(id: id, type: type)
      members.put("attributedTo", attributedTo)
      members.put("about", about)
      members.put("skill", skill)
      members.put(Self.serviceName, service)
      members.put("link", link)
      members.put(text: "content", content)
      members.put("mediaType", "text/plain")
      members.put("published", published)
      return members.json
    }
  }

  /// The consent of whom an endorsement is about to its being shown, in the manner of FEP-044f, with
  /// its reply: valid for what it names and nothing else.
  package struct EndorsementAuthorization: WireObject {
    package static let type = "EndorsementAuthorization"

    package var id: IRI
    package var attributedTo: IRI
    /// The endorsement.
    package var interactingObject: IRI
    /// Whom it is about.
    package var interactionTarget: IRI
    /// For whom it may be shown.
    package var ring: String
    /// The reply, in plain text.
    package var content: String
    package var published: Date

    package init(
      id: IRI,
      attributedTo: IRI,
      interactingObject: IRI,
      ring: String,
      content: String,
      published: Date
    ) {
      (self.id, self.attributedTo, self.interactingObject) = (id, attributedTo, interactingObject)
      interactionTarget = attributedTo
      (self.ring, self.content, self.published) = (ring, content, published)
    }

    package init(json: JSON) throws(Malformed) {
      let fields = try Fields(json)
      try fields.requireType(Self.type)
      id = try fields.required("id", fields.iri("id"))
      attributedTo = try fields.required("attributedTo", fields.iri("attributedTo"))
      interactingObject = try fields.required(
        "interactingObject",
        fields.iri("interactingObject")
      )
      interactionTarget = try fields.required(
        "interactionTarget",
        fields.iri("interactionTarget")
      )
      ring = try fields.required("ring", fields.text("ring", atMost: Limits.type))
      content = try fields.text("content", atMost: Limits.endorsement) ?? ""
      published = try fields.required("published", fields.date("published"))
    }

    package var json: JSON {
      var members = Members(id: id, type: Self.type)
      members.put("attributedTo", attributedTo)
      members.put("interactingObject", interactingObject)
      members.put("interactionTarget", interactionTarget)
      members.put("ring", ring)
      members.put(text: "content", content)
      members.put("mediaType", "text/plain")
      members.put("published", published)
      return members.json
    }
  }
}

extension AS.Reference {
  /// Carries a signed document along as it is; its own context and proof stay.
  package init(signed document: JSONObject) throws(AS.Malformed) {
    try self.init(json: .object(document))
  }
}
