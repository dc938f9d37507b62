import Foundation

/// The name of a file in an address: 16 random bytes in hexadecimal.
///
/// Whoever has it may read the file: it is a capability, told with the post, and cannot be guessed.
/// It is a type so that nothing else can become part of an address or a path (threat 22).
package struct MediaToken: Hashable, Sendable {
  package let text: String

  /// Reads a token; nothing for any other text.
  package init?(_ text: String) {
    guard text.utf8.count == 32, text.utf8.allSatisfy(Self.isDigit) else { return nil }
    self.text = text
  }

  /// Makes one of 16 random bytes; nothing for another number of them.
  package init?(random bytes: [UInt8]) {
    guard bytes.count == 16 else { return nil }
    text = bytes.hexadecimal
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
      || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
  }
}

/// The point of a picture that stays visible when it is cut: from −1 (left, below) to 1 (right,
/// above).
package struct FocalPoint: Hashable, Sendable {
  package let x: Double
  package let y: Double

  /// Takes a point inside the picture; nothing for any other.
  package init?(x: Double, y: Double) {
    guard (-1.0...1.0).contains(x), (-1.0...1.0).contains(y) else { return nil }
    self.x = x
    self.y = y
  }
}

/// What is known of a file that is kept.
package struct MediaDescription: Hashable, Sendable {
  package var format: MediaFormat
  /// The SHA-256 of what is kept, by which it is found.
  package var file: Digest
  package var bytes: Int
  /// A small still of a picture, in WebP.
  package var preview: Digest?
  package var width: Int?
  package var height: Int?
  package var blurhash: String?

  package init(
    format: MediaFormat,
    file: Digest,
    bytes: Int,
    preview: Digest? = nil,
    width: Int? = nil,
    height: Int? = nil,
    blurhash: String? = nil
  ) {
    self.format = format
    self.file = file
    self.bytes = bytes
    self.preview = preview
    self.width = width
    self.height = height
    self.blurhash = blurhash
  }
}

/// A file that a member gave to the node, to be part of a post.
package struct Upload: Hashable, Sendable {
  package var token: MediaToken
  package var ownerID: ActorID
  /// The address under which the node serves it.
  package var url: String
  package var media: MediaDescription
  /// What it shows, for those who do not see or hear it.
  package var description: String?
  package var focus: FocalPoint?
  package var createdAt: Date

  package init(
    token: MediaToken,
    ownerID: ActorID,
    url: String,
    media: MediaDescription,
    description: String? = nil,
    focus: FocalPoint? = nil,
    createdAt: Date
  ) {
    self.token = token
    self.ownerID = ownerID
    self.url = url
    self.media = media
    self.description = description
    self.focus = focus
    self.createdAt = createdAt
  }
}

extension Attachment {
  /// An upload as part of a post.
  package init(_ upload: Upload) {
    self.init(
      url: upload.url,
      mediaType: upload.media.format.mediaType,
      name: upload.description,
      width: upload.media.width,
      height: upload.media.height,
      blurhash: upload.media.blurhash,
      focus: upload.focus
    )
  }
}

extension Sequence<UInt8> {
  /// Two lower-case digits a byte.
  package var hexadecimal: String {
    let digits = Array("0123456789abcdef".utf8)
    return String(
      decoding: flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] },
      as: UTF8.self
    )
  }
}
