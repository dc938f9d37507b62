import ActivityStreams
import Model
import Storage

extension Inbox {
  /// Takes leave of an actor whose key is gone with it, so that no signature can be verified.
  ///
  /// Its own host is asked: only when that says 410 for the actor is it deleted here. Anyone may
  /// send such a Delete, so the host is asked no more often than for new keys.
  func bidFarewell(_ body: [UInt8]) async throws -> InboxOutcome {
    let id = try AS.Activity(json: Self.parse(body)).actor
    let known = try await services.database.read { try $0.actors.find(uri: id.string) }
    guard let known, !known.isLocal, known.deletedAt == nil else {
      return .ignored("An actor that was not known here is gone.")
    }
    guard services.mayHaveNewKeys(known), try await services.documents.isGone(id) else {
      return .ignored("The host of \(id) does not say that it is gone.")
    }
    // As its own Delete would; whoever is suspended here may be gone as well.
    let effects = Effects(now: services.now(), services: services)
    try await services.database.write { try DeleteActivity.forget(known.id, effects, in: $0) }
    return .accepted
  }
}
