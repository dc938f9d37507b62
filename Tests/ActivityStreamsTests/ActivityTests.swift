import StrictJSON
import Testing

@testable import ActivityStreams

@Suite struct ActivityTests {
  private let like: JSON = [
    "id": "https://a.example/activities/1", "type": "Like", "actor": "https://a.example/users/a",
    "object": "https://b.example/posts/1",
  ]

  @Test func `A publication has its place, from 1 and with the one before it`() throws {
    let first: JSON = ["territory": "zT", "log": "zL", "seq": 1]
    let third = first.with("seq", 3).with("prev", "zP").with("forgets", [1, 2])

    #expect(
      try AS.Activity(json: like.with("maillage:publication", first)).publication
        == AS.Publication(territory: "zT", log: "zL", sequence: 1)
    )
    #expect(
      try AS.Activity(json: like.with("maillage:publication", third)).publication
        == AS.Publication(territory: "zT", log: "zL", sequence: 3, previous: "zP", forgets: [1, 2])
    )
    for wrong in [
      first.with("seq", 0), first.with("seq", 2), first.with("prev", "zP"), first.with("log", nil),
      third.with("forgets", [3]), third.with("forgets", [0]), third.with("forgets", ["1"]),
      third.with("seq", 1.5), "zT",
    ] as [JSON] {
      #expect(throws: AS.Malformed.self) {
        try AS.Activity(json: like.with("maillage:publication", wrong))
      }
    }
  }

  @Test func `An actor may be embedded or alone in a list`() throws {
    let spellings: [JSON] = [
      "https://a.example/users/a",
      ["https://a.example/users/a"],
      ["id": "https://a.example/users/a", "type": "Person"],
      [["id": "https://A.example:443/users/a"]],
    ]

    for actor in spellings {
      let activity = try AS.Activity(json: like.with("actor", actor))
      #expect(activity.actor.string == "https://a.example/users/a")
    }
  }

  @Test(
    "What is not exactly an activity is refused with the place of the fault",
    arguments: [
      ("id", nil, "id is missing"),
      ("id", "", "id is missing"),
      ("id", 7, "id is not an address"),
      ("id", "tag:a.example,2026:1", "id is not an address: only http and https are read"),
      ("id", "javascript:alert(1)", "id is not an address: only http and https are read"),
      ("type", nil, "type is missing"),
      ("type", ["Like", "Create"], "type is not a single value"),
      ("type", 1, "type is not text"),
      ("actor", nil, "actor is missing"),
      ("actor", .null, "actor is missing"),
      ("actor", ["https://a.example/a", "https://b.example/b"], "actor is not a single value"),
      ("actor", ["type": "Person"], "actor is not an address"),
      ("object", nil, "object is missing"),
      ("object", [], "object is missing"),
      ("object", ["https://b.example/1", "https://b.example/2"], "object has more than 1 entries"),
      ("object", true, "object is not an address or an object"),
      ("object", [:], "object.id is missing"),
      ("object", ["id": "file:///x"], "object.id is not an address: only http and https are read"),
      ("target", 3, "target is not an address or an object"),
      ("to", 3, "to is not an address"),
      ("published", "tomorrow", "published is not a date and time"),
      ("published", 12, "published is not text"),
      ("@graph", [], "@graph is a JSON-LD keyword that is not read here"),
      ("@included", [], "@included is a JSON-LD keyword that is not read here"),
      ("@reverse", [:], "@reverse is a JSON-LD keyword that is not read here"),
    ] as [(String, JSON?, String)]
  )
  func refused(member: String, value: JSON?, complaint: String) {
    let error = #expect(throws: AS.Malformed.self) {
      try AS.Activity(json: like.with(member, value))
    }

    #expect(error?.description == complaint)
  }

  @Test func `A keyword that divides readers is refused inside the object as well`() {
    let object: JSON = ["id": "https://b.example/1", "type": "Note", "@reverse": [:]]

    #expect(throws: AS.Malformed(path: "object.@reverse", reason: .forbidden)) {
      try AS.Activity(json: like.with("object", object))
    }
  }

  @Test("A document that is no object is refused", arguments: [.null, 1, "x", [[:]]] as [JSON])
  func noObject(json: JSON) {
    #expect(throws: AS.Malformed(path: "", reason: .expected("an object"))) {
      try AS.Activity(json: json)
    }
  }

  @Test func `Only a report has several objects`() throws {
    let objects: JSON = ["https://b.example/users/b", "https://b.example/posts/1"]
    let flag = try AS.Activity(json: like.with("type", "Flag").with("object", objects))

    #expect(flag.objects.compactMap(\.id?.string) == objects.array?.compactMap(\.string))
    #expect(flag.object == nil)
  }

  @Test func `A type that is not acted on keeps its name`() throws {
    let json = like.with("type", "Travel").with("object", nil)

    #expect(try AS.Activity(json: json).type == .other("Travel"))
  }

  @Test func `An object is an id, a link's target or is carried along`() throws {
    let id = try AS.Reference(json: "https://b.example/1")
    let bare = try AS.Reference(json: ["id": "https://b.example/1"])
    let link = try AS.Reference(json: ["type": "Link", "href": "https://b.example/1"])
    let note = try AS.Reference(json: ["type": "Note", "id": "https://b.example/1", "x": 1])
    let anonymous = try AS.Reference(json: ["type": "Note"])

    #expect(bare == id)
    #expect(link == id)
    #expect(note.id == id.id)
    #expect(note.embedded?.json["x"] == 1)
    #expect(anonymous.id == nil)
    #expect(try AS.Reference(json: "as:Public").json.string == AS.Recipient.publicCollection)
  }

  @Test func `What is carried along reads as what it was`() throws {
    let note = try AS.Note(json: Samples.json("objects/note"))
    let follow = try AS.Activity(json: Samples.json("activities/follow"))
    let create = AS.Activity(
      id: follow.id,
      type: .create,
      actor: note.attributedTo,
      object: AS.Reference(note)
    )

    #expect(try AS.Activity(json: create.json).object == AS.Reference(note))
    #expect(create.raw == nil)
    #expect(try AS.Reference(json: follow.json) == AS.Reference(follow))
  }

  @Test func `What is received stays as it was beside what was read`() throws {
    let json = like.with("proof", ["type": "DataIntegrityProof"])
    let activity = try AS.Activity(json: json)

    #expect(activity.raw == json)
    #expect(activity.json["proof"] == nil)
  }
}
