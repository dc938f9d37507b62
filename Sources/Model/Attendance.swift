import Foundation

/// That somebody wants to take part in an event, and what came of it.
package struct Attendance: Sendable, Hashable {
  package enum State: String, Sendable, Hashable, CaseIterable, Codable {
    /// Its organizer has not answered.
    case requested
    case accepted
    case rejected
    /// The organizer's node has said that it takes no such wishes (FEP-8a8e).
    case ignored
  }

  package var postID: PostID
  package var actorID: ActorID
  /// The id of the Join.
  package var uri: String
  package var state: State
  /// What is said to the organizer with it.
  package var message: String?
  package var createdAt: Date

  package init(
    postID: PostID,
    actorID: ActorID,
    uri: String,
    state: State,
    message: String? = nil,
    createdAt: Date
  ) {
    self.postID = postID
    self.actorID = actorID
    self.uri = uri
    self.state = state
    self.message = message
    self.createdAt = createdAt
  }

  /// The most characters of a message.
  package static let mostCharacters = 500
}

extension Event {
  /// What an event answers to whoever wants to take part.
  package enum Answer: Sendable, Hashable {
    case accept
    /// Its organizer decides.
    case ask
    /// It is full: whoever asked first has the next place that is free.
    case wait
    case reject(Obstacle)
    /// It takes no such wishes at all.
    case ignore
  }

  /// Why somebody cannot take part.
  package enum Obstacle: String, Sendable, Hashable, CaseIterable {
    case over, cancelled, full, notInvited
    /// Its organizer has said no before: asking again asks nobody.
    case turnedDown
  }

  /// The answer to a wish to take part, when so many do already; an event invites whom it names.
  package func answer(
    at now: Date,
    taken: Int,
    isInvited: Bool,
    known: Attendance.State?
  ) -> Answer {
    if known == .accepted { return .accept }
    if known == .rejected { return .reject(.turnedDown) }
    guard joinMode != .none, joinMode != .external else { return .ignore }
    let obstacle = obstacle(at: now, taken: taken)
    if let obstacle, obstacle != .full { return .reject(obstacle) }
    let welcome: Answer = obstacle == nil ? .accept : .wait
    switch joinMode {
    case .free: return welcome
    case .restricted: return isInvited ? welcome : .ask
    case .invite: return isInvited ? welcome : .reject(.notInvited)
    case .none, .external: return .ignore
    }
  }

  /// What keeps everybody from taking part now, whoever it is.
  package func obstacle(at now: Date, taken: Int) -> Obstacle? {
    if status == .cancelled { return .cancelled }
    if isOver(at: now) { return .over }
    if let capacity, taken >= capacity { return .full }
    return nil
  }

  /// Whether it has ended; one with an open end, a day after its beginning.
  package func isOver(at now: Date) -> Bool {
    guard let end = endsAt ?? startsAt?.addingTimeInterval(86_400) else { return false }
    return end <= now
  }
}

extension Event.Place {
  /// Says in which commune a place is, and so where on the map.
  package mutating func locate(in commune: Commune) {
    if name == nil { name = commune.name } else { address = address ?? commune.name }
    latitude = commune.position?.latitude
    longitude = commune.position?.longitude
  }
}
