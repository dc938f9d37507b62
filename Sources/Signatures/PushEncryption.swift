import Crypto
import Foundation

/// Encrypts what is sent to an app by way of a push service, which sees only whom it is for: Message
/// Encryption for Web Push (RFC 8291, RFC 8188), one record a message.
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

  /// How a message is encrypted.
  package enum Coding: String, Sendable {
    /// RFC 8291.
    case standard = "aes128gcm"
    /// Its fourth draft (draft-ietf-webpush-encryption-04), which older apps still read: what opens
    /// the message stands in fields beside it.
    case legacy = "aesgcm"
  }

  /// An encrypted message.
  package struct Sealed: Sendable, Hashable {
    /// The body of the request to the push service.
    package var body: [UInt8]
    /// The sender's public key and the salt, where they are no part of the body.
    package var beside: Beside?

    package struct Beside: Sendable, Hashable {
      package let key: String
      package let salt: String
    }
  }

  /// - Parameters:
  ///   - message: Up to ``longestMessage`` bytes.
  ///   - receiver: What the app said when it subscribed.
  ///   - coding: What it can read.
  /// - Returns: What goes to the push service.
  /// - Throws: Why it cannot be encrypted.
  package static func encrypt(
    _ message: [UInt8],
    for receiver: PushReceiver,
    as coding: Coding = .standard
  ) throws(Failure) -> Sealed {
    try encrypt(
      message,
      for: receiver,
      as: coding,
      by: P256.KeyAgreement.PrivateKey(),
      salt: SharedSecret.random(count: 16)
    )
  }

  /// The same with a key and a salt that are given; both are for one message only.
  static func encrypt(
    _ message: [UInt8],
    for receiver: PushReceiver,
    as coding: Coding,
    by sender: P256.KeyAgreement.PrivateKey,
    salt: [UInt8]
  ) throws(Failure) -> Sealed {
    guard message.count <= longestMessage else { throw .tooLong }
    guard
      let theirs = try? P256.KeyAgreement.PublicKey(x963Representation: receiver.publicKey),
      let shared = try? sender.sharedSecretFromKeyAgreement(with: theirs)
    else { throw .unusableKey }
    let publicKey = Array(sender.publicKey.x963Representation)
    switch coding {
    case .standard:
      // RFC 8291 §3.4.
      let input = shared.hkdfDerivedSymmetricKey(
        using: SHA256.self,
        salt: receiver.secret,
        sharedInfo: Array("WebPush: info\0".utf8) + receiver.publicKey + publicKey,
        outputByteCount: 32
      )
      // The delimiter of the last record (RFC 8188 §2).
      let record = try seal(message + [0x02], input, salt, "aes128gcm\0")
      let size = (0..<4).map { UInt8(truncatingIfNeeded: recordSize >> (24 - 8 * $0)) }
      return Sealed(body: salt + size + [UInt8(publicKey.count)] + publicKey + record)
    case .legacy:
      let input = shared.hkdfDerivedSymmetricKey(
        using: SHA256.self,
        salt: receiver.secret,
        sharedInfo: Array("Content-Encoding: auth\0".utf8),
        outputByteCount: 32
      )
      let context = Array("P-256\0".utf8) + sized(receiver.publicKey) + sized(publicKey)
      // No padding: two bytes say so.
      let record = try seal([0, 0] + message, input, salt, "aesgcm\0", context)
      return Sealed(
        body: record,
        beside: .init(key: Base64URL.encode(publicKey), salt: Base64URL.encode(salt))
      )
    }
  }

  private static func sized(_ key: [UInt8]) -> [UInt8] { [0, UInt8(key.count)] + key }

  /// RFC 8188 §2.2 and §2.3; the nonce of the first record is the one derived.
  private static func seal(
    _ record: [UInt8],
    _ input: SymmetricKey,
    _ salt: [UInt8],
    _ coding: String,
    _ context: [UInt8] = []
  ) throws(Failure) -> [UInt8] {
    let info = Array("Content-Encoding: \(coding)".utf8) + context
    let key = derive(info, 16, from: input, salt)
    let nonce = derive(Array("Content-Encoding: nonce\0".utf8) + context, 12, from: input, salt)
    guard let nonce = try? nonce.withUnsafeBytes({ try AES.GCM.Nonce(data: $0) }),
      let sealed = try? AES.GCM.seal(record, using: key, nonce: nonce)
    else { throw .unusableKey }
    return Array(sealed.ciphertext + sealed.tag)
  }

  private static func derive(
    _ info: [UInt8],
    _ count: Int,
    from input: SymmetricKey,
    _ salt: [UInt8]
  ) -> SymmetricKey {
    HKDF<SHA256>.deriveKey(
      inputKeyMaterial: input,
      salt: salt,
      info: info,
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
