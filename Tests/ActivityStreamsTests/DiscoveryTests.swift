import StrictJSON
import Testing

@testable import ActivityStreams

@Suite struct DiscoveryTests {
  @Test func `The actor is the self link to a document`() throws {
    let document = try AS.WebFingerDocument(json: Samples.json("objects/webfinger"))

    #expect(document.actor?.string == "https://atelier.example/users/alice")
    #expect(document.account == AS.AccountAddress("alice@atelier.example"))
  }

  @Test(
    "A link of another kind leads to no actor",
    arguments: [
      ["rel": "self", "href": "https://a.example/a"],
      ["rel": "self", "type": "text/html", "href": "https://a.example/a"],
      ["rel": "self", "type": "application/ld+json", "href": "https://a.example/a"],
      ["rel": "me", "type": "application/activity+json", "href": "https://a.example/a"],
      ["rel": "self", "type": "application/activity+json", "href": "file:///etc/passwd"],
      ["rel": "self", "type": "application/activity+json"],
    ] as [JSON]
  )
  func noActor(link: JSON) throws {
    let json: JSON = ["subject": "acct:a@a.example", "links": [link]]

    #expect(try AS.WebFingerDocument(json: json).actor == nil)
  }

  @Test func `An answer without a subject is refused`() {
    #expect(throws: AS.Malformed(path: "subject", reason: .missing)) {
      try AS.WebFingerDocument(json: ["links": []])
    }
  }

  @Test func `The newest NodeInfo and the node's actor are found`() throws {
    let links = try AS.NodeInfoLinks(json: Samples.json("objects/nodeinfo-links"))

    #expect(links.nodeInfo?.path == "/nodeinfo/2.1")
    #expect(links.actor?.string == "https://atelier.example/actor")
  }

  @Test func `The links of a node are written as they are read`() throws {
    let origin = try #require(AS.Origin("https://atelier.example"))
    let links = AS.NodeInfoLinks(
      editions: [
        (.v21, origin.address("nodeinfo", "2.1")), (.v20, origin.address("nodeinfo", "2.0")),
      ],
      actor: origin.address("actor")
    )

    #expect(links.json.sorted == (try Samples.json("objects/nodeinfo-links").sorted))
  }

  @Test func `The older edition of NodeInfo has no repository`() {
    var info = AS.NodeInfo(
      version: .v21,
      software: .init(name: "maillage", version: "1", repository: "https://a.example/source"),
      openRegistrations: false
    )

    #expect(info.json["software"]?["repository"] != nil)

    info.version = .v20
    #expect(info.json["software"]?["repository"] == nil)
    #expect(info.json["usage"]?["users"] == [:])
  }

  @Test(
    "What is no NodeInfo is refused",
    arguments: [
      ["version": "9.0", "software": ["name": "x", "version": "1"]], ["version": "2.1"],
      ["version": "2.1", "software": ["version": "1"]],
      ["version": "2.1", "software": ["name": "x"], "usage": ["users": ["total": -4]]], "x",
    ] as [JSON]
  )
  func refused(json: JSON) {
    #expect(throws: AS.Malformed.self) { try AS.NodeInfo(json: json) }
  }
}
