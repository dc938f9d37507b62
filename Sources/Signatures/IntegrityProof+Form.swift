import Crypto
import Foundation
import StrictJSON

extension IntegrityProof {
  private static let conditions = ["expires", "domain", "challenge", "previousProof"]

  static func checkForm(of proof: JSONObject) throws(ProofFailure) {
    guard
      proof["type"] == "DataIntegrityProof", proof["cryptosuite"] == "eddsa-jcs-2022"
    else { throw .unknownSuite }
    guard proof["proofPurpose"] == "assertionMethod" else { throw .wrongPurpose }
    for condition in conditions where proof.contains(condition) {
      throw .unknownCondition(condition)
    }
  }

  /// The document that is secured.
  ///
  /// A Linked Data signature is made over the proof as well, so it goes too.
  static func unsecured(_ document: JSONObject) -> JSONObject {
    document.removing("proof").removing("signature")
  }

  static func signature(of proof: JSONObject) throws(ProofFailure) -> [UInt8] {
    guard
      let text = proof["proofValue"]?.string, text.utf8.count <= 128,
      let signature = Multibase.decode(text), signature.count == 64
    else { throw .malformed }
    return signature
  }

  /// What Ed25519 signs: the hash of the configuration, then that of the document (§3.3.4).
  ///
  /// The configuration carries the document's context, whether or not the proof was sent with it.
  ///
  /// - Parameters:
  ///   - document: The document without its proof.
  ///   - proof: The proof, with or without its value.
  /// - Returns: The 64 bytes of both hashes.
  /// - Throws: `otherContext`, or `numberOutOfRange`.
  static func signedBytes(
    of document: JSONObject,
    under proof: JSONObject
  ) throws(ProofFailure) -> [UInt8] {
    var configuration = proof.removing("proofValue")
    guard configuration["@context"] == nil || configuration["@context"] == document["@context"]
    else { throw .otherContext }
    configuration["@context"] = document["@context"]
    return try hash(of: configuration) + hash(of: document)
  }

  static func hash(of object: JSONObject) throws(ProofFailure) -> [UInt8] {
    do throws(CanonicalJSON.NumberOutOfRange) {
      return Array(SHA256.hash(data: try CanonicalJSON.bytes(of: object)))
    } catch {
      throw .numberOutOfRange
    }
  }

  /// Secures a document of ours.
  ///
  /// - Parameters:
  ///   - document: The document; a proof it already has is replaced.
  ///   - signer: The actor's Ed25519 key under its name.
  ///   - created: The time on our clock.
  /// - Returns: The document with its proof as last member.
  /// - Throws: `ProofFailure`, or the key's failure.
  package static func sign(
    _ document: JSONObject,
    as signer: Signer,
    created: Date
  ) throws -> JSONObject {
    guard case .ed25519 = signer.key else { throw ProofFailure.wrongKind }
    let document = unsecured(document)
    guard LinkedDataKeyword.first(in: .object(document)) == nil else {
      throw ProofFailure.linkedDataKeyword
    }
    var proof = JSONObject()
    proof["@context"] = document["@context"]
    proof["type"] = "DataIntegrityProof"
    proof["cryptosuite"] = "eddsa-jcs-2022"
    proof["verificationMethod"] = .string(signer.keyID.value)
    proof["proofPurpose"] = "assertionMethod"
    proof["created"] = .string(CivilTime(created).timestamp)
    let signature = try signer.key.sign(signedBytes(of: document, under: proof))
    proof["proofValue"] = .string(Multibase.encode(signature))
    var secured = document
    secured["proof"] = .object(proof)
    return secured
  }
}
