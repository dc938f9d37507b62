import ActivityStreams

/// The types of objects with which a node takes and sends one type of activity.
///
/// Protocol/FEDERATION.md lists them as `Verb(Object)`; a test compares the two both ways.
package struct ActivityObjects: Sendable, Hashable {
  /// Types with which the activity of another node has an effect here.
  package let received: Set<String>
  /// Types with which actors of this node send it.
  package let sent: Set<String>

  package init(received: [String], sent: [String]) {
    self.received = Set(received)
    self.sent = Set(sent)
  }

  /// Whatever is read as a post.
  package static let posts = AS.NoteType.allCases.map(\.rawValue)
  /// Whatever is read as an actor.
  package static let actors = AS.ActorType.allCases.map(\.rawValue)
  /// Whatever is answered with yes or no.
  package static let requests = [
    "Follow", "QuoteRequest", "Join", "Invite", "Offer", "EconomicEvent", "EndorsementRequest",
  ]
}
