import StrictJSON
import Testing

@testable import ActivityStreams

@Suite struct NoteTests {
  private let note: JSON = [
    "id": "https://a.example/posts/1", "type": "Note",
    "attributedTo": "https://a.example/users/a", "content": "<p>Bonjour</p>",
  ]

  @Test(
    "What is not exactly a post is refused with the place of the fault",
    arguments: [
      ("type", "Person", "type is not a type of post"),
      ("id", nil, "id is missing"),
      ("attributedTo", nil, "attributedTo is missing"),
      (
        "attributedTo", ["https://a.example/a", "https://b.example/b"],
        "attributedTo is not a single author"
      ),
      ("content", ["a", "b"], "content is not a single value"),
      ("content", 5, "content is not text"),
      ("content", "a\u{0}b", "content is not text"),
      ("sensitive", "yes", "sensitive is not true or false"),
      (
        "inReplyTo", "at://did:plc:x/y", "inReplyTo is not an address: only http and https are read"
      ),
      ("url", "javascript:alert(1)", "url is not an address: only http and https are read"),
      ("url", ["data:text/html,x"], "url is not an address: only http and https are read"),
      (
        "url", ["type": "Link", "href": "file:///etc/passwd"],
        "url.href is not an address: only http and https are read"
      ),
      ("maillage:audience", "department", "maillage:audience is not an audience known here"),
      ("maillage:audience", ["territory", "public"], "maillage:audience is not a single value"),
      ("contentMap", "fr", "contentMap is not an object"),
      ("conversation", ["id": "x"], "conversation is not text"),
    ] as [(String, JSON?, String)]
  )
  func refused(member: String, value: JSON?, complaint: String) {
    let error = #expect(throws: AS.Malformed.self) { try AS.Note(json: note.with(member, value)) }

    #expect(error?.description == complaint)
  }

  @Test("Every type of post is read and kept", arguments: AS.NoteType.allCases)
  func types(type: AS.NoteType) throws {
    var json = note.with("type", .string(type.rawValue))
    if type == .proposal {
      let need = try Samples.json("objects/need")
      json = json.with("purpose", "request").with("publishes", need["publishes"])
    }
    let note = try AS.Note(json: json)

    #expect(note.type == type)
    #expect(note.json["type"]?.string == type.rawValue)
  }

  @Test func `A territory's post says for which under any prefix`() throws {
    let expanded = "\(AS.MaillageVocabulary.namespace)territory"

    #expect(try AS.Note(json: note.with("maillage:territory", "zQm1")).territory == "zQm1")
    #expect(try AS.Note(json: note.with(expanded, "zQm1")).territory == "zQm1")
    #expect(throws: AS.Malformed.self) {
      try AS.Note(json: note.with("maillage:territory", ["a", "b"]))
    }
  }

  @Test func `A territory's post says so under any prefix`() throws {
    let expanded = "\(AS.MaillageVocabulary.namespace)audience"

    #expect(
      try AS.Note(json: note.with("maillage:audience", "territory")).audienceWord == .territory
    )
    #expect(try AS.Note(json: note.with(expanded, "territory")).audienceWord == .territory)
    #expect(try AS.Note(json: note).audienceWord == nil)
  }

  @Test func `Of several authors the person counts`() throws {
    let authors: JSON = [
      ["type": "Group", "id": "https://a.example/g"],
      ["type": "Person", "id": "https://a.example/p"],
    ]
    let two: JSON = [
      ["type": "Person", "id": "https://a.example/p"],
      ["type": "Person", "id": "https://a.example/q"],
    ]

    #expect(try AS.Note(json: note.with("attributedTo", authors)).attributedTo.path == "/p")
    #expect(throws: AS.Malformed.self) { try AS.Note(json: note.with("attributedTo", two)) }
  }

  @Test func `A bad tag or attachment is left out and does not cost the post`() throws {
    let tags: JSON = [
      ["type": "Mention", "href": "javascript:alert(1)", "name": "@a"],
      ["type": "Hashtag", "name": "#bois", "href": "javascript:alert(1)"],
      ["type": "Emoji", "name": ":x:", "icon": ["type": "Image", "url": "data:image/png,x"]],
      ["type": "Odd"], "word", 7,
    ]
    let files: JSON = [
      ["type": "Image", "url": "file:///etc/passwd"],
      ["type": "Image", "url": "https://a.example/x.png", "width": -1],
      ["type": "Image", "url": "https://a.example/y.png"],
    ]
    let read = try AS.Note(json: note.with("tag", tags).with("attachment", files))

    #expect(read.tags == [.hashtag("#bois", nil)])
    #expect(read.attachments.map(\.url.path) == ["/y.png"])
    #expect(read.mentions.isEmpty)
  }

  @Test func `The language is that of the translation that equals the text`() throws {
    let one = try AS.Note(json: note.with("contentMap", ["fr": "<p>Bonjour</p>"]))
    let many = try AS.Note(
      json: note.with("contentMap", ["en": "<p>Hello</p>", "fr": "<p>Bonjour</p>"])
    )
    let alone = try AS.Note(json: note.with("content", nil).with("contentMap", ["de": "Tag"]))
    let bad = try AS.Note(json: note.with("contentMap", ["fr\" onload=\"x": "<p>Bonjour</p>"]))

    #expect(one.text.language == "fr")
    #expect(many.text.language == "fr")
    #expect(alone.text.content == "Tag")
    #expect(alone.text.language == "de")
    #expect(bad.text.language == nil)
  }

  @Test func `The page is the HTML among links, and links elsewhere are passed over`() throws {
    let links: JSON = [
      ["type": "Link", "mediaType": "application/x-bittorrent", "href": "magnet:?xt=urn:btih:a"],
      ["type": "Link", "mediaType": "video/mp4", "href": "https://a.example/v.mp4"],
      ["type": "Link", "mediaType": "text/html", "href": "https://a.example/w"],
    ]

    #expect(try AS.Note(json: note.with("url", links)).url?.path == "/w")
    #expect(try AS.Note(json: note.with("url", ["https://a.example/z"])).url?.path == "/z")
  }

  @Test func `A source may be plain text`() throws {
    let plain = try AS.Note(json: note.with("source", "Bonjour"))
    let typed = try AS.Note(
      json: note.with("source", ["content": "*B*", "mediaType": "text/markdown"])
    )

    #expect(plain.text.source == .init(content: "Bonjour", mediaType: nil))
    #expect(typed.text.source == .init(content: "*B*", mediaType: "text/markdown"))
  }
}
