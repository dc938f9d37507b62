import StrictJSON
import Testing

@testable import ActivityStreams

@Suite struct ActorTests {
  private let actor: JSON = [
    "id": "https://a.example/users/a", "type": "Person", "preferredUsername": "a",
    "inbox": "https://a.example/users/a/inbox",
  ]

  @Test(
    "What is not exactly an actor is refused with the place of the fault",
    arguments: [
      ("type", "Note", "type is not a kind of actor"),
      ("id", nil, "id is missing"),
      ("inbox", nil, "inbox is missing"),
      ("inbox", "javascript:alert(1)", "inbox is not an address: only http and https are read"),
      ("inbox", "file:///etc/passwd", "inbox is not an address: only http and https are read"),
      ("inbox", "data:,x", "inbox is not an address: only http and https are read"),
      ("outbox", "gopher://a.example/", "outbox is not an address: only http and https are read"),
      (
        "endpoints", ["sharedInbox": "data:,x"],
        "endpoints.sharedInbox is not an address: only http and https are read"
      ),
      (
        "icon", ["type": "Image", "url": "javascript:alert(1)"],
        "icon.url is not an address: only http and https are read"
      ),
      (
        "icon", "data:image/png;base64,x",
        "icon is not an address: only http and https are read"
      ),
      (
        "image", ["type": "Image", "url": "file:///x"],
        "image.url is not an address: only http and https are read"
      ),
      ("url", "javascript:alert(1)", "url is not an address: only http and https are read"),
      ("movedTo", "data:,x", "movedTo is not an address: only http and https are read"),
      ("preferredUsername", "a@b.example", "preferredUsername is not a user name"),
      ("preferredUsername", "a/b", "preferredUsername is not a user name"),
      ("preferredUsername", "a\nb", "preferredUsername is not a user name"),
      ("preferredUsername", "a\u{200F}b", "preferredUsername is not a user name"),
      ("discoverable", 1, "discoverable is not true or false"),
      ("published", "x", "published is not a date and time"),
    ] as [(String, JSON?, String)]
  )
  func refused(member: String, value: JSON?, complaint: String) {
    let error = #expect(throws: AS.Malformed.self) {
      try AS.Actor(json: actor.with(member, value))
    }

    #expect(error?.description == complaint)
  }

  @Test func `Keys of other kinds and keys only pointed at are passed over`() throws {
    let methods: JSON = [
      "https://a.example/users/a#key-1",
      [
        "id": "did:key:z6Mk", "type": "Multikey", "controller": "https://a.example/users/a",
        "publicKeyMultibase": "z6Mk",
      ],
      [
        "id": "https://a.example/users/a#k", "type": "JsonWebKey",
        "controller": "https://a.example/users/a",
      ],
      [
        "id": "https://a.example/users/a#e", "type": "Multikey",
        "controller": "https://a.example/users/a", "publicKeyMultibase": "z6Mk",
      ],
    ]
    let keys = try AS.Actor(json: actor.with("assertionMethod", methods)).keys

    #expect(keys.assertionMethods.map(\.id.fragment) == ["e"])
    #expect(keys.publicKeys.isEmpty)
  }

  @Test func `One key and a list of keys are read alike`() throws {
    let key: JSON = [
      "id": "https://a.example/users/a#main-key", "owner": "https://a.example/users/a",
      "publicKeyPem": "-----BEGIN PUBLIC KEY-----",
    ]
    let one = try AS.Actor(json: actor.with("publicKey", key))
    let list = try AS.Actor(json: actor.with("publicKey", [key]))

    #expect(one.keys.publicKeys.count == 1)
    #expect(one == list)
  }

  @Test func `A generator tells what the application can do`() throws {
    let generator: JSON = [
      "type": "Application",
      "implements": [["href": "https://datatracker.ietf.org/doc/html/rfc9421"]],
    ]
    let anonymous = try AS.Actor(json: actor.with("generator", generator)).generator
    let named = try AS.Actor(json: actor.with("generator", "https://a.example/actor")).generator
    let odd = try AS.Actor(json: actor.with("generator", "Some program")).generator

    #expect(anonymous?.id == nil)
    #expect(anonymous?.implements.map(\.href) == [AS.Capability.messageSignatures.href])
    #expect(named?.id?.path == "/actor")
    #expect(odd == nil)
  }

  @Test func `Of several sizes of a picture the first counts`() throws {
    let icons: JSON = [
      ["type": "Image", "url": "https://a.example/1.png"],
      ["type": "Image", "url": "https://a.example/2.png"],
    ]

    #expect(try AS.Actor(json: actor.with("icon", icons)).profile.icon?.url.path == "/1.png")
  }

  @Test func `Profile fields are read and other attachments passed over`() throws {
    let fields: JSON = [
      ["type": "PropertyValue", "name": "Site", "value": "x"], ["type": "IdentityProof"],
    ]
    let profile = try AS.Actor(json: actor.with("attachment", fields)).profile

    #expect(profile.fields == [AS.ProfileField(name: "Site", value: "x")])
  }
}
