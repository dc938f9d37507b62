import StrictJSON
import Testing

@testable import ActivityStreams

@Suite struct AudienceTests {
  @Test(
    "Public is read in each of its three spellings",
    arguments: ["as:Public", "Public", "https://www.w3.org/ns/activitystreams#Public"]
  )
  func everyone(spelling: String) throws {
    #expect(try audience(["to": .string(spelling)]).isPublic)
    #expect(try audience(["cc": [.string(spelling)]]).isUnlisted)
    #expect(try audience(["to": [["id": .string(spelling), "type": "Collection"]]]).isPublic)
  }

  @Test(
    "What only looks like Public is not",
    arguments: [
      "public", "PUBLIC", "as:public", "https://www.w3.org/ns/activitystreams",
      "https://www.w3.org/ns/activitystreams#Publi%63",
      "http://www.w3.org/ns/activitystreams#Public",
    ]
  )
  func notEveryone(spelling: String) throws {
    #expect(try !audience(["to": .string(spelling)]).isPublic)
  }

  @Test func `Blind addressees are read and never written`() throws {
    let audience = try audience([
      "to": "https://a.example/a", "bto": "https://a.example/b", "bcc": ["https://a.example/c"],
    ])
    var members = AS.Members()
    audience.write(to: &members)

    #expect(audience.addresses.count == 3)
    #expect(members.json == ["to": ["https://a.example/a"]])
  }

  @Test func `An addressee of another scheme is left out, which cannot widen the audience`() throws
  {
    let audience = try audience(["to": ["did:key:z6Mk", "https://a.example/a", .null]])

    #expect(audience.to == [.address(AS.IRI(constant: "https://a.example/a"))])
    #expect(!audience.isPublic)
  }

  @Test func `Each addressee counts once, in order`() throws {
    let audience = try audience([
      "to": ["https://a.example/b", "https://a.example/a"], "cc": ["https://A.example/b"],
    ])

    #expect(audience.addresses.map(\.path) == ["/b", "/a"])
  }

  @Test func `All lists together have one limit`() throws {
    let half = JSON.array((0..<500).map { "https://a.example/\($0)" })

    #expect(try audience(["to": half, "cc": half]).to.count == 500)
    #expect(throws: AS.Malformed(path: "bcc", reason: .more(than: 1000))) {
      try audience(["to": half, "cc": half, "bcc": "https://a.example/x"])
    }
  }

  private func audience(_ json: JSON) throws(AS.Malformed) -> AS.Audience {
    try AS.Audience(AS.Fields(json))
  }
}
