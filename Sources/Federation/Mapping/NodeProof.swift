import Model
import Signatures
import StrictJSON

/// The proof by which a node speaks: made with its Ed25519 key, under the name that its actor gives
/// that key.
enum NodeProof {
  /// Checks the proof of a document.
  ///
  /// - Parameters:
  ///   - document: The document with its proof.
  ///   - key: The key that has to have made it, as Multikey.
  ///   - actor: The node's actor.
  ///   - name: What the document is, for the refusal.
  /// - Throws: `Refusal.unauthenticated`.
  static func check(
    _ document: JSONObject,
    with key: String,
    of actor: String,
    as name: String
  ) throws(Refusal) {
    do {
      let proof = try IntegrityProof(in: document)
      guard proof.verificationMethod.value == "\(actor)#ed25519-key" else {
        throw ProofFailure.verificationMethodRefused
      }
      _ = try proof.verify(with: try VerificationKey(multikey: key))
    } catch {
      throw .unauthenticated("The \(name)'s proof does not hold: \(error).")
    }
  }
}
