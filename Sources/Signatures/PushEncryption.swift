import Crypto
import Foundation

/// Encrypts what is sent to an app by way of a push service, which sees only whom it is for: Message
/// Encryption for Web Push (RFC 8291) in the coding `aes128gcm` (RFC 8188), one record a message.
package enum PushEncryption {
  /// The longest message: with its header and padding it fills the 4096 bytes that every push service
  /// takes (RFC 8291 §4).
  package static let longestMessage = 3_993

  /// Why a message was not encrypted.
  package enum Failure: Error, Hashable, Sendable {
    case tooLong
    /// The app's public key is no point of the curve, or one that gives no secret.
    case unusableKey
  }

  /// The size of the one record, which no message reaches.
  private static let recordSize: UInt32 = 4_096

  /// - Parameters:
  ///   - message: Up to ``longestMessage`` bytes.
  ///   - receiver: What the app said when it subscribed.
  /// - Returns: The body of the request to the push service.
  /// - Throws: Why it cannot be encrypted.
  package static func encrypt(
    _ message: [UInt8],
    for receiver: PushReceiver
  ) throws(Failure) -> [UInt8] {
    try encrypt(
      message,
      for: receiver,
      by: P256.KeyAgreement.PrivateKey(),
      salt: SharedSecret.random(count: 16)
    )
  }

  /// The same with a key and a salt that are given; both are for one message only.
  static func encrypt(
    _ message: [UInt8],
    for receiver: PushReceiver,
    by sender: P256.KeyAgreement.PrivateKey,
    salt: [UInt8]
  ) throws(Failure) -> [UInt8] {
    guard message.count <= longestMessage else { throw .tooLong }
    let publicKey = Array(sender.publicKey.x963Representation)
    guard
      let theirs = try? P256.KeyAgreement.PublicKey(x963Representation: receiver.publicKey),
      let shared = try? sender.sharedSecretFromKeyAgreement(with: theirs)
    else { throw .unusableKey }
    // RFC 8291 §3.4.
    let input = shared.hkdfDerivedSymmetricKey(
      using: SHA256.self,
      salt: receiver.secret,
      sharedInfo: Array("WebPush: info\0".utf8) + receiver.publicKey + publicKey,
      outputByteCount: 32
    )
    // RFC 8188 §2.2 and §2.3; the nonce of the first record is the one derived.
    let key = derive("Content-Encoding: aes128gcm\0", 16, from: input, salt)
    let nonce = derive("Content-Encoding: nonce\0", 12, from: input, salt)
    // The delimiter of the last record (RFC 8188 §2).
    let record = message + [0x02]
    guard let nonce = try? nonce.withUnsafeBytes({ try AES.GCM.Nonce(data: $0) }),
      let sealed = try? AES.GCM.seal(record, using: key, nonce: nonce)
    else { throw .unusableKey }
    let size = (0..<4).map { UInt8(truncatingIfNeeded: recordSize >> (24 - 8 * $0)) }
    return salt + size + [UInt8(publicKey.count)] + publicKey + sealed.ciphertext + sealed.tag
  }

  private static func derive(
    _ info: String,
    _ count: Int,
    from input: SymmetricKey,
    _ salt: [UInt8]
  ) -> SymmetricKey {
    HKDF<SHA256>.deriveKey(
      inputKeyMaterial: input,
      salt: salt,
      info: Array(info.utf8),
      outputByteCount: count
    )
  }
}

/// For whom a message is encrypted: what an app says of itself when it subscribes (RFC 8291 §2).
package struct PushReceiver: Sendable, Hashable {
  /// A point of P-256, uncompressed: 65 bytes.
  package let publicKey: [UInt8]
  /// 16 bytes.
  package let secret: [UInt8]

  /// Reads what clients send as `p256dh` and `auth`, in either alphabet of base64 and padded or not;
  /// nothing for what nobody could decrypt.
  package init?(p256dh: String, auth: String) {
    guard let publicKey = Self.bytes(p256dh), let secret = Self.bytes(auth), secret.count == 16,
      publicKey.count == 65,
      (try? P256.KeyAgreement.PublicKey(x963Representation: publicKey)) != nil
    else { return nil }
    self.publicKey = publicKey
    self.secret = secret
  }

  /// As it is kept: base64 for URLs without padding.
  package var p256dh: String { Base64URL.encode(publicKey) }
  package var auth: String { Base64URL.encode(secret) }

  private static func bytes(_ text: String) -> [UInt8]? {
    guard text.utf8.count <= 128 else { return nil }
    let plain = text.replacing("+", with: "-").replacing("/", with: "_")
    return Base64URL.decode(plain.prefix { $0 != "=" })
  }
}
