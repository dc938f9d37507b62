import ActivityStreams
import Model
import StrictJSON

/// The post that a Create or an Update carries, by the one who sent it.
enum WrittenNote {
  /// Reads the embedded object, or fetches one that is only named.
  ///
  /// - Throws: `Refusal.forbidden` when it is attributed to another than the sender, and
  ///   `Refusal.foreignOrigin` when its id is of another origin.
  static func find(
    in activity: AS.Activity,
    by sender: VerifiedSender,
    with services: FederationServices
  ) async throws -> AS.Note {
    let note = try await read(activity.object, by: sender, with: services)
    guard note.attributedTo.string == sender.actor.uri else {
      throw Refusal.forbidden("\(sender.actor.uri) may not write as \(note.attributedTo).")
    }
    _ = try sender.proof(of: note.id.string)
    return note
  }

  private static func read(
    _ object: AS.Reference?,
    by sender: VerifiedSender,
    with services: FederationServices
  ) async throws
    -> AS.Note
  {
    switch object {
    case .embedded(let embedded):
      guard AS.NoteType(rawValue: embedded.type) != nil else {
        throw Ignored("\(embedded.type) is not read here.")
      }
      return try parse(embedded.json)
    case .id(let id):
      // A stranger must not make the node fetch: it would hold up the inbox for everybody.
      let isFollowed = try await services.database.read {
        try $0.follows.hasLocalFollower(sender.actor.id)
      }
      guard isFollowed else { throw Ignored("Nobody here follows \(sender.actor.uri).") }
      let (document, _) = try await services.documents.object(at: id)
      return try parse(document.json)
    case nil:
      throw Refusal.malformed("The activity has no single object.")
    }
  }

  private static func parse(_ json: JSON) throws -> AS.Note {
    do {
      return try AS.Note(json: json)
    } catch {
      throw Refusal.malformed("The object is no post: \(error).")
    }
  }
}
