import NIOCore
import Synchronization

/// Closes the connection of a listener that was cut off and does not take what is left for it.
///
/// To write to somebody who does not read waits as long as that lasts: until then its connection is
/// held, and a node that is to stop does not (threats 19 and 31).
final class CutOff: Sendable {
  // A class, since the hub and the body of the answer share it.
  private struct State {
    var isWriting = false
    var isCutOff = false
  }

  /// How long a listener may take to end in order, as of a WebSocket.
  private static let patience = WebSocketLimits().closing

  private let channel: any Channel
  private let state = Mutex(State())

  init(_ channel: any Channel) { self.channel = channel }

  /// The body of the answer begins.
  func begin() {
    let isCutOff = state.withLock { state in
      state.isWriting = true
      return state.isCutOff
    }
    if isCutOff { hangUpLater() }
  }

  /// The body of the answer is out, so the connection is another request's.
  func finish() { state.withLock { $0.isWriting = false } }

  /// The listener was cut off: too slow, its token is none any more, or the node stops.
  func cut() {
    let isWriting = state.withLock { state in
      state.isCutOff = true
      return state.isWriting
    }
    if isWriting { hangUpLater() }
  }

  private func hangUpLater() {
    channel.eventLoop.scheduleTask(in: TimeAmount(Self.patience)) { self.hangUp() }
  }

  private func hangUp() {
    guard state.withLock(\.isWriting) else { return }
    // A connection of HTTP/2 that takes nothing takes no end of its stream either.
    // (The parent of a connection is what listens, which has none.)
    if let connection = channel.parent, connection.parent != nil, !connection.isWritable {
      connection.close(promise: nil)
    } else {
      channel.close(promise: nil)
    }
  }
}
