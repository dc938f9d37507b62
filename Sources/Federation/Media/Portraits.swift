import Model

/// The door for the pictures by which members and groups show themselves.
package struct Portraits: Sendable {
  let services: FederationServices

  /// Takes a picture, shows it and tells the followers; with nothing, removes the one there is.
  ///
  /// - Throws: What ``Uploads/add(_:by:)`` does; `Refusal.malformed` for what is no picture.
  package func set(
    _ draft: Uploads.Draft?,
    at place: ActorPictures.Place,
    of actor: ActorID
  ) async throws {
    var picture: Attachment?
    if let draft {
      guard try services.media.check(draft.bytes).kind == .picture else {
        throw Refusal.malformed("That is no picture in JPEG, PNG, GIF or WebP.")
      }
      picture = Attachment(try await services.uploads.add(draft, by: actor))
    }
    try await services.database.write { [picture] tx in
      guard try tx.actors.find(actor)?.isLocal == true else { throw Refusal.absent }
      try tx.actorPictures.set(picture, at: place, of: actor)
    }
    try await services.outbox.announceProfile(of: actor)
  }
}
