import ActivityStreams
import Foundation
import Signatures
import StrictJSON
import Synchronization

/// An actor of another node, with keys of its own, that signs whatever a test makes it say.
package struct RemoteActor: Sendable {
  private static let serial = Atomic<Int>(0)

  package let name: String
  package let host: String
  package let uri: String
  package var rsa: SigningKey
  package var ed25519: SigningKey
  /// Changes to the document that its node serves.
  package var edits: [String: JSON] = [:]
  /// The document as other software writes it.
  private var served: JSON?

  /// Makes an actor; two of one test that must not share an RSA key have different key numbers.
  package init(_ name: String, at host: String = "far.example", key: Int = 1) throws {
    try self.init(name, at: host, uri: "https://\(host)/users/\(name)", key: key)
  }

  /// Makes an actor of a document that other software serves, with a key of ours in it.
  package init(serving document: JSON) throws {
    let id = try required(document["id"]?.string.flatMap(AS.IRI.init), "the id of an actor")
    try self.init(
      required(document["preferredUsername"]?.string, "the name of \(id)"),
      at: id.origin.authority,
      uri: id.string,
      key: 1
    )
    let key = try required(document["publicKey"], "the key of \(id)")
    let pem = JSON.string(rsa.verificationKey.pem)
    served = document.setting("publicKey", to: key.setting("publicKeyPem", to: pem))
  }

  private init(_ name: String, at host: String, uri: String, key: Int) throws {
    self.name = name
    self.host = host
    self.uri = uri
    rsa = try TestKeys.rsa(key)
    ed25519 = SigningKey.generateEd25519()
  }

  /// An actor of other software, at whatever address it has there.
  package init(of uri: String, kind: String = "Person", key: Int = 1) throws {
    let parts = uri.split(separator: "/")
    host = parts.count > 1 ? String(parts[1]) : ""
    name = parts.last.map { String($0.drop { $0 == "@" }) } ?? ""
    self.uri = uri
    rsa = try TestKeys.rsa(key)
    ed25519 = SigningKey.generateEd25519()
    edits["type"] = .string(kind)
  }

  package var origin: String { "https://\(host)" }
  package var inbox: String { "\(uri)/inbox" }
  package var sharedInbox: String { "\(origin)/inbox" }
  package var followers: String { "\(uri)/followers" }
  package var featured: String { "\(uri)/featured" }
  package var address: String { "@\(name)@\(host)" }

  /// What its node serves under its id.
  package var document: JSON {
    var json = served ?? plain
    for (key, value) in edits { json = json.setting(key, to: value == .null ? nil : value) }
    return json
  }

  private var plain: JSON {
    let multikey = ed25519.verificationKey.multikey ?? ""
    return [
      "@context": "https://www.w3.org/ns/activitystreams",
      "id": .string(uri), "type": "Person", "preferredUsername": .string(name),
      "name": .string(name.capitalized), "summary": "",
      "inbox": .string(inbox), "outbox": "\(uri)/outbox",
      "followers": .string(followers), "following": "\(uri)/following",
      "featured": .string(featured), "endpoints": ["sharedInbox": .string(sharedInbox)],
      "publicKey": [
        "id": "\(uri)#main-key", "owner": .string(uri),
        "publicKeyPem": .string(rsa.verificationKey.pem),
      ],
      "assertionMethod": [
        [
          "id": "\(uri)#ed25519-key", "type": "Multikey", "controller": .string(uri),
          "publicKeyMultibase": .string(multikey),
        ]
      ],
    ]
  }

  package var webFinger: JSON {
    [
      "subject": "acct:\(name)@\(host)",
      "links": [["rel": "self", "type": "application/activity+json", "href": .string(uri)]],
    ]
  }

  // MARK: What it says

  /// A new id of its node.
  package func newID(_ kind: String = "activities") -> String {
    let number = Self.serial.wrappingAdd(1, ordering: .relaxed).newValue
    return "\(origin)/\(kind)/\(number)"
  }

  package func activity(
    _ type: String,
    _ object: JSON,
    id: String? = nil,
    to recipients: [String] = [AS.Recipient.publicCollection],
    cc: [String] = []
  ) -> JSON {
    [
      "@context": "https://www.w3.org/ns/activitystreams",
      "id": .string(id ?? newID()), "type": .string(type), "actor": .string(uri),
      "object": object, "to": .list(recipients), "cc": .list(cc),
    ]
  }

  package func note(
    _ content: String,
    id: String? = nil,
    to recipients: [String] = [AS.Recipient.publicCollection],
    cc: [String] = [],
    inReplyTo parent: String? = nil
  ) -> JSON {
    let note: JSON = [
      "id": .string(id ?? newID("posts")), "type": "Note", "attributedTo": .string(uri),
      "content": .string(content), "to": .list(recipients), "cc": .list(cc),
    ]
    return note.setting("inReplyTo", to: parent.map(JSON.string))
  }

  package func create(_ note: JSON, id: String? = nil) -> JSON {
    activity("Create", note, id: id).setting("to", to: note["to"]).setting("cc", to: note["cc"])
  }

  /// The same document with an integrity proof (FEP-8b32).
  package func proven(_ json: JSON, at now: Date) throws -> JSON {
    let document = try required(json.object, "an object")
    let signer = Signer(keyID: try keyID("ed25519-key"), key: ed25519)
    return .object(try IntegrityProof.sign(document, as: signer, created: now))
  }

  // MARK: How it sends

  /// A signed request that carries a body to an inbox.
  package func request(
    _ body: [UInt8],
    to url: String,
    by scheme: SignatureScheme = .draftCavage,
    at now: Date,
    method: String = "POST"
  ) throws -> RequestMessage {
    var request = RequestMessage(
      method: method,
      uri: try required(TargetURI(url), url),
      fields: body.isEmpty ? [:] : ["content-type": "application/activity+json"],
      body: BodyDigest(of: body)
    )
    let signer = Signer(keyID: try keyID("main-key"), key: rsa)
    request.fields = try signer.sign(request, by: scheme, now: now)
    return request
  }

  package func keyID(_ fragment: String) throws -> KeyID {
    if fragment == "main-key", let id = served?["publicKey"]?["id"]?.string {
      return try required(KeyID(id), "a key id")
    }
    return try required(KeyID("\(uri)#\(fragment)"), "a key id")
  }
}
