import NIOCore
import Synchronization

/// One open WebSocket: texts in, texts out.
package struct WebSocket: Sendable {
  let link: WebSocketLink

  /// The texts that come in, for one reader; they end with the socket.
  package let messages: AsyncStream<String>

  /// Sends a text and does not wait: whoever is too slow to take it is let go, and never holds up
  /// others.
  package func send(_ message: WebSocketMessage) { link.send(message) }

  package func send(_ text: String) { link.send(WebSocketMessage(text)) }

  /// Ends it; what comes after is not sent.
  package func close(_ ending: WebSocketEnding = .normal) { link.close(ending) }

  /// Returns when the connection is gone.
  package func waitUntilClosed() async { try? await link.channel.closeFuture.get() }
}

/// What may be said to a socket's handler from anywhere.
final class WebSocketLink: Sendable {
  // A class, since all who send count together.
  let channel: any Channel
  private let handler: NIOLoopBound<WebSocketHandler>
  private let limit: Int
  private let unsent = Atomic(0)

  init(_ handler: NIOLoopBound<WebSocketHandler>, on channel: any Channel, limit: Int) {
    self.handler = handler
    self.channel = channel
    self.limit = limit
  }

  func send(_ message: WebSocketMessage) {
    let count = message.frame.readableBytes
    guard add(count) else {
      unsent.subtract(count, ordering: .relaxed)
      return close(.tooSlow)
    }
    channel.eventLoop.execute { [self] in handler.value.write(message.frame, counted: self) }
  }

  func close(_ ending: WebSocketEnding) {
    channel.eventLoop.execute { [self] in handler.value.close(ending) }
  }

  /// Counts what is on its way out; nothing may be added beyond the limit.
  func add(_ count: Int) -> Bool {
    unsent.add(count, ordering: .relaxed).newValue <= limit
  }

  func sent(_ count: Int) { unsent.subtract(count, ordering: .relaxed) }
}
