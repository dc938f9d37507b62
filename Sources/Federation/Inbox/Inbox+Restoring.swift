import ActivityStreams
import Foundation
import Model
import Storage

extension Inbox {
  /// Takes a publication of this node itself that is new here: the node was restored from an older
  /// backup, and another member gives back what it published since.
  ///
  /// It has its effects again, by the handler that it had them by, and is served again; nothing is
  /// sent. What cannot have them any more keeps its place in the log, so that its number is not
  /// given a second time.
  func restore(
    _ publication: Publication,
    _ activity: AS.Activity,
    _ body: [UInt8],
    by author: ActorProfile
  ) async throws -> InboxOutcome {
    let now = services.now()
    do {
      let prepared = try await ActivityRegistry.prepare(
        activity,
        from: try VerifiedSender.local(author, choosing: .territory),
        with: services
      )
      return try await services.database.write { tx in
        try requireLoss(of: activity, in: tx)
        switch try publication.keep(at: now, in: tx) {
        case .known: return .duplicate
        case .takenBack: return .ignored("It was taken back.")
        case .new: break
        }
        try prepared.commit(tx)
        try serve(activity, body, by: author, at: now, in: tx)
        return .accepted
      }
    } catch is Ignored {
      return try await keepPlace(of: publication)
    } catch is Refusal {
      return try await keepPlace(of: publication)
    }
  }

  /// Keeps a publication in its log, and nothing else of it.
  func keepPlace(of publication: Publication) async throws -> InboxOutcome {
    let now = services.now()
    let keeping = try await services.database.write { try publication.keep(at: now, in: $0) }
    guard case .new = keeping else { return .duplicate }
    return .ignored("Only its place in the log is kept.")
  }

  /// - Throws: `Ignored` for what had its effects already, or came to nothing since.
  private func requireLoss(of activity: AS.Activity, in tx: Transaction) throws {
    guard try tx.outbox.find(uri: activity.id.string) == nil else {
      throw Ignored("\(activity.id) is known already.")
    }
    guard let id = activity.object?.id?.string else { return }
    if activity.type == .create, try tx.posts.isKnown(uri: id) {
      throw Ignored("\(id) is known already.")
    }
    guard activity.type == .update, let edited = try tx.posts.find(uri: id)?.editedAt else {
      return
    }
    let note = activity.object?.embedded.flatMap { try? AS.Note(json: $0.json) }
    guard let updated = note?.updated, updated > edited else {
      throw Ignored("\(id) was edited later than that.")
    }
  }

  /// Puts an activity of this node back among those that it serves.
  private func serve(
    _ activity: AS.Activity,
    _ body: [UInt8],
    by author: ActorProfile,
    at now: Date,
    in tx: Transaction
  ) throws {
    guard let id = services.outgoing.number(of: activity) else {
      throw Refusal.malformed("\(activity.id) is no id of this node.")
    }
    let post = try activity.object?.id.flatMap { try tx.posts.find(uri: $0.string) }
    for number in [id.rawValue, post?.id.rawValue ?? 0] {
      services.numbers.skip(number, at: now)
    }
    try tx.outbox.insert(
      OutboxStore.Entry(
        id: id,
        uri: activity.id.string,
        actorID: author.id,
        type: activity.type.rawValue,
        audience: .territory,
        postID: post?.id,
        body: body,
        publishedAt: min(activity.published ?? now, now)
      )
    )
  }
}
