import Foundation
import StrictJSON
import Testing

@testable import Signatures

@Suite("Published signature vectors")
struct SignatureVectorTests {
  @Test(
    "RFC 9421: the base is the printed one and its signature valid",
    arguments: try SignatureVector.all(in: "rfc9421")
  )
  func rfc9421(vector: SignatureVector) throws {
    let request = try vector.request
    let message: any SignedMessage = try vector.response ?? request
    let fields = try vector.response?.fields ?? request.fields

    let received = try MessageSignature.Received(in: fields)
    let base = try MessageSignature.signatureBase(
      of: message,
      covering: received.components,
      serialized: received.serialized
    )

    #expect(String(decoding: base, as: UTF8.self) == vector.base)
    #expect(try vector.key.isValid(received.signature, for: base))
    #expect(try !vector.key.isValid(received.signature, for: base + [0x0A]))
  }

  @Test(
    "draft-cavage-12: the base is the printed one and its signature valid",
    arguments: try SignatureVector.all(in: "draft-cavage")
  )
  func draftCavage(vector: SignatureVector) throws {
    let parameters = try DraftCavage.Parameters(vector.signature)

    let base = try DraftCavage.signatureBase(
      of: vector.request,
      covering: parameters.covered,
      created: parameters.created,
      expires: parameters.expires
    )

    #expect(String(decoding: base, as: UTF8.self) == vector.base)
    #expect(try vector.key.isValid(parameters.signature, for: base))
    #expect(parameters.keyID == "Test")
  }

  @Test(
    "our own: the whole verification accepts them at their time",
    arguments: try SignatureVector.all(in: "maillage")
  )
  func ownProfiles(vector: SignatureVector) throws {
    let now = Date(timeIntervalSince1970: Double(try required(vector.json["receivedAt"]?.int)))

    let unverified = try UnverifiedSignature.parse(vector.request)
    let verified = try unverified.verify(with: vector.key, now: now)

    #expect(verified.keyID.value == vector.json["keyId"]?.string)
    #expect(unverified.scheme == (vector.signatureInput == nil ? .draftCavage : .messageSignature))
  }

  @Test(
    "our own: signing again gives the same bytes",
    arguments: try SignatureVector.all(in: "maillage")
  )
  func signingAgain(vector: SignatureVector) throws {
    let sent = try vector.request
    let leavesOutQuery = vector.json["leavesOutQuery"]?.bool ?? false
    let request = leavesOutQuery ? try required(sent.withoutQuery) : sent
    let signer = Signer(
      keyID: try required(KeyID(required(vector.json["keyId"]?.string))),
      key: try Vectors.signingKey(required(vector.json["key"]?.string))
    )

    if vector.signatureInput == nil {
      let field = try DraftCavage.sign(request, as: signer)
      #expect(field.value == vector.signature)
    } else {
      let received = try MessageSignature.Received(in: request.fields)
      let input = MessageSignature.Input(received.components, received.parameters)
      let fields = try MessageSignature.sign(request, input, with: signer.key)
      #expect(fields.map(\.value) == [vector.signatureInput, vector.signature])
    }
  }

  @Test("FEP-8fcf: the digest of a set does not depend on its order")
  func collectionDigest() throws {
    let vector = try Vectors.load("signatures/fep-8fcf.json")
    let members = try required(vector["members"]?.array).compactMap(\.string)

    #expect(CollectionDigest(members).hexadecimal == vector["digest"]?.string)
    #expect(CollectionDigest(members.reversed()) == CollectionDigest(members))
    #expect(CollectionDigest(members + members) == CollectionDigest())
  }
}
