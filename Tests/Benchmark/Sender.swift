import ActivityStreams
import Foundation
import Model
import Node
import Signatures
import Storage

/// The two ways in which the senders of the benchmark sign.
enum SenderKind: String, CaseIterable {
  /// draft-cavage-12 with RSA-2048: what nearly everyone sends.
  case rsa = "RSA"
  /// RFC 9421 with Ed25519.
  case ed25519 = "Ed25519"

  func sender(host: String, name: String = "writer") throws -> Sender {
    let actor = "https://\(host)/users/\(name)"
    let key = self == .rsa ? try SigningKey.generateRSA() : SigningKey.generateEd25519()
    guard let keyID = KeyID("\(actor)#key") else { throw CocoaError(.coderInvalidValue) }
    return Sender(kind: self, actor: actor, host: host, signer: Signer(keyID: keyID, key: key))
  }
}

/// The clock, which only the node may read elsewhere.
enum SystemClockForBenchmark {
  static func now() -> Date { SystemClock.now() }
}

/// An actor of another node that posts a lot.
struct Sender: Sendable {
  let kind: SenderKind
  let actor: String
  let host: String
  let signer: Signer

  /// Puts the actor into a database, as if it had been fetched.
  func save(in database: NodeDatabase) async throws -> ActorID {
    let key = signer.key.verificationKey
    let profile = ActorProfile(
      id: ActorID(rawValue: 0),
      uri: actor,
      kind: .person,
      name: "writer",
      host: host,
      isLocal: false,
      endpoints: ActorEndpoints(inbox: actor + "/inbox", followers: actor + "/followers"),
      createdAt: SystemClock.now(),
      fetchedAt: SystemClock.now()
    )
    let keys = [
      ActorKey(
        uri: signer.keyID.value,
        algorithm: kind == .rsa ? .rsa : .ed25519,
        publicKey: (kind == .rsa ? key.pem : key.multikey) ?? ""
      )
    ]
    let proof = try OriginProof(of: actor, vouchedBy: actor)
    return try await database.write { try $0.actors.saveRemote(profile, keys: keys, proof: proof) }
  }

  /// A Create of a Note of some 2.4 KB.
  func activity(_ number: Int) throws -> [UInt8] {
    guard let id = AS.IRI("https://\(host)/activities/\(number)"), let actor = AS.IRI(actor),
      let noteID = AS.IRI("https://\(host)/posts/\(number)")
    else { throw CocoaError(.coderInvalidValue) }
    var note = AS.Note(id: noteID, attributedTo: actor)
    note.text = AS.NoteText(content: "<p>\(Self.words) \(number)</p>", language: "fr")
    note.audience = AS.Audience(to: [.everyone], cc: [.address(actor.appending("followers"))])
    note.published = SystemClock.now()
    var activity = AS.Activity(
      id: id,
      type: .create,
      actor: actor,
      object: try AS.Reference(json: note.json)
    )
    activity.audience = note.audience
    return activity.document().serialized()
  }

  private static let words =
    "<a href=\"https://mairie.test/\">mairie.test</a> "
    + String(
      repeating: "Le territoire se tisse de proche en proche, et chacun y tient un fil. ",
      count: 12
    )

  /// The same, as a signed request in the words of HTTP/1.1.
  func request(_ number: Int, to authority: String) throws -> [UInt8] {
    let body = try activity(number)
    guard let uri = TargetURI("https://\(authority)/inbox") else {
      throw CocoaError(.coderInvalidValue)
    }
    let message = RequestMessage(
      method: "POST",
      uri: uri,
      fields: ["content-type": "application/activity+json"],
      body: BodyDigest(of: body)
    )
    let fields = try signer.sign(
      message,
      by: kind == .rsa ? .draftCavage : .messageSignature,
      now: SystemClock.now()
    )
    let head = fields.fields.map { "\($0.name): \($0.value)\r\n" }.joined()
    return Array("POST /inbox HTTP/1.1\r\n\(head)content-length: \(body.count)\r\n\r\n".utf8) + body
  }
}
