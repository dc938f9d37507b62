import Foundation

/// Files to upload: real ones from `Tests/Fixtures/media`, and such as nobody should open.
package enum MediaFixture {
  package struct Bomb: Sendable, CustomStringConvertible {
    package let name: String
    package let bytes: [UInt8]
    package var description: String { name }
  }

  package static func bytes(_ name: String) throws -> [UInt8] {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    return Array(try Data(contentsOf: folder.appending(path: "Fixtures/media/\(name)")))
  }

  /// Headers of 65 535 × 65 535 pixels, with next to nothing behind them.
  package static var bombs: [Bomb] {
    [
      Bomb(name: "PNG", bytes: png), Bomb(name: "GIF", bytes: gif), Bomb(name: "WebP", bytes: webP),
      Bomb(name: "JPEG", bytes: jpeg),
    ]
  }

  /// Formats with decoders that do more than decode, under the signature of a picture or none.
  package static var impostors: [Bomb] {
    let gif = Array("GIF89a".utf8)
    let png: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
    let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\"><image href=\"file:///etc/passwd\"/></svg>"
    let mvg = "push graphic-context\nviewbox 0 0 9 9\nimage over 0,0 0,0 'https://evil.example/'\n"
    let eps = "%!PS-Adobe-3.0 EPSF-3.0\n(/etc/passwd) (r) file\n"
    let plain = [("SVG", svg), ("MVG", mvg), ("EPS", eps), ("empty", ""), ("text", "bonjour")]
    return plain.map { Bomb(name: $0, bytes: Array($1.utf8)) }
      + plain.map { Bomb(name: "GIF then \($0)", bytes: gif + Array($1.utf8)) }
      + plain.map { Bomb(name: "PNG then \($0)", bytes: png + Array($1.utf8)) }
      + [Bomb(name: "JPEG then SVG", bytes: [0xFF, 0xD8, 0xFF, 0xE0] + Array(svg.utf8))]
  }

  private static var png: [UInt8] {
    let size: [UInt8] = [0, 0, 0xFF, 0xFF, 0, 0, 0xFF, 0xFF]
    return [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
      + chunk("IHDR", size + [8, 2, 0, 0, 0])
      + chunk("IDAT", [0x78, 0x9C, 0x63, 0, 0, 0, 1, 0, 1]) + chunk("IEND", [])
  }

  private static var gif: [UInt8] {
    Array("GIF89a".utf8) + [0xFF, 0xFF, 0xFF, 0xFF, 0x80, 0, 0] + [0, 0, 0, 0xFF, 0xFF, 0xFF]
      + [0x2C, 0, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF, 0] + [2, 2, 0x4C, 1, 0, 0x3B]
  }

  /// The extended header (RFC 9649 §2.7), whose sizes have 24 bits, and one lossless frame.
  private static var webP: [UInt8] {
    let extended: [UInt8] = [0x10, 0, 0, 0, 0xFE, 0xFF, 0, 0xFE, 0xFF, 0]
    let lossless: [UInt8] = [0x2F, 0xFF, 0xFF, 0xFF, 0x0F, 0, 0, 0]
    let body =
      Array("WEBPVP8X".utf8) + [10, 0, 0, 0] + extended + Array("VP8L".utf8)
      + [8, 0, 0, 0] + lossless
    return Array("RIFF".utf8) + [UInt8(body.count), 0, 0, 0] + body
  }

  private static var jpeg: [UInt8] {
    let frame: [UInt8] = [
      0xFF, 0xC0, 0, 17, 8, 0xFF, 0xFF, 0xFF, 0xFF, 3, 1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0,
    ]
    let scan: [UInt8] = [0xFF, 0xDA, 0, 12, 3, 1, 0, 2, 0, 3, 0, 0, 63, 0]
    return [0xFF, 0xD8] + frame + scan + [0, 0, 0xFF, 0xD9]
  }

  private static func chunk(_ name: String, _ body: [UInt8]) -> [UInt8] {
    let named = Array(name.utf8) + body
    return bigEndian(UInt32(body.count)) + named + bigEndian(checksum(named))
  }

  private static func bigEndian(_ number: UInt32) -> [UInt8] {
    (0..<4).map { UInt8(truncatingIfNeeded: number >> (24 - 8 * $0)) }
  }

  /// CRC-32 as PNG has it (ISO/IEC 15948 annex D).
  private static func checksum(_ bytes: [UInt8]) -> UInt32 {
    ~bytes.reduce(UInt32.max) { sum, byte in
      (0..<8).reduce(sum ^ UInt32(byte)) { sum, _ in
        sum & 1 == 1 ? 0xEDB8_8320 ^ (sum >> 1) : sum >> 1
      }
    }
  }
}

extension [UInt8] {
  /// Whether a text stands somewhere in the bytes.
  package func contains(_ text: String) -> Bool {
    Data(self).range(of: Data(text.utf8)) != nil
  }
}
