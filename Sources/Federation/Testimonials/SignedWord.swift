import ActivityStreams
import Model
import Signatures
import StrictJSON

/// An endorsement, a consent to one, or a vote whose own proof holds: whoever carries it.
struct SignedWord<Value: AS.WireObject>: Sendable {
  let value: Value
  /// The document as it was signed.
  let document: String

  /// Reads a document and checks its proof (FEP-8b32).
  ///
  /// - Parameters:
  ///   - json: The document with its proof.
  ///   - author: Whose key has to have made the proof.
  ///   - services: To find the key, at its own origin if it is not known here.
  /// - Throws: `Refusal.malformed`, or `Refusal.unauthenticated` when the proof does not hold.
  init(
    _ json: JSON,
    by author: ActorProfile,
    with services: FederationServices
  ) async throws {
    guard let object = json.object else { throw Refusal.malformed("It is no object.") }
    let bytes = json.serialized()
    guard bytes.count <= Self.largest else {
      throw Refusal.malformed("It has more than \(Self.largest) bytes.")
    }
    document = String(decoding: bytes, as: UTF8.self)
    do {
      value = try Value(json: json)
    } catch {
      throw Refusal.malformed("It cannot be read: \(error).")
    }
    let proof: IntegrityProof
    do {
      proof = try IntegrityProof(in: object)
    } catch {
      throw Refusal.unauthenticated("It has no proof that holds: \(error).")
    }
    let (owner, key) = try await services.actors.key(proof.verificationMethod)
    guard owner.id == author.id else {
      throw Refusal.unauthenticated("It was not signed by \(author.uri).")
    }
    do {
      _ = try proof.verify(with: try key.verificationKey())
    } catch {
      throw Refusal.unauthenticated("Its proof does not hold: \(error).")
    }
  }

  /// Bytes of a document: room for what it says in any script, a context and a proof.
  private static var largest: Int { 32_768 }
}

extension Outbox {
  /// Signs what a local actor says of somebody, agrees to, or votes for, so that it stands alone.
  func signed(
    _ value: some AS.WireObject,
    in context: AS.Context = .endorsement,
    by actor: ActorProfile
  ) async throws -> JSONObject {
    guard let document = value.document(in: context).object else {
      throw Refusal.malformed("It is no object.")
    }
    let (keys, now) = (services.keys, services.now())
    let signer = try await services.database.read { tx in
      try keys.signer(.ed25519, for: actor.id, in: tx)
    }
    return try IntegrityProof.sign(document, as: signer, created: now)
  }
}
