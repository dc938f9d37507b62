import Foundation

/// All that belongs to a member in one file, which the member asked for.
package struct MemberArchive: Sendable, Hashable {
  package enum State: String, Sendable, CaseIterable { case waiting, ready, failed }

  package var id: Int64
  package var member: ActorID
  package var askedAt: Date
  package var state: State
  /// What the file is called on the disk: 32 digits that say nothing.
  package var file: String?
  package var bytes: Int?
  /// When it goes; nothing while it waits to be made.
  package var endsAt: Date?

  /// How long after one was asked for the next can be, in seconds.
  package static let pause: TimeInterval = 86_400

  package init(
    id: Int64,
    member: ActorID,
    askedAt: Date,
    state: State,
    file: String?,
    bytes: Int?,
    endsAt: Date?
  ) {
    (self.id, self.member, self.askedAt, self.state) = (id, member, askedAt, state)
    (self.file, self.bytes, self.endsAt) = (file, bytes, endsAt)
  }
}
