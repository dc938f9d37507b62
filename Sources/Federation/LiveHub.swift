import Metrics
import Model
import Storage
import Synchronization

/// What happens on this node, for who looks on: the streams of clients.
///
/// What has happened goes by number to the one feed, which reads it once and gives each stream what
/// its member may see. Nobody waits for a stream: one that does not keep up is ended.
package final class LiveHub: Sendable {
  // A class, since all who tell and all who listen share it.

  /// What has happened; told after the commit.
  package enum Event: Sendable, Hashable {
    case stored(StoredChange)
    /// A boost, by its number.
    case boosted(Int64)
    /// A member's filters are others now.
    case filtersChanged(ActorID)
    /// Somebody reacted with this to an announcement, or does no more.
    case reactedToAnnouncement(Int64, String)
  }

  /// Something to listen to, in Mastodon's words.
  package enum Stream: Hashable, Sendable {
    case user, notifications, direct
    case everyone(Origin, onlyMedia: Bool)
    case hashtag(String, isLocal: Bool)
    case list(Int64)
    case territory(String)

    /// Whose posts.
    package enum Origin: Hashable, Sendable { case all, local, remote }
  }

  /// One thing for a stream.
  package struct Message: Sendable, Hashable {
    /// Nothing: only a sign that the stream lives.
    package var event: String?
    package var payload: String
    package var stream: Stream?

    package init(_ event: String?, _ payload: String = "", on stream: Stream? = nil) {
      self.event = event
      self.payload = payload
      self.stream = stream
    }
  }

  /// By what somebody may listen, for as long as it lasts.
  package enum Pass: Sendable, Hashable {
    /// An access token of an application.
    case token(Int64)
    /// A browser session.
    case session(Int64)
  }

  /// Who listens; ended when its pass is, or its member.
  package struct Listener: Sendable, Hashable {
    package var pass: Pass
    package var member: ActorID?
    /// Whether notifications come on its home stream, too.
    package var hearsNotifications: Bool

    package init(_ pass: Pass, member: ActorID?, hearsNotifications: Bool) {
      self.pass = pass
      self.member = member
      self.hearsNotifications = hearsNotifications
    }

    package init(_ grant: TokenGrant) {
      self.init(
        .token(grant.id),
        member: grant.member,
        hearsNotifications: grant.scopes.covers(.named("read:notifications"))
      )
    }
  }

  /// A listener with what it listens to.
  package struct Seat: Sendable {
    package let number: Int
    package let listener: Listener
    package fileprivate(set) var streams: Set<Stream>
    fileprivate let continuation: AsyncStream<Message>.Continuation
  }

  fileprivate struct State {
    var seats: [Int: Seat] = [:]
    var next = 0
    var isClosed = false
  }

  private let state = Mutex(State())
  private let feed: AsyncStream<Event>.Continuation
  /// All that happens from the start on, for the one feed.
  package let events: AsyncStream<Event>
  /// Messages that wait for one listener, and events that wait for the feed.
  private static let (mostMessages, mostEvents) = (128, 10_000)
  /// Connections with one token or in one session, and of one member; those of applications are one member's.
  package static let (mostOfToken, mostOfMember) = (64, 128)
  /// Streams that one connection listens to.
  package static let mostStreams = 50

  private let lost = Counter(label: "maillage_stream_events_lost_total")

  package init() {
    (events, feed) = AsyncStream.makeStream(
      of: Event.self,
      bufferingPolicy: .bufferingNewest(Self.mostEvents)
    )
  }

  // MARK: Telling

  package func tell(_ event: Event) {
    // Whoever ended it, and however: by hand, with its application, or for a newer one.
    if case .stored(.tokenEnded(let token)) = event { return end(.token(token)) }
    if case .stored(.sessionEnded(let session)) = event { return end(.session(session)) }
    // Without listeners there is nothing to do, but for the apps that are told by push.
    if case .stored(.notified) = event {
    } else {
      guard state.withLock({ !$0.seats.isEmpty }) else { return }
    }
    if case .dropped = feed.yield(event) { lost.increment() }
  }

  package var seats: [Seat] { state.withLock { Array($0.seats.values) } }

  /// Gives a message to a listener; one that has too many waiting is ended.
  package func send(_ message: Message, to seat: Int) {
    guard let continuation = state.withLock({ $0.seats[seat]?.continuation }) else { return }
    if case .dropped = continuation.yield(message) { continuation.finish() }
  }

  // MARK: Listening

  /// Takes a seat; the messages end when the listener is to be cut off, at once after ``close()``.
  ///
  /// - Parameters:
  ///   - listener: Who listens.
  ///   - streams: To what.
  ///   - whenCut: Called as soon as no more messages come, even while many wait to be read.
  /// - Returns: The number of the seat, and what comes.
  /// - Throws: `Refusal.rateLimited` when there are too many with this token, of this member, or of
  ///   applications by themselves (threat 19).
  package func sit(
    _ listener: Listener,
    _ streams: Set<Stream>,
    whenCut: @escaping @Sendable () -> Void = {}
  ) throws(Refusal) -> (seat: Int, messages: AsyncStream<Message>) {
    let (messages, continuation) = AsyncStream.makeStream(
      of: Message.self,
      bufferingPolicy: .bufferingOldest(Self.mostMessages)
    )
    let taken = state.withLock { state -> (Int, Bool)? in
      guard state.hasRoom(for: listener) else { return nil }
      state.next += 1
      state.seats[state.next] = Seat(
        number: state.next,
        listener: listener,
        streams: streams,
        continuation: continuation
      )
      return (state.next, state.isClosed)
    }
    guard let (number, isClosed) = taken else { throw .rateLimited(seconds: 60) }
    continuation.onTermination = { [weak self] _ in
      self?.leave(number)
      whenCut()
    }
    if isClosed { continuation.finish() }
    return (number, messages)
  }

  /// - Returns: False when the connection listens to as much as it may already.
  package func add(_ stream: Stream, to seat: Int) -> Bool {
    state.withLock { state in
      guard let count = state.seats[seat]?.streams.count, count < Self.mostStreams else {
        return false
      }
      state.seats[seat]?.streams.insert(stream)
      return true
    }
  }

  package func remove(_ stream: Stream, from seat: Int) {
    state.withLock { state in
      if state.seats[seat] != nil { state.seats[seat]?.streams.remove(stream) }
    }
  }

  package func leave(_ seat: Int) {
    let gone = state.withLock { $0.seats.removeValue(forKey: seat) }
    gone?.continuation.finish()
  }

  // MARK: Ending

  /// Cuts off who listens with a token or in a session (threat 31).
  private func end(_ pass: Pass) {
    end { $0.pass == pass }
  }

  /// Cuts off all who listen for a member.
  package func end(member: ActorID) {
    end { $0.member == member }
  }

  /// Cuts off all, now and from now on.
  package func close() {
    state.withLock { $0.isClosed = true }
    end { _ in true }
  }

  private func end(_ isMeant: (Listener) -> Bool) {
    for seat in seats where isMeant(seat.listener) { leave(seat.number) }
  }
}

extension LiveHub.State {
  fileprivate func hasRoom(for listener: LiveHub.Listener) -> Bool {
    let others = seats.values.map(\.listener)
    return others.count { $0.pass == listener.pass } < LiveHub.mostOfToken
      && others.count { $0.member == listener.member } < LiveHub.mostOfMember
  }
}
