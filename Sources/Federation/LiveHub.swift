import Model
import Synchronization

/// Tells what has just happened to whoever listens inside this node: the streams of clients.
///
/// It knows nothing of posts but their numbers: each listener reads what it shows with its own
/// member's eyes. A listener that does not keep up is ended, never waited for.
package final class LiveHub: Sendable {
  // A class, since all who tell and all who listen share it.

  /// What has happened; told after the commit.
  package enum Event: Sendable, Hashable {
    case posted(PostID)
    case boosted(Int64)
    case edited(PostID)
    case deleted(PostID)
    /// A notification of a member, by its number.
    case notified(ActorID, Int64)
    /// A member's filters are others now.
    case filtersChanged(ActorID)
    /// A conversation of a member has something new, by its number.
    case conversation(ActorID, Int64)
  }

  /// Who listens: ended when its token or session is, or its member.
  package struct Listener: Sendable, Hashable {
    package var token: Int64
    package var member: ActorID?

    package init(token: Int64, member: ActorID?) {
      self.token = token
      self.member = member
    }
  }

  private struct Seat {
    let listener: Listener
    let continuation: AsyncStream<Event>.Continuation
  }

  private struct State {
    var seats: [Int: Seat] = [:]
    var next = 0
  }

  private let state = Mutex(State())
  /// Events that wait for one listener.
  private static let mostWaiting = 256

  package init() {}

  package var count: Int { state.withLock { $0.seats.count } }

  /// The events from now on; the sequence ends when the listener is to be cut off.
  package func listen(_ listener: Listener) -> AsyncStream<Event> {
    let (stream, continuation) = AsyncStream.makeStream(
      of: Event.self,
      bufferingPolicy: .bufferingOldest(Self.mostWaiting)
    )
    let number = state.withLock { state in
      state.next += 1
      state.seats[state.next] = Seat(listener: listener, continuation: continuation)
      return state.next
    }
    continuation.onTermination = { [weak self] _ in
      self?.state.withLock { $0.seats[number] = nil }
    }
    return stream
  }

  package func tell(_ event: Event) {
    let seats = state.withLock { Array($0.seats.values) }
    for seat in seats {
      switch event {
      case .notified(let member, _), .filtersChanged(let member), .conversation(let member, _):
        guard seat.listener.member == member else { continue }
      default: break
      }
      // Too slow: it ends, and the client reads anew when it comes back.
      if case .dropped = seat.continuation.yield(event) { seat.continuation.finish() }
    }
  }

  /// Cuts off who listens with one of these tokens.
  package func end(tokens: [Int64]) {
    end { tokens.contains($0.token) }
  }

  /// Cuts off all who listen for a member.
  package func end(member: ActorID) {
    end { $0.member == member }
  }

  private func end(_ isMeant: (Listener) -> Bool) {
    let seats = state.withLock { $0.seats.values.filter { isMeant($0.listener) } }
    for seat in seats { seat.continuation.finish() }
  }
}
