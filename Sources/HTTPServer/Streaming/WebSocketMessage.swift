import NIOCore

/// A text on its way out, framed once however many sockets it goes to: a server masks nothing (RFC
/// 6455 §5.1).
package struct WebSocketMessage: Sendable, Hashable {
  let frame: ByteBuffer

  package init(_ text: String) { frame = Self.frame(0x1, ByteBuffer(string: text)) }

  /// Takes a text that is UTF-8 already.
  package init(utf8 bytes: ByteBuffer) { frame = Self.frame(0x1, bytes) }

  static func ping() -> ByteBuffer { frame(0x9, ByteBuffer()) }

  static func pong(_ data: ByteBuffer) -> ByteBuffer { frame(0xA, data) }

  static func close(_ ending: WebSocketEnding) -> ByteBuffer {
    var payload = ByteBuffer()
    payload.writeInteger(ending.code)
    payload.writeString(ending.reason)
    return frame(0x8, payload)
  }

  /// One whole frame (RFC 6455 §5.2).
  private static func frame(_ opcode: UInt8, _ payload: ByteBuffer) -> ByteBuffer {
    var payload = payload
    let count = payload.readableBytes
    var frame = ByteBuffer()
    frame.reserveCapacity(minimumWritableBytes: count + 10)
    frame.writeInteger(0x80 | opcode)
    switch count {
    case ...125: frame.writeInteger(UInt8(count))
    case ...65_535:
      frame.writeInteger(UInt8(126))
      frame.writeInteger(UInt16(count))
    default:
      frame.writeInteger(UInt8(127))
      frame.writeInteger(UInt64(count))
    }
    frame.writeBuffer(&payload)
    return frame
  }
}

/// Why a WebSocket ends (RFC 6455 §7.4.1).
package struct WebSocketEnding: Sendable, Hashable {
  package let code: UInt16
  /// At most 123 bytes.
  package let reason: String

  package static let normal = WebSocketEnding(code: 1000, reason: "")
  /// The node stops.
  package static let goingAway = WebSocketEnding(code: 1001, reason: "The node is stopping.")
  /// The token or session behind it has ended.
  package static let revoked = WebSocketEnding(code: 1008, reason: "Signed out.")
  static let protocolError = WebSocketEnding(code: 1002, reason: "")
  static let notText = WebSocketEnding(code: 1003, reason: "Only text is understood.")
  static let notUTF8 = WebSocketEnding(code: 1007, reason: "")
  static let flooding = WebSocketEnding(code: 1008, reason: "Too many messages at once.")
  static let silent = WebSocketEnding(code: 1008, reason: "No answer to a ping.")
  static let tooLarge = WebSocketEnding(code: 1009, reason: "")
  static let tooSlow = WebSocketEnding(code: 1013, reason: "Too slow; come again.")
}
