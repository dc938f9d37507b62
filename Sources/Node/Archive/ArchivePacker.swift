import CArchive
import Crypto
import Foundation
import Model

/// Writes a ZIP file a piece at a time, and notes the checksum of each file in it (libarchive).
final class ArchivePacker {
  // A class, since it closes what it opened.
  private let archive: OpaquePointer
  private let path: String
  private let time: Date
  private let descriptor: Int32
  private var current: (name: String, bytes: Int, hash: SHA256)?
  private(set) var files: [ArchiveManifest.File] = []

  /// - Throws: `StartupFailure` when the file is there already or cannot be written.
  init(_ path: String, at time: Date) throws {
    let descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { throw BackupFiles.unwritable(path) }
    guard let archive = archive_write_new() else {
      Foundation.close(descriptor)
      throw Refusal.unavailable("There is no memory for an archive.")
    }
    (self.archive, self.path, self.time, self.descriptor) = (archive, path, time, descriptor)
    archive_write_set_format_zip(archive)
    archive_write_set_bytes_per_block(archive, 65_536)
    try require(archive_write_open_fd(archive, descriptor))
  }

  deinit {
    archive_write_free(archive)
    Foundation.close(descriptor)
  }

  /// Begins a file of a known size; what is dense already is not compressed again.
  func begin(_ name: String, bytes: Int, isDense: Bool = false) throws {
    guard let entry = archive_entry_new() else {
      throw Refusal.unavailable("There is no memory for an archive.")
    }
    defer { archive_entry_free(entry) }
    archive_entry_set_pathname_utf8(entry, name)
    archive_entry_set_size(entry, Int64(bytes))
    archive_entry_set_filetype(entry, ArchiveEntryKind.file)
    archive_entry_set_perm(entry, 0o600)
    archive_entry_set_mtime(entry, Int(time.timeIntervalSince1970), 0)
    if isDense {
      archive_write_zip_set_compression_store(archive)
    } else {
      archive_write_zip_set_compression_deflate(archive)
    }
    try require(archive_write_header(archive, entry))
    current = (name, 0, SHA256())
  }

  func write(_ piece: [UInt8]) throws {
    var start = 0
    while start < piece.count {
      let count = piece.withUnsafeBytes { buffer in
        archive_write_data(archive, buffer.baseAddress?.advanced(by: start), buffer.count - start)
      }
      guard count > 0 else { throw failure() }
      start += count
    }
    current?.hash.update(data: piece)
    current?.bytes += piece.count
  }

  func end() throws {
    try require(archive_write_finish_entry(archive))
    guard let current else { return }
    files.append(
      .init(path: current.name, bytes: current.bytes, sha256: current.hash.finalize().digits)
    )
    self.current = nil
  }

  /// A file that is at hand.
  func add(_ name: String, _ bytes: [UInt8]) throws {
    try begin(name, bytes: bytes.count)
    try write(bytes)
    try end()
  }

  /// A file of the disk.
  func add(_ name: String, from file: String) throws {
    guard let input = FileHandle(forReadingAtPath: file) else {
      throw BackupFiles.unwritable(file)
    }
    defer { try? input.close() }
    let size = try input.seekToEnd()
    try input.seek(toOffset: 0)
    try begin(name, bytes: Int(size))
    while let piece = try input.read(upToCount: 256 << 10), !piece.isEmpty {
      try write(Array(piece))
    }
    try end()
  }

  /// Writes the list of files at the end, and brings all of it to the disk.
  func close() throws {
    try require(archive_write_close(archive))
    guard fsync(descriptor) == 0 else { throw BackupFiles.unwritable(path) }
  }

  private func require(_ code: Int32) throws {
    // A warning is no failure.
    guard code >= ARCHIVE_WARN else { throw failure() }
  }

  private func failure() -> any Error {
    errno = archive_errno(archive)
    return BackupFiles.unwritable(path)
  }
}
