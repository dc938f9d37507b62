import Foundation
import StrictJSON
import Testing

@testable import ActivityStreams

/// Every file in `Protocol/examples` is exactly what this node reads and writes.
@Suite struct ProtocolExamplesTests {
  @Test("An activity's example round-trips", arguments: try activities)
  func activity(name: String) throws {
    let json = try Samples.json("activities/\(name)")
    let activity = try AS.Activity(json: json)

    #expect(activity.type.rawValue.lowercased() == name)
    #expect(activity.document().sorted == json.sorted)
    #expect(activity.raw == json)
  }

  @Test func `Each activity that is acted on has an example and each example is acted on`() throws {
    let known = AS.ActivityType.known.map { $0.rawValue.lowercased() }.sorted()

    #expect(try Self.activities == known)
  }

  @Test("An actor's example round-trips", arguments: try actors)
  func actor(name: String) throws {
    let json = try Samples.json("actors/\(name)")
    let actor = try AS.Actor(json: json)

    #expect(actor.type.rawValue.lowercased() == name)
    #expect(actor.document(in: name == "group" ? .group : .actor).sorted == json.sorted)
    for key in actor.keys.publicKeys { #expect(key.owner == actor.id) }
    for key in actor.keys.assertionMethods { #expect(key.controller == actor.id) }
  }

  @Test("An object's example round-trips", arguments: try objects)
  func object(name: String) throws {
    let json = try Samples.json("objects/\(name)")

    #expect(try written(name, json).sorted == json.sorted)
  }

  @Test("An embedded object is read by its own type", arguments: ["create", "update"])
  func embedded(name: String) throws {
    let activity = try AS.Activity(json: Samples.json("activities/\(name)"))
    let embedded = try #require(activity.object?.embedded)
    let note = try AS.Note(json: embedded.json)

    #expect(note.id == embedded.id)
    #expect(note.attributedTo == activity.actor)
    #expect(note.json.sorted == embedded.json.sorted)
  }

  @Test func `Host-meta is written as its example`() throws {
    let file = Samples.examples.appending(path: "objects/host-meta.xml")
    let origin = try #require(AS.Origin("https://atelier.example"))

    #expect(try Samples.bytes(of: file) == Array(AS.HostMeta(origin: origin).xml.utf8))
  }

  @Test func `The context in the folder is the one in the code`() throws {
    let file = try JSON.parse(Samples.bytes(of: Samples.context))

    #expect(file.object?.keys == ["@context"])
    #expect(file["@context"] == AS.Context.actor.json)
  }

  @Test func `The namespace is defined alike in code and context`() throws {
    let file = try JSON.parse(Samples.bytes(of: Samples.context))
    let terms = file["@context"]?.array?.first { $0.object != nil }

    #expect(terms?[AS.MaillageVocabulary.prefix]?.string == AS.MaillageVocabulary.namespace)
    #expect(AS.MaillageVocabulary.namespace.hasPrefix("urn:uuid:"))
  }

  @Test func `Every term that a document uses is in its context`() throws {
    let all = try #require(AS.Context.actor.json.array).compactMap(\.object)
    let terms = try #require(all.first)
    let own = ["maillage", "toot", "schema", "ostatus"]

    for name in own { #expect(terms.contains(name)) }
    for name in ["Hashtag", "sensitive", "manuallyApprovesFollowers", "featured", "discoverable"] {
      #expect(terms.contains(name))
    }
    for term in all.joined() {
      let expansion = term.value["@id"]?.string ?? term.value.string ?? ""
      let prefix = expansion.split(separator: ":").first.map(String.init) ?? ""
      #expect(["http", "https", "urn", "as"].contains(prefix) || terms.contains(prefix))
    }
  }

  private func written(_ name: String, _ json: JSON) throws -> JSON {
    switch name {
    case "note", "note-territory", "note-quote", "question", "vote", "event", "need",
      "proposal-mitra", "consultation", "asked-question":
      try AS.Note(json: json).document()
    case "publication", "publication-forgetting": try AS.Activity(json: json).document()
    case "quote-authorization": try AS.QuoteAuthorization(json: json).document()
    case "agreement": try AS.Agreement(json: json).document()
    case "economic-event": try AS.EconomicEvent(json: json).document()
    case "endorsement", "recommendation":
      try AS.Endorsement(json: json).document(in: .endorsement)
    case "endorsement-authorization":
      try AS.EndorsementAuthorization(json: json).document(in: .endorsement)
    case "consultation-vote":
      try AS.ConsultationVote(json: json).document(in: .consultation)
    case "consultation-result":
      try AS.ConsultationResult(json: json).document(in: .consultation)
    case "tombstone": try AS.Tombstone(json: json).document()
    case "featured-tags": try AS.FeaturedTags(json: json).document()
    case "conversation", "followers-synchronization", "ordered-collection":
      try AS.Collection(json: json).document()
    case "ordered-collection-page": try AS.CollectionPage(json: json).document()
    case "webfinger": try AS.WebFingerDocument(json: json).json
    case "nodeinfo": try AS.NodeInfo(json: json).json
    case "nodeinfo-links": try AS.NodeInfoLinks(json: json).json
    default: throw AS.Malformed(path: name, reason: .expected("an example with a reader"))
    }
  }

  static var activities: [String] {
    get throws { try Samples.names(in: Samples.examples.appending(path: "activities")) }
  }

  static var actors: [String] {
    get throws { try Samples.names(in: Samples.examples.appending(path: "actors")) }
  }

  static var objects: [String] {
    get throws { try Samples.names(in: Samples.examples.appending(path: "objects")) }
  }
}
