import Model

/// Whether there is room on the disk for an archive.
struct ArchiveRoom: Sendable {
  /// So much stays free, in bytes: a disk that fills up costs archives, never posts.
  var floor = 0
  /// How much space is free at a path; nothing where that is not known.
  var freeBytes: @Sendable (String) -> Int? = { BackupFiles.freeBytes(at: $0) }

  /// - Parameters:
  ///   - needed: What is about to be written, in bytes.
  ///   - path: Where.
  /// - Throws: `Refusal.unavailable` when less than the floor would be left.
  func require(_ needed: Int, at path: String) throws(Refusal) {
    guard let free = freeBytes(path), free - needed < floor else { return }
    throw .unavailable(
      "The archive does not fit on the disk: it takes \(needed >> 20) MB more, \(free >> 20) MB are "
        + "free, and \(floor >> 20) MB have to stay so."
    )
  }
}
