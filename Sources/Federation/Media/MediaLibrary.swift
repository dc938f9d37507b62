import Foundation
import Model
import Signatures
import Storage

/// What the admin sets about media.
package struct MediaSettings: Sendable, Hashable {
  /// The largest picture that is taken, in bytes.
  package var pictureBytes = 16 << 20
  /// The largest file of another kind, in bytes.
  package var fileBytes = 32 << 20
  /// What copies of other nodes' files may take together, in bytes.
  package var cacheBytes = 1 << 30
  /// Below this much free space, in bytes, no file is taken any more.
  package var freeSpaceFloor = 1 << 30

  /// How long copies stay that nobody looks at, in seconds, by kind; nothing: as long as there is room.
  package var times: [MediaKind: TimeInterval] = [:]

  package init() {}

  /// The largest file of any kind, in bytes.
  package var largestFile: Int { max(pictureBytes, fileBytes) }

  /// How large a file of a format may be.
  package func limit(of format: MediaFormat) -> Int {
    format.kind == .picture ? pictureBytes : fileBytes
  }
}

/// Takes files in and gives them out, whoever's they are: checked by their first bytes, pictures
/// made anew, each kept once.
package struct MediaLibrary: Sendable {
  package let store: any MediaStore
  package let pictures: PictureWorker
  package let settings: MediaSettings
  /// How much space is free where files lie; nothing when that is not known.
  let freeBytes: @Sendable () -> Int?
  /// One request for a file of another node at a time.
  let fetches = FairGate<String>(limit: 1)
  /// So few from one host that a slow one does not keep the others waiting.
  let hosts = FairGate<String>(limit: 2, maximumWaiting: 64)
  /// So few in all, since each may be as large as a file can be and lies in memory.
  let room = FairGate<Bool>(limit: 8, maximumWaiting: 64)
  let failures = FailureMemory()
  /// A file is stored or removed, never both at a time.
  private let gate = FairGate<Digest>(limit: 1)

  package init(
    store: any MediaStore = NoMediaStore(),
    pictures: PictureWorker = PictureWorker(),
    settings: MediaSettings = MediaSettings(),
    freeBytes: @escaping @Sendable () -> Int? = { nil }
  ) {
    self.store = store
    self.pictures = pictures
    self.settings = settings
    self.freeBytes = freeBytes
  }

  /// Why no file is taken now; nothing when files are taken.
  ///
  /// A disk that fills up costs pictures, never posts.
  package var obstacle: String? {
    guard let free = freeBytes(), free < settings.freeSpaceFloor else { return nil }
    return "Media is off: \(free >> 20) MB are free, and below \(settings.freeSpaceFloor >> 20) MB "
      + "no file is taken. Free some space, or lower media.freeSpaceMegabytes."
  }

  /// What a file is, if it may be taken.
  ///
  /// - Throws: `Refusal.malformed` for a format that is not known; `Refusal.tooLarge`;
  ///   `Refusal.unavailable` when space is short.
  @discardableResult
  package func check(_ bytes: [UInt8]) throws(Refusal) -> MediaFormat {
    if let obstacle { throw .unavailable(obstacle) }
    guard let format = MediaFormat(of: bytes) else {
      throw .malformed(
        "This file is of a kind that is not taken: pictures in JPEG, PNG, GIF or WebP, films in MP4, "
          + "QuickTime or WebM, sound in MP3, M4A, Ogg, FLAC or WAV, and PDF are."
      )
    }
    let limit = settings.limit(of: format)
    guard bytes.count <= limit else { throw .tooLarge(limit: limit) }
    return format
  }

  /// Takes a file: what it says of itself is in the result, and its bytes are in the store.
  func take(
    _ bytes: [UInt8],
    in database: NodeDatabase,
    at now: Date
  ) async throws
    -> MediaDescription
  {
    let format = try check(bytes)
    guard format.kind == .picture else {
      let file = try await keep(bytes, in: database, at: now)
      return MediaDescription(format: format, file: file, bytes: bytes.count)
    }
    let picture = try await pictures.picture(from: bytes)
    return MediaDescription(
      format: picture.format,
      file: try await keep(picture.bytes, in: database, at: now),
      bytes: picture.bytes.count,
      preview: try await keep(picture.preview, in: database, at: now),
      width: picture.width,
      height: picture.height,
      blurhash: picture.blurhash
    )
  }

  private func keep(
    _ bytes: [UInt8],
    in database: NodeDatabase,
    at now: Date
  ) async throws
    -> Digest
  {
    guard let digest = Digest(BodyDigest(of: bytes).sha256) else {
      preconditionFailure("SHA-256 has 32 bytes.")
    }
    let count = bytes.count
    try await gate.pass(for: digest) {
      // The row first: were the file first, one that is forgotten halfway would stay for ever.
      try await database.write { try $0.mediaFiles.note(digest, bytes: count, at: now) }
      try await store.put(bytes, as: digest)
    }
    return digest
  }

  /// Removes files that nothing has referred to since a time, so many at most.
  ///
  /// - Returns: How many went.
  @discardableResult
  package func sweep(
    before time: Date,
    in database: NodeDatabase,
    atMost limit: Int = 500
  ) async throws -> Int {
    let unused = try await database.read { try $0.mediaFiles.unused(before: time, atMost: limit) }
    var count = 0
    for digest in unused {
      count += try await gate.pass(for: digest) {
        let isUnused = try await database.read {
          try $0.mediaFiles.isUnused(digest, before: time)
        }
        guard isUnused else { return 0 }
        try await store.remove(digest)
        try await database.write { try $0.mediaFiles.forget(digest) }
        return 1
      }
    }
    return count
  }
}
