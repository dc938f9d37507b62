/// What an entry of an archive is, in libarchive's words (`AE_IFREG`, `AE_IFDIR`: those of stat(2)).
enum ArchiveEntryKind {
  static let file: UInt32 = 0o100_000
  static let folder: UInt32 = 0o040_000
}
