import NIOCore

/// What a client says first in TLS (RFC 8446 §4.1.2), as far as it matters here: for whom, and what
/// is to be spoken.
struct ClientHello: Equatable {
  var serverName: String?
  var protocols: [String] = []

  /// What can be said of bytes that came so far.
  enum Reading: Equatable {
    case incomplete
    case hello(ClientHello)
    /// Something else; whoever speaks TLS says what is wrong with it.
    case other
  }

  /// More than any client sends at once; a longer one is not looked at.
  static let longest = 16_384

  /// Reads a message that may be spread over several records.
  static func read(_ bytes: ByteBuffer) -> Reading {
    var records = bytes
    var message = ByteBuffer()
    while records.readableBytes > 0 {
      guard let type: UInt8 = records.readInteger(), type == 22 else { return .other }
      guard records.readSlice(length: 2) != nil,
        let length: UInt16 = records.readInteger(),
        var part = records.readSlice(length: Int(length))
      else { return bytes.readableBytes > longest ? .other : .incomplete }
      message.writeBuffer(&part)
      if let done = readMessage(message) { return done }
    }
    return bytes.readableBytes > longest ? .other : .incomplete
  }

  /// Nothing while the message is not whole.
  private static func readMessage(_ message: ByteBuffer) -> Reading? {
    var message = message
    guard let head: UInt32 = message.readInteger() else { return nil }
    guard head >> 24 == 1 else { return .other }
    let length = Int(head & 0xFF_FFFF)
    guard length <= longest else { return .other }
    guard let body = message.readSlice(length: length) else { return nil }
    return Self(body).map(Reading.hello) ?? .other
  }
}

// Beside the initializer that every structure has.
extension ClientHello {
  fileprivate init?(_ body: ByteBuffer) {
    var body = body
    // Version and random number, session, ciphers, compressions; then the extensions.
    guard body.readSlice(length: 34) != nil,
      let session: UInt8 = body.readInteger(), body.readSlice(length: Int(session)) != nil,
      body.readLengthPrefixed16() != nil,
      let compressions: UInt8 = body.readInteger(),
      body.readSlice(length: Int(compressions)) != nil,
      var extensions = body.readLengthPrefixed16()
    else { return nil }
    while extensions.readableBytes > 0 {
      guard let type: UInt16 = extensions.readInteger(),
        let content = extensions.readLengthPrefixed16()
      else { return nil }
      switch type {
      case 0: serverName = Self.serverName(content)
      case 16: protocols = Self.protocols(content)
      default: break
      }
    }
  }

  /// The one host name in the list (RFC 6066 §3).
  private static func serverName(_ content: ByteBuffer) -> String? {
    var content = content
    guard var list = content.readLengthPrefixed16(), let type: UInt8 = list.readInteger(),
      type == 0, let name = list.readLengthPrefixed16()
    else { return nil }
    return String(buffer: name)
  }

  /// RFC 7301 §3.1.
  private static func protocols(_ content: ByteBuffer) -> [String] {
    var content = content
    guard var list = content.readLengthPrefixed16() else { return [] }
    var found: [String] = []
    while let length: UInt8 = list.readInteger(), let name = list.readSlice(length: Int(length)) {
      found.append(String(buffer: name))
    }
    return found
  }
}

extension ByteBuffer {
  /// What a length of two bytes stands before.
  fileprivate mutating func readLengthPrefixed16() -> ByteBuffer? {
    guard let length: UInt16 = readInteger() else { return nil }
    return readSlice(length: Int(length))
  }
}
