import Foundation
import GRDB
import Model

// How much of what there is, and letting go of it in small steps.
extension CachedMediaStore {
  /// What copies of other nodes' files take, by kind.
  package func shares() throws -> [MediaShare] {
    try db.all(
      """
      SELECT format,
        EXISTS (SELECT 1 FROM actorPicture WHERE actorPicture.url = cachedMedia.url) AS isAvatar,
        count(*), sum(bytes) FROM cachedMedia GROUP BY format, isAvatar
      """
    ) { MediaShare(.remote, row: $0) }
    .compactMap(\.self).summed
  }

  /// Lets go of copies of a kind that nobody looked at since a time, the oldest first.
  ///
  /// - Returns: How many went: fewer than `limit` when no more are there.
  package func expire(_ kind: MediaKind, unusedSince time: Date, atMost limit: Int) throws -> Int {
    try db.run(
      """
      DELETE FROM cachedMedia WHERE url IN (SELECT url FROM cachedMedia WHERE usedAt < ?1
        AND instr(?2, ' ' || format || ' ') > 0
        AND (?3 = 0 OR (?3 = 2) =
          EXISTS (SELECT 1 FROM actorPicture WHERE actorPicture.url = cachedMedia.url))
        ORDER BY usedAt LIMIT ?4)
      """,
      [time.milliseconds, kind.formatWords, kind.avatarChoice, limit]
    )
    return db.changesCount
  }
}

extension UploadStore {
  /// What members' own files take, by kind.
  package func shares() throws -> [MediaShare] {
    try db.all(
      """
      SELECT format,
        EXISTS (SELECT 1 FROM actorPicture WHERE actorPicture.url = upload.url) AS isAvatar,
        count(*), sum(kept.bytes + ifnull(small.bytes, 0)) FROM upload
      JOIN mediaFile AS kept ON kept.digest = file
      LEFT JOIN mediaFile AS small ON small.digest = preview GROUP BY format, isAvatar
      """
    ) { MediaShare(.local, row: $0) }
    .compactMap(\.self).summed
  }
}

extension MediaShare {
  /// A row of format, whether it is an avatar, count and bytes; nothing for an unknown format.
  fileprivate init?(_ origin: Origin, row: Row) {
    guard let format = MediaFormat(rawValue: row[0]) else { return nil }
    self.init(
      origin: origin,
      kind: MediaKind(format, isAvatar: row[1]),
      files: row[2],
      bytes: row[3]
    )
  }
}

extension [MediaShare] {
  /// One for each kind, in the order of kinds.
  fileprivate var summed: [MediaShare] {
    MediaKind.allCases.compactMap { kind in
      let same = filter { $0.kind == kind }
      guard var sum = same.first else { return nil }
      sum.files = same.reduce(0) { $0 + $1.files }
      sum.bytes = same.reduce(0) { $0 + $1.bytes }
      return sum
    }
  }
}

extension MediaKind {
  fileprivate var formatWords: String {
    " " + formats.map(\.rawValue).joined(separator: " ") + " "
  }

  /// 0: whatever it is; 1: no avatar; 2: an avatar.
  fileprivate var avatarChoice: Int {
    switch self {
    case .picture: 1
    case .avatar: 2
    case .video, .audio, .document: 0
    }
  }
}
