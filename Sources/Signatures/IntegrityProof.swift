import Crypto
import Foundation
import StrictJSON

/// A document's integrity proof, read but not believed (FEP-8b32, cryptosuite `eddsa-jcs-2022`).
package struct IntegrityProof: Sendable {
  package let verificationMethod: KeyID
  package let created: String?
  /// What the proof speaks of: the document without proof and Linked Data signature.
  package let document: JSONObject
  let signedBytes: [UInt8]
  let signature: [UInt8]

  /// Reads the one proof of a document.
  ///
  /// - Parameter document: The document as it was received.
  /// - Throws: Why the document can authenticate nobody.
  package init(in document: JSONObject) throws(ProofFailure) {
    guard LinkedDataKeyword.first(in: .object(document)) == nil else { throw .linkedDataKeyword }
    guard let proof = document["proof"] else { throw .missing }
    guard let proof = proof.object else { throw .ambiguous }
    try Self.checkForm(of: proof)
    guard
      let name = proof["verificationMethod"]?.string, let verificationMethod = KeyID(name)
    else { throw .verificationMethodRefused }
    self.verificationMethod = verificationMethod
    created = proof["created"]?.string
    self.document = Self.unsecured(document)
    signature = try Self.signature(of: proof)
    signedBytes = try Self.signedBytes(of: self.document, under: proof)
  }

  /// Checks the proof.
  ///
  /// - Parameter key: The key that `verificationMethod` names.
  /// - Returns: The proof that the key's owner made this document.
  /// - Throws: `invalid`, or `wrongKind` for a key that is not Ed25519.
  package func verify(with key: VerificationKey) throws(ProofFailure) -> VerifiedProof {
    guard case .ed25519 = key else { throw .wrongKind }
    guard key.isValid(signature, for: signedBytes) else { throw .invalid }
    return VerifiedProof(self)
  }
}

/// The proof that a key's owner made a document: there is no other way to one than to verify.
package struct VerifiedProof: Sendable {
  package let verificationMethod: KeyID
  package let created: String?
  package let document: JSONObject

  fileprivate init(_ proof: IntegrityProof) {
    verificationMethod = proof.verificationMethod
    created = proof.created
    document = proof.document
  }
}

/// Why an integrity proof does not authenticate its document.
package enum ProofFailure: Error, Hashable, Sendable {
  case missing
  /// Several proofs, where each reader might choose another.
  case ambiguous
  case unknownSuite
  case wrongPurpose
  /// The proof says something we would have to heed and do not: expiry, domain, challenge, chain.
  case unknownCondition(String)
  case malformed
  /// The proof's context is not the document's (vc-di-eddsa §3.3.2).
  case otherContext
  case verificationMethodRefused
  /// The document uses a word of JSON-LD that plain JSON cannot account for.
  case linkedDataKeyword
  case numberOutOfRange
  case wrongKind
  case invalid
}
