/// How much of an archive from outside is taken.
package struct ArchiveBounds: Sendable, Hashable {
  /// Files in it.
  package var files = 200_000
  /// Bytes of one file, and of all together.
  package var file = 4 << 30
  package var all = 64 << 30
  /// Bytes of all together for each byte of the archive: what packs better is made to fill disks.
  package var ratio = 100
  /// So much is taken whatever the ratio.
  package var least = 16 << 20
  /// So much of the disk stays free.
  package var freeSpaceFloor = 0
  /// Bytes of a name.
  package var name = 1_024
  /// Bytes of one activity of `outbox.json`.
  package var activity = 1 << 20
  /// Bookmarks of `bookmarks.json`.
  package var bookmarks = 20_000
  /// Bytes of a list that is read at once.
  package var list = 8 << 20

  package init() {}

  /// What all files may take together in an archive of so many bytes.
  func total(of packed: Int) -> Int {
    let (most, isTooMuch) = packed.multipliedReportingOverflow(by: ratio)
    return isTooMuch ? all : min(all, max(most, least))
  }
}
