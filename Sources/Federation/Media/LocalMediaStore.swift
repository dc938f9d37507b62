import Foundation
import Model
import Signatures

/// Files in a folder of this machine: `ab/cd/abcd….` by the digits of their SHA-256.
///
/// A file gets its name when all of it is on the disk, so that a name never stands for half a file,
/// whenever the machine stops.
package struct LocalMediaStore: MediaStore {
  private let root: String

  /// Opens the folder and clears what an earlier run left unfinished.
  ///
  /// - Throws: An error of the file system when the folder cannot be made or read.
  package init(root: String) throws {
    self.root = root
    let files = FileManager.default
    try Self.makeFolder("\(root)/unfinished")
    for name in try files.contentsOfDirectory(atPath: "\(root)/unfinished") {
      try files.removeItem(atPath: "\(root)/unfinished/\(name)")
    }
  }

  package func put(_ bytes: [UInt8], as digest: Digest) async throws {
    let place = place(of: digest)
    guard !FileManager.default.fileExists(atPath: place.file) else { return }
    let unfinished = "\(root)/unfinished/\(SharedSecret.random(count: 16).hexadecimal)"
    do {
      try Self.makeFolder(place.folder)
      try Self.write(bytes, to: unfinished)
      guard rename(unfinished, place.file) == 0 else { throw Self.failure(errno) }
      // The name is durable when its folder is, and the folder when those above it are.
      for folder in [place.folder, place.parent, root] { try Self.synchronise(folder) }
    } catch {
      unlink(unfinished)
      throw error
    }
  }

  package func read(_ digest: Digest, _ range: Range<Int>) async throws -> [UInt8] {
    let file = open(place(of: digest).file, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { throw errno == ENOENT ? Refusal.absent : Self.failure(errno) }
    defer { close(file) }
    var bytes = [UInt8](repeating: 0, count: range.count)
    var filled = 0
    while filled < bytes.count {
      let count = bytes.withUnsafeMutableBytes {
        pread(
          file,
          $0.baseAddress?.advanced(by: filled),
          range.count - filled,
          off_t(range.lowerBound + filled)
        )
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw count == 0 ? Refusal.absent : Self.failure(errno) }
      filled += count
    }
    return bytes
  }

  package func remove(_ digest: Digest) async throws {
    guard unlink(place(of: digest).file) == 0 || errno == ENOENT else { throw Self.failure(errno) }
  }

  private func place(of digest: Digest) -> (file: String, folder: String, parent: String) {
    let name = digest.bytes.hexadecimal
    let parent = "\(root)/\(name.prefix(2))"
    let folder = "\(parent)/\(name.dropFirst(2).prefix(2))"
    return ("\(folder)/\(name)", folder, parent)
  }

  // MARK: The file system

  private static func makeFolder(_ path: String) throws {
    try FileManager.default.createDirectory(
      atPath: path,
      withIntermediateDirectories: true,
      attributes: [.posixPermissions: 0o700]
    )
  }

  private static func write(_ bytes: [UInt8], to path: String) throws {
    let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw failure(errno) }
    defer { close(file) }
    var written = 0
    while written < bytes.count {
      let count = bytes.withUnsafeBytes {
        Glibc.write(file, $0.baseAddress?.advanced(by: written), bytes.count - written)
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw failure(errno) }
      written += count
    }
    guard fsync(file) == 0 else { throw failure(errno) }
  }

  private static func synchronise(_ folder: String) throws {
    let handle = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard handle >= 0 else { throw failure(errno) }
    defer { close(handle) }
    guard fsync(handle) == 0 else { throw failure(errno) }
  }

  private static func failure(_ code: Int32) -> any Error {
    [ENOSPC, EDQUOT].contains(code)
      ? Refusal.storageFull : POSIXError(POSIXErrorCode(rawValue: code) ?? .EIO)
  }
}
