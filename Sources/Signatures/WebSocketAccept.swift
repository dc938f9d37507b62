import Crypto
import Foundation

/// What a server answers to the key of a WebSocket's client, to show that it has understood (RFC 6455
/// §4.2.2); it protects nothing, so that SHA-1 does no harm.
package enum WebSocketAccept {
  /// - Parameter key: The field `Sec-WebSocket-Key`: 16 bytes in base64.
  /// - Returns: The field `Sec-WebSocket-Accept`; nothing for what is no key.
  package static func value(for key: String) -> String? {
    guard key.utf8.count == 24, Base64.decode(key.utf8)?.count == 16 else { return nil }
    let text = key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
    return Base64.encode(Array(Insecure.SHA1.hash(data: Data(text.utf8))))
  }
}
