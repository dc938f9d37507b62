import Model

/// What the web server needs to hand out the archives that members asked for.
package protocol ArchiveDoor: Sendable {
  /// Reads a part of an archive of the member's own.
  ///
  /// - Throws: `Refusal.absent` for another's, one that is not made yet, or one that is gone.
  func readArchive(_ id: Int64, of member: ActorID, _ range: Range<Int>) async throws -> [UInt8]
}
