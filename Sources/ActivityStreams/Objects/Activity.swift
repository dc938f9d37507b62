import Foundation
import StrictJSON

extension AS {
  /// Something an actor did or wants done: what nodes exchange (ActivityPub §3, §6, §7).
  package struct Activity: WireObject, WireValue {
    package var id: IRI
    package var type: ActivityType
    package var actor: IRI
    /// One object; several only in a Flag and in a group's Announce; none only in a type that is not acted on.
    package var objects: [Reference]
    /// The collection of an Add or a Remove.
    package var target: Reference?
    /// The post that would quote, in a QuoteRequest (FEP-044f).
    package var instrument: Reference?
    /// What an Accept gives: the stamp of a quote, or an agreement with its id.
    package var result: Reference?
    package var audience = Audience()
    package var published: Date?
    /// What the reporter says in a Flag, what is said with an Invite, and why a Reject says no (FEP-0837).
    package var content = ""
    /// What is said to an organizer with a Join (Mobilizon's `participationMessage`).
    package var message: String?
    /// Its place in the log of what its node publishes for a territory.
    package var publication: Publication?
    /// The document as received, which its proof covers; nothing for what is made here.
    package private(set) var raw: JSON?

    package init(id: IRI, type: ActivityType, actor: IRI, object: Reference) {
      self.id = id
      self.type = type
      self.actor = actor
      self.objects = [object]
    }

    package init(json: JSON) throws(Malformed) {
      let fields = try Fields(json)
      try self.init(fields, id: fields.required("id", fields.iri("id")))
    }

    /// An activity inside another that takes it back or answers it, which may have no id: then who did what to
    /// what is all that tells which it is, and its actor stands for its id.
    package init(inside json: JSON) throws(Malformed) {
      let fields = try Fields(json)
      let actor = try fields.required("actor", fields.iri("actor"))
      try self.init(fields, id: try fields.iri("id") ?? actor)
    }

    private init(_ fields: Fields, id: IRI) throws(Malformed) {
      self.id = id
      type = ActivityType(rawValue: try fields.type())
      actor = try fields.required("actor", fields.iri("actor"))
      objects = try Self.objects(fields, of: type)
      target = try fields.reference("target")
      instrument = type == .quoteRequest ? try fields.reference("instrument") : nil
      result = type == .accept ? try fields.reference("result") : nil
      audience = try Audience(fields)
      published = try fields.date("published")
      let mayHaveWords = type == .flag || type == .invite || type == .reject
      content = mayHaveWords ? try fields.text("content", atMost: Limits.description) ?? "" : ""
      message =
        type == .join ? try fields.text("participationMessage", atMost: Limits.message) : nil
      publication = try fields.one(MaillageVocabulary.publication)
      raw = .object(fields.object)
    }

    package var context: Context {
      let isAboutEvent =
        type == .join || type == .leave
        || objects.contains { $0.embedded?.type == NoteType.event.rawValue }
      return isAboutEvent ? .event : .object
    }

    /// The object of every activity but those with several.
    package var object: Reference? { objects.count == 1 ? objects.first : nil }

    package var json: JSON {
      var members = Members(id: id, type: type.rawValue)
      members.put("actor", actor)
      members.put(text: "content", content)
      members.put("participationMessage", message)
      members.put(oneOrMore: "object", objects)
      members.put("target", target)
      members.put("instrument", instrument)
      members.put("result", result)
      members.put("published", published)
      audience.write(to: &members)
      members.put(MaillageVocabulary.publication, publication)
      return members.json
    }

    private static func objects(
      _ fields: Fields,
      of type: ActivityType
    ) throws(Malformed) -> [Reference] {
      let limit = type.takesSeveralObjects ? Limits.objects : 1
      let values = try fields.list("object", atMost: limit)
      if values.isEmpty, case .other = type { return [] }
      guard !values.isEmpty else { throw fields.malformed("object", .missing) }
      return try values.map { (value) throws(Malformed) in
        try fields.nested("object", value, read: Reference.init(json:))
      }
    }
  }
}
