import ActivityStreams
import Foundation
import Model
import Storage

/// What one type of activity means: the same for a remote one and for a member's own.
///
/// `prepare` may use the network and writes nothing; `authorize` and `apply` run in one
/// transaction, together with the "already seen" mark and the deliveries.
package protocol ActivityHandler: Sendable {
  /// All that the effects need, found before the transaction.
  associatedtype Prepared: Sendable

  static var type: AS.ActivityType { get }

  /// With what objects it is taken and sent: the pairs that Protocol/FEDERATION.md lists.
  static var objects: ActivityObjects { get }

  /// Whether `prepare` depends on rows that earlier activities of the same sender may write.
  static var looksUpFirst: Bool { get }

  /// Finds what the activity is about, as far as the network is needed for it.
  ///
  /// What the database knows is looked up in `authorize` and `apply`: an activity right before this
  /// one may be written in the same transaction.
  ///
  /// - Throws: `Refusal`; or `Ignored` for what is well-formed but of no concern here.
  static func prepare(
    _ activity: AS.Activity,
    from sender: VerifiedSender,
    with services: FederationServices
  ) async throws -> Prepared

  /// Whether the sender may do this.
  static func authorize(
    _ prepared: Prepared,
    from sender: VerifiedSender,
    in tx: Transaction
  ) throws

  /// Does it.
  static func apply(
    _ prepared: Prepared,
    from sender: VerifiedSender,
    in tx: Transaction,
    effects: Effects
  ) throws
}

extension ActivityHandler {
  package static var looksUpFirst: Bool { false }
}

/// Well-formed, allowed, and of no concern to this node.
package struct Ignored: Error, Hashable, Sendable {
  package let reason: String

  package init(_ reason: String) {
    self.reason = reason
  }
}

/// An activity of which only the effects are left to be written.
package struct PreparedActivity: Sendable {
  /// Authorizes and applies, in a transaction.
  package let commit: @Sendable (Transaction) throws -> Void
}

/// What handlers may cause besides writing rows: answers that this node sends, at a given time.
package struct Effects: Sendable {
  let now: Date
  let services: FederationServices

  /// Publishes an activity of a local actor in answer to the one being handled.
  func publish(_ answer: OutgoingActivity, in tx: Transaction) throws {
    try services.outgoing.enqueue(answer, at: now, in: tx)
  }
}
