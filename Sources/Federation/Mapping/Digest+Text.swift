import Model
import Signatures
import StrictJSON

/// Hashes on the wire: multibase base58btc of a SHA-256 multihash, `zQm…` (Protocol/territory.md).
extension Digest {
  /// The multihash prefix: SHA2-256, 32 bytes.
  private static let multihash: [UInt8] = [0x12, 0x20]

  /// Reads `zQm…`; the one spelling there is for each hash.
  package init?(text: String) {
    guard text.utf8.count <= 64, let bytes = Multibase.decode(text),
      bytes.starts(with: Self.multihash), let digest = Digest(bytes.dropFirst(2)),
      digest.text == text
    else { return nil }
    self = digest
  }

  package var text: String { Multibase.encode(Self.multihash + bytes) }

  /// The hash of some bytes.
  package init(of bytes: some Collection<UInt8>) {
    // SHA-256 has 32 bytes.
    guard let digest = Digest(BodyDigest(of: bytes).sha256) else {
      preconditionFailure("SHA-256 has 32 bytes.")
    }
    self = digest
  }

  /// The hash by which an object is named: of its canonical JSON, without its proof.
  ///
  /// - Throws: `Refusal.malformed` for a number that canonical JSON cannot write.
  package init(of object: JSONObject) throws(Refusal) {
    do {
      self.init(of: try CanonicalJSON.bytes(of: object.removing("proof")))
    } catch {
      throw .malformed("The number \(error.lexeme) has no canonical form.")
    }
  }

  /// The hash by which a node commits itself to a key it does not show yet.
  package init(ofKey multikey: String) { self.init(of: multikey.utf8) }
}
