import StrictJSON
import Testing

@testable import ActivityStreams

/// Each member is read up to its limit and refused one beyond it (threat 17).
@Suite struct LimitsTests {
  /// A member, a value of exactly its limit, one beyond it, and the complaint.
  struct Case: Sendable, CustomTestStringConvertible {
    let member: String
    let fits: JSON
    let exceeds: JSON
    let reason: AS.Malformed.Reason

    var testDescription: String { member }

    static func text(_ member: String, _ limit: Int, of character: String = "é") -> Case {
      Case(
        member: member,
        fits: .string(String(repeating: character, count: limit)),
        exceeds: .string(String(repeating: character, count: limit + 1)),
        reason: .longer(than: limit)
      )
    }

    static func list(_ member: String, _ limit: Int, of element: JSON) -> Case {
      Case(
        member: member,
        fits: .array(Array(repeating: element, count: limit)),
        exceeds: .array(Array(repeating: element, count: limit + 1)),
        reason: .more(than: limit)
      )
    }

    static func address(_ member: String) -> Case {
      let stem = "https://a.example/"
      let fits = stem + String(repeating: "x", count: 2048 - stem.utf8.count)
      return Case(
        member: member,
        fits: .string(fits),
        exceeds: .string("\(fits)x"),
        reason: .address(.length)
      )
    }
  }

  @Test(
    "A post's member has its limit",
    arguments: [
      .address("id"), .address("attributedTo"), .address("inReplyTo"),
      .text("content", 256 * 1024, of: "x"), .text("summary", 5_000), .text("name", 500),
      .text("source", 256 * 1024, of: "x"), .text("conversation", 2048, of: "x"),
      .list("tag", 100, of: ["type": "Hashtag", "name": "#a"]),
      .list("attachment", 32, of: ["type": "Image", "url": "https://a.example/x"]),
      .list("url", 32, of: "https://a.example/x"), .list("to", 1_000, of: "https://a.example/x"),
      .list("cc", 1_000, of: "https://a.example/x"),
    ] as [Case]
  )
  func note(limit: Case) throws {
    let post = try Samples.json("objects/note-territory").with("contentMap", nil).with("to", nil)
      .with("audience", nil)
    try check(limit, on: post) {
      _ = try AS.Note(json: $0)
    }
  }

  @Test(
    "An actor's member has its limit",
    arguments: [
      .address("id"), .address("inbox"), .address("outbox"), .address("followers"),
      .address("following"), .address("featured"), .address("movedTo"),
      .text("preferredUsername", 128), .text("name", 500), .text("summary", 50_000),
      .list("alsoKnownAs", 64, of: "https://a.example/x"),
      .list("attachment", 32, of: ["type": "PropertyValue", "name": "a", "value": "b"]),
      .list("publicKey", 16, of: [:]), .list("assertionMethod", 16, of: [:]),
      .list("implements", 64, of: ["href": "https://a.example/x"]),
      .list("icon", 32, of: ["type": "Image", "url": "https://a.example/x"]),
    ] as [Case]
  )
  func actor(limit: Case) throws {
    try check(limit, on: Samples.json("actors/person")) { _ = try AS.Actor(json: $0) }
  }

  @Test(
    "An activity's member has its limit",
    arguments: [
      .address("id"), .address("actor"), .text("content", 5_000),
      .list("object", 100, of: "https://a.example/x"), .address("target"), .address("object"),
    ] as [Case]
  )
  func activity(limit: Case) throws {
    try check(limit, on: Samples.json("activities/flag")) { _ = try AS.Activity(json: $0) }
  }

  @Test(
    "A small object's member has its limit",
    arguments: [
      (.text("name", 500), "tag"), (.text("value", 4_000), "field"),
      (.text("publicKeyPem", 16 * 1024, of: "x"), "key"),
      (.text("publicKeyMultibase", 8 * 1024, of: "x"), "multikey"),
      (.text("name", 5_000), "attachment"), (.text("blurhash", 200), "attachment"),
      (.text("mediaType", 255), "attachment"), (.text("formerType", 100), "tombstone"),
      (.list("orderedItems", 1_000, of: "https://a.example/x"), "page"),
      (.list("items", 1_000, of: "https://a.example/x"), "collection"),
      (.list("links", 64, of: ["rel": "self"]), "webfinger"),
      (.list("aliases", 64, of: "a"), "webfinger"),
      (.text("subject", 2048, of: "x"), "webfinger"),
      (.list("links", 64, of: ["rel": "a"]), "links"),
    ] as [(Case, String)]
  )
  func small(limit: Case, kind: String) throws {
    let id: JSON = "https://a.example/x"
    switch kind {
    case "tag": try check(limit, on: ["type": "Hashtag"]) { _ = try AS.Tag(json: $0) }
    case "field":
      try check(limit, on: ["type": "PropertyValue", "name": "a"]) {
        _ = try AS.ProfileField(json: $0)
      }
    case "key": try check(limit, on: ["id": id, "owner": id]) { _ = try AS.PublicKey(json: $0) }
    case "multikey":
      try check(limit, on: ["id": id, "type": "Multikey", "controller": id]) {
        _ = try AS.Multikey(json: $0)
      }
    case "attachment":
      try check(limit, on: ["type": "Image", "url": id]) { _ = try AS.Attachment(json: $0) }
    case "tombstone":
      try check(limit, on: ["type": "Tombstone", "id": id]) { _ = try AS.Tombstone(json: $0) }
    case "page":
      try check(limit, on: ["type": "CollectionPage"]) { _ = try AS.CollectionPage(json: $0) }
    case "collection":
      try check(limit, on: ["type": "Collection"]) { _ = try AS.Collection(json: $0) }
    case "webfinger":
      try check(limit, on: ["subject": "acct:a@a.example"]) {
        _ = try AS.WebFingerDocument(json: $0)
      }
    default: try check(limit, on: [:]) { _ = try AS.NodeInfoLinks(json: $0) }
    }
  }

  @Test func `A type's name has its limit`() throws {
    let limit = Case.text("type", 100)

    try check(limit, on: Samples.json("activities/like")) { _ = try AS.Activity(json: $0) }
  }

  @Test func `Translations have their limit`() throws {
    let map = (0...32).map { ("l\($0)", JSON.string("x")) }
    let note = try Samples.json("objects/note")

    #expect(throws: AS.Malformed(path: "contentMap", reason: .more(than: 32))) {
      try AS.Note(json: note.with("contentMap", .object(JSONObject(map))))
    }
  }

  @Test func `A grapheme without end is long`() throws {
    let endless = "e" + String(repeating: "\u{301}", count: 500)
    let note = try Samples.json("objects/note")

    #expect(endless.count == 1)
    #expect(throws: AS.Malformed(path: "name", reason: .longer(than: 500))) {
      try AS.Note(json: note.with("name", .string(endless)))
    }
  }

  private func check(_ limit: Case, on json: JSON, read: (JSON) throws -> Void) throws {
    try read(json.with(limit.member, limit.fits))
    let error = #expect(throws: AS.Malformed.self) {
      try read(json.with(limit.member, limit.exceeds))
    }
    #expect(error == AS.Malformed(path: limit.member, reason: limit.reason))
  }
}
