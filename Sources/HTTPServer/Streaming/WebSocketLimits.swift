/// How much a WebSocket may hold and how long it waits (threats 16 and 19).
package struct WebSocketLimits: Sendable {
  /// Of one message that comes in, fragments together.
  package var messageBytes: Int
  /// Messages that came in and were not read yet.
  package var unreadMessages: Int
  /// What goes out and was not taken by the other side yet; beyond it the other side is too slow.
  package var unsentBytes: Int
  /// Between two pings.
  package var ping: Duration
  /// So many pings in a row stay without an answer.
  package var missedPongs: Int
  /// How long the other side may take to end in order, and a request to become a WebSocket.
  package var closing: Duration

  package init(
    messageBytes: Int = 65_536,
    unreadMessages: Int = 8,
    unsentBytes: Int = 262_144,
    ping: Duration = .seconds(25),
    missedPongs: Int = 2,
    closing: Duration = .seconds(1)
  ) {
    self.messageBytes = messageBytes
    self.unreadMessages = unreadMessages
    self.unsentBytes = unsentBytes
    self.ping = ping
    self.missedPongs = missedPongs
    self.closing = closing
  }
}
