import GRDB
import Model

/// The pictures of actors, of this node and of others.
package struct ActorPictureStore {
  let db: Database

  package func find(of actor: ActorID) throws -> ActorPictures {
    let rows = try db.all(
      "SELECT place, url, mediaType, description FROM actorPicture WHERE actorID = ?",
      [actor]
    ) { row in
      (
        ActorPictures.Place(rawValue: row[0]),
        Attachment(url: row[1], mediaType: row[2], name: row[3])
      )
    }
    var pictures = ActorPictures()
    for case (let place?, let picture) in rows { pictures[place] = picture }
    return pictures
  }

  /// Sets or, with nothing, removes one picture.
  ///
  /// An upload of the actor's own stays as long as it stands here.
  package func set(_ picture: Attachment?, at place: ActorPictures.Place, of actor: ActorID) throws
  {
    try db.run(
      "DELETE FROM actorPicture WHERE actorID = ? AND place = ?",
      [actor, place.rawValue]
    )
    guard let picture else { return }
    try db.run(
      """
      INSERT INTO actorPicture (actorID, place, url, mediaType, description)
      VALUES (?, ?, ?, ?, ?)
      """,
      [actor, place.rawValue, picture.url, picture.mediaType, picture.name]
    )
  }
}
