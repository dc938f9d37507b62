import CArchive
import Crypto
import Foundation
import Model

/// An archive from outside, unpacked into a folder of ours within bounds (libarchive: ZIP, tar, gzip).
///
/// Its files lie there under numbers: no name that came from outside becomes a path (threat 22).
package final class UnpackedArchive: Sendable {
  // A class, since it removes what it unpacked.
  struct Entry: Sendable {
    let number: Int
    let bytes: Int
    let sha256: String
  }

  let entries: [String: Entry]
  let bounds: ArchiveBounds
  private let folder: String

  /// Unpacks, and blocks: call it where no task waits (`Offside`).
  ///
  /// - Parameters:
  ///   - path: Where the archive lies.
  ///   - home: The home in which it is unpacked; all of that is removed in the end.
  ///   - bounds: What is taken.
  /// - Throws: `Refusal.malformed` or `Refusal.tooLarge` for an archive that is not taken;
  ///   `StartupFailure` where the disk fails.
  package init(
    _ path: String,
    inside home: NodeHome,
    within bounds: ArchiveBounds = .init()
  ) throws {
    let folder = home.file(".\(UUID().uuidString)\(Self.ending)")
    guard mkdir(folder, 0o700) == 0 else { throw BackupFiles.unwritable(folder) }
    (self.folder, self.bounds) = (folder, bounds)
    do {
      var reading = try ArchiveReading(path, into: folder, bounds)
      entries = try reading.all()
    } catch {
      try? FileManager.default.removeItem(atPath: folder)
      throw error
    }
  }

  private static let ending = ".unpacked"

  /// Removes what a process left that was killed in the middle: call it when the home's lock was taken
  /// just now, since nobody else unpacks here then.
  static func removeAbandoned(in home: NodeHome) {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: home.path)) ?? []
    for name in names where name.hasPrefix(".") && name.hasSuffix(ending) {
      try? FileManager.default.removeItem(atPath: home.file(name))
    }
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  /// Where a file lies; nothing when it is not in the archive.
  func place(_ name: String) -> String? {
    entries[name].map { "\(folder)/\($0.number)" }
  }

  /// A file as a whole.
  ///
  /// - Throws: `Refusal.tooLarge` for more than `limit` bytes.
  func bytes(_ name: String, limit: Int) throws -> [UInt8]? {
    guard let entry = entries[name] else { return nil }
    guard entry.bytes <= limit else { throw Refusal.tooLarge(limit: limit) }
    return try PrivateFile.read("\(folder)/\(entry.number)", limit: limit)
  }
}

/// Reads the entries of an archive one after the other.
private struct ArchiveReading {
  private let archive: OpaquePointer
  private let folder: String
  private let bounds: ArchiveBounds
  private let most: Int
  private var total = 0
  private var entries: [String: UnpackedArchive.Entry] = [:]

  private static let piece = 64 << 10

  init(_ path: String, into folder: String, _ bounds: ArchiveBounds) throws {
    guard let size = try? FileManager.default.attributesOfItem(atPath: path)[.size] as? NSNumber
    else { throw Refusal.malformed("\(path) cannot be opened.") }
    guard let archive = archive_read_new() else {
      throw Refusal.unavailable("There is no memory for an archive.")
    }
    (self.archive, self.folder, self.bounds) = (archive, folder, bounds)
    most = bounds.total(of: size.intValue)
    archive_read_support_format_zip(archive)
    archive_read_support_format_tar(archive)
    archive_read_support_filter_gzip(archive)
    guard archive_read_open_filename(archive, path, Self.piece) == ARCHIVE_OK else {
      archive_read_free(archive)
      throw Refusal.malformed("\(path) is neither a ZIP file nor a tar file.")
    }
  }

  mutating func all() throws -> [String: UnpackedArchive.Entry] {
    defer { archive_read_free(archive) }
    var count = 0
    while true {
      var entry: OpaquePointer?
      let code = archive_read_next_header(archive, &entry)
      if code == ARCHIVE_EOF { break }
      guard code >= ARCHIVE_WARN, let entry else { throw broken }
      count += 1
      guard count <= bounds.files else {
        throw Refusal.malformed("The archive has more than \(bounds.files) entries.")
      }
      try take(entry, number: count)
    }
    guard !entries.isEmpty else { throw Refusal.malformed("The archive is empty.") }
    return entries
  }

  private var broken: Refusal {
    .malformed(
      "The archive is damaged: \(archive_error_string(archive).map { String(cString: $0) } ?? "it ends early")."
    )
  }

  private mutating func take(_ entry: OpaquePointer, number: Int) throws {
    guard let text = archive_entry_pathname_utf8(entry) ?? archive_entry_pathname(entry),
      let raw = String(validatingCString: text)
    else { throw Refusal.malformed("A name in the archive is not UTF-8.") }
    let kind = UInt32(archive_entry_filetype(entry))
    // Folders are not needed: files lie under numbers.
    guard kind != ArchiveEntryKind.folder else { return }
    let name = try checked(raw)
    guard kind == ArchiveEntryKind.file, archive_entry_hardlink(entry) == nil else {
      throw Refusal.malformed("‘\(name)’ in the archive is no plain file.")
    }
    guard entries[name] == nil else {
      throw Refusal.malformed("‘\(name)’ is in the archive twice.")
    }
    guard archive_entry_is_encrypted(entry) == 0 else {
      throw Refusal.malformed("‘\(name)’ in the archive is encrypted.")
    }
    entries[name] = try unpack(name, number)
  }

  private func checked(_ raw: String) throws -> String {
    var name = Substring(raw)
    while name.hasPrefix("./") { name = name.dropFirst(2) }
    let parts = name.split(separator: "/", omittingEmptySubsequences: false)
    guard !name.isEmpty, name.utf8.count <= bounds.name, !name.contains("\\"),
      parts.allSatisfy({ !$0.isEmpty && $0 != "." && $0 != ".." }),
      !name.unicodeScalars.contains(where: { $0.value < 0x20 })
    else {
      throw Refusal.malformed("‘\(raw.prefix(80))’ is no name for a file of an archive.")
    }
    return String(name)
  }

  /// After so many bytes it is looked whether the disk fills up.
  private static let look = 64 << 20

  private func requireSpace() throws {
    guard let free = BackupFiles.freeBytes(at: folder), free < bounds.freeSpaceFloor else { return }
    throw Refusal.unavailable(
      "The archive does not fit on the disk: \(free >> 20) MB are free, and so few have to stay."
    )
  }

  private mutating func unpack(_ name: String, _ number: Int) throws -> UnpackedArchive.Entry {
    let path = "\(folder)/\(number)"
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { throw BackupFiles.unwritable(path) }
    let output = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    var (hash, bytes) = (SHA256(), 0)
    var piece = [UInt8](repeating: 0, count: Self.piece)
    while true {
      let count = piece.withUnsafeMutableBytes {
        archive_read_data(archive, $0.baseAddress, $0.count)
      }
      guard count >= 0 else { throw broken }
      guard count > 0 else { break }
      bytes += count
      total += count
      guard bytes <= bounds.file, total <= most else {
        throw Refusal.malformed(
          "The archive unpacks to more than is taken: ‘\(name)’ goes beyond it."
        )
      }
      if total / Self.look != (total - count) / Self.look { try requireSpace() }
      hash.update(data: piece[..<count])
      try output.write(contentsOf: Data(piece[..<count]))
    }
    try output.close()
    return UnpackedArchive.Entry(number: number, bytes: bytes, sha256: hash.finalize().digits)
  }
}
