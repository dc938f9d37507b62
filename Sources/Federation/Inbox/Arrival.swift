import ActivityStreams
import Foundation
import Model
import Storage

/// An activity that came and is verified, about to be written.
struct Arrival: Sendable {
  let activity: AS.Activity
  let body: [UInt8]
  let sender: ActorProfile
  let proof: OriginProof
  /// The peer whose valve holds it until somebody lets it in.
  var holder: String?

  /// Keeps the activity for the worker; a publication also in its log, in the same transaction.
  func keep(
    _ publication: Publication?,
    at now: Date,
    in tx: Transaction
  ) throws -> InboxOutcome {
    switch try publication?.keep(at: now, in: tx) {
    case .known: return .duplicate
    case .takenBack: return .ignored("It was taken back.")
    case .new, nil: break
    }
    let isNew = try tx.inbox.insert(
      activity.type.rawValue,
      body: body,
      from: sender.id,
      proof: proof,
      at: now,
      heldFor: holder
    )
    return isNew ? .accepted : .duplicate
  }
}
