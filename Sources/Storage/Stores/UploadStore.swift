import Foundation
import GRDB
import Model

/// The files of members, and which posts they are part of.
package struct UploadStore {
  let db: Database

  /// An upload that may be shown, and whether everyone may read a post that it is part of.
  package struct Shown: Sendable {
    package let upload: Upload
    package let isPublic: Bool
  }

  package func insert(_ upload: Upload) throws {
    try db.run(
      """
      INSERT INTO upload (token, ownerID, url, format, file, preview, width, height, blurhash,
        description, focusX, focusY, state, createdAt)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'new', ?)
      """,
      [
        upload.token.text, upload.ownerID, upload.url, upload.media.format.rawValue,
        upload.media.file, upload.media.preview, upload.media.width, upload.media.height,
        upload.media.blurhash, upload.description, upload.focus?.x, upload.focus?.y,
        upload.createdAt.milliseconds,
      ]
    )
  }

  /// The upload that a token names, unless its posts are gone or its owner is suspended.
  package func shown(_ token: MediaToken) throws -> Shown? {
    try db.first(
      """
      SELECT upload.token, ownerID, url, format, file, bytes, preview, width, height, blurhash,
        description, focusX, focusY, upload.createdAt,
        EXISTS (SELECT 1 FROM postUpload JOIN post ON post.id = postID
          WHERE postUpload.token = upload.token AND post.audience = 'public')
        OR EXISTS (SELECT 1 FROM actorPicture WHERE actorPicture.url = upload.url
          AND actorPicture.actorID = ownerID)
      FROM upload JOIN actor ON actor.id = ownerID JOIN mediaFile ON digest = file
      WHERE upload.token = ? AND state <> 'dropped'
      AND suspendedAt IS NULL AND deletedAt IS NULL
      """,
      [token.text]
    ) { row in try Upload(row: row).map { Shown(upload: $0, isPublic: row[14]) } } ?? nil
  }

  /// A member's own upload, also one that is part of nothing yet, or not any more for a while.
  package func own(_ token: MediaToken, of owner: ActorID) throws -> Upload? {
    try db.first(
      """
      SELECT token, ownerID, url, format, file, bytes, preview, width, height, blurhash,
        description, focusX, focusY, upload.createdAt
      FROM upload JOIN mediaFile ON digest = file
      WHERE token = ? AND ownerID = ? AND (state <> 'dropped'
        OR EXISTS (SELECT 1 FROM keptUpload WHERE keptUpload.token = upload.token))
      """,
      [token.text, owner]
    ) { try Upload(row: $0) } ?? nil
  }

  /// Changes what an upload says of itself; a post that has it already keeps its own words.
  package func describe(_ upload: Upload) throws {
    try db.run(
      "UPDATE upload SET description = ?, focusX = ?, focusY = ? WHERE token = ?",
      [upload.description, upload.focus?.x, upload.focus?.y, upload.token.text]
    )
  }

  /// Gives up an upload that no post took.
  ///
  /// - Returns: Whether it was so.
  package func drop(_ token: MediaToken, of owner: ActorID) throws -> Bool {
    try db.run(
      "UPDATE upload SET state = 'dropped' WHERE token = ? AND ownerID = ? AND state = 'new'",
      [token.text, owner]
    )
    return db.changesCount > 0
  }

  /// Keeps the files of a post that is about to be taken back, for its author alone, who may want to
  /// write it anew.
  package func keep(of post: PostID, at time: Date) throws {
    try db.run(
      """
      INSERT OR IGNORE INTO keptUpload (token, keptAt)
      SELECT token, ?2 FROM postUpload WHERE postID = ?1
      """,
      [post, time.milliseconds]
    )
  }

  package func count() throws -> Int { try db.count("SELECT count(*) FROM upload") }

  /// Makes the files that a post of this node names part of it; only its author's own can be.
  func attach(to post: PostID, _ urls: [String]) throws {
    for url in urls {
      try db.run(
        """
        INSERT OR IGNORE INTO postUpload (postID, token)
        SELECT post.id, token FROM upload JOIN post ON post.authorID = ownerID
        WHERE url = ? AND post.id = ? AND post.isLocal = 1
        """,
        [url, post]
      )
    }
  }

  /// Removes what no post has: at once what one had, in time what none took up or takes up again.
  package func purge(newBefore time: Date) throws -> Int {
    try db.run("DELETE FROM keptUpload WHERE keptAt < ?", [time.milliseconds])
    try db.run(
      """
      DELETE FROM upload WHERE state = 'dropped'
        AND NOT EXISTS (SELECT 1 FROM keptUpload WHERE keptUpload.token = upload.token)
        AND NOT EXISTS (SELECT 1 FROM scheduledUpload WHERE scheduledUpload.token = upload.token)
      """
    )
    let dropped = db.changesCount
    try db.run(
      """
      DELETE FROM upload WHERE state = 'new' AND createdAt < ?
        AND NOT EXISTS (SELECT 1 FROM scheduledUpload WHERE scheduledUpload.token = upload.token)
      """,
      [time.milliseconds]
    )
    return dropped + db.changesCount
  }
}

extension Upload {
  /// A row of token, ownerID, url, format, file, bytes, preview, width, height, blurhash,
  /// description, focusX, focusY, createdAt; nothing for a format that is not known any more.
  fileprivate init?(row: Row) throws {
    guard let token = MediaToken(row[0]), let format = MediaFormat(rawValue: row[3]) else {
      return nil
    }
    self.init(
      token: token,
      ownerID: row[1],
      url: row[2],
      media: MediaDescription(
        format: format,
        file: row[4],
        bytes: row[5],
        preview: row[6],
        width: row[7],
        height: row[8],
        blurhash: row[9]
      ),
      description: row[10],
      focus: FocalPoint(row, from: 11),
      createdAt: row.date(13)
    )
  }
}

extension FocalPoint {
  /// Two columns, both filled or none.
  init?(_ row: Row, from index: Int) {
    guard let x: Double = row[index], let y: Double = row[index + 1] else { return nil }
    self.init(x: x, y: y)
  }
}
