import Crypto
import Foundation

/// Reads and writes the files of a backup a chunk at a time: no file is ever in memory as a whole.
struct BackupStream: Sendable {
  let seal: BackupSeal?

  /// Copies a file into a backup, encrypting it where that is wanted, and synchronises it.
  func store(_ source: String, as path: String, in folder: String) throws -> BackupManifest.File {
    let input = try Self.reading(source)
    defer { try? input.close() }
    let output = try Self.creating("\(folder)/\(path)")
    defer { try? output.close() }
    var (hash, bytes, number) = (SHA256(), 0, UInt64(0))
    var chunk = try input.read(upToCount: BackupSeal.chunk) ?? Data()
    while true {
      let next = try input.read(upToCount: BackupSeal.chunk) ?? Data()
      let written =
        try seal?.seal(chunk, of: path, number: number, isLast: next.isEmpty) ?? chunk
      hash.update(data: written)
      try output.write(contentsOf: written)
      bytes += written.count
      number += 1
      guard !next.isEmpty else { break }
      chunk = next
    }
    try output.synchronize()
    return BackupManifest.File(path: path, bytes: bytes, sha256: hash.finalize().digits)
  }

  /// Checks the size and the checksum of a file of a backup.
  static func check(_ file: BackupManifest.File, in folder: String) throws {
    let path = "\(folder)/\(file.path)"
    let input = try reading(path)
    defer { try? input.close() }
    var (hash, bytes) = (SHA256(), 0)
    while let chunk = try input.read(upToCount: BackupSeal.chunk), !chunk.isEmpty {
      hash.update(data: chunk)
      bytes += chunk.count
      guard bytes <= file.bytes else { break }
    }
    guard bytes == file.bytes else {
      throw BackupFailure.damaged(path: path, reason: "its size is not that in the manifest")
    }
    guard hash.finalize().digits == file.sha256 else {
      throw BackupFailure.damaged(path: path, reason: "its checksum is not that in the manifest")
    }
  }

  /// Copies a file out of a backup, checking it on the way, and synchronises it.
  func extract(_ file: BackupManifest.File, from folder: String, to target: String) throws {
    let path = "\(folder)/\(file.path)"
    let input = try Self.reading(path)
    defer { try? input.close() }
    let output = try Self.creating(target)
    defer { try? output.close() }
    let size = seal == nil ? BackupSeal.chunk : BackupSeal.sealedChunk
    var (hash, bytes, number) = (SHA256(), 0, UInt64(0))
    var chunk = try input.read(upToCount: size) ?? Data()
    while true {
      let next = try input.read(upToCount: size) ?? Data()
      hash.update(data: chunk)
      bytes += chunk.count
      guard bytes <= file.bytes else {
        throw BackupFailure.damaged(path: path, reason: "its size is not that in the manifest")
      }
      try output.write(
        contentsOf: try seal?.open(chunk, of: file.path, number: number, isLast: next.isEmpty)
          ?? chunk
      )
      number += 1
      guard !next.isEmpty else { break }
      chunk = next
    }
    guard bytes == file.bytes else {
      throw BackupFailure.damaged(path: path, reason: "its size is not that in the manifest")
    }
    guard hash.finalize().digits == file.sha256 else {
      throw BackupFailure.damaged(path: path, reason: "its checksum is not that in the manifest")
    }
    try output.synchronize()
  }

  private static func reading(_ path: String) throws -> FileHandle {
    guard let handle = FileHandle(forReadingAtPath: path) else {
      throw BackupFailure.damaged(path: path, reason: String(cString: strerror(errno)))
    }
    return handle
  }

  private static func creating(_ path: String) throws -> FileHandle {
    try BackupFiles.makeFolder(for: path)
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { throw BackupFiles.unwritable(path) }
    return FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
  }
}

extension SHA256.Digest {
  var digits: String {
    map { byte in
      let text = String(byte, radix: 16)
      return byte < 16 ? "0\(text)" : text
    }.joined()
  }
}

/// What backing up and restoring do in the file system.
enum BackupFiles {
  static func makeFolder(for path: String) throws {
    try make(URL(fileURLWithPath: path).deletingLastPathComponent().path)
  }

  static func make(_ folder: String) throws {
    do {
      try FileManager.default.createDirectory(
        atPath: folder,
        withIntermediateDirectories: true,
        attributes: [.posixPermissions: 0o700]
      )
    } catch {
      throw StartupFailure.fileUnwritable(path: folder, reason: error.localizedDescription)
    }
  }

  /// Brings a folder and all folders in it to the disk; their files are there already.
  static func synchroniseFolders(_ root: String) throws {
    let names = FileManager.default.enumerator(atPath: root)
    while let name = names?.nextObject() as? String {
      var status = stat()
      guard lstat("\(root)/\(name)", &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
        continue
      }
      try synchronise("\(root)/\(name)")
    }
    try synchronise(root)
  }

  static func synchronise(_ path: String) throws {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw unwritable(path) }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else { throw unwritable(path) }
  }

  /// Removes what a process left that ended in the middle: drafts carry its id.
  static func removeAbandonedDrafts(in folder: String, named ending: String) {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    for name in names where name.hasPrefix(".") && name.hasSuffix(ending) {
      let parts = name.dropLast(ending.count).split(separator: ".")
      guard let id = parts.last.flatMap({ Int32($0) }), id > 0, id != getpid() else { continue }
      guard kill(id, 0) != 0, errno == ESRCH else { continue }
      try? FileManager.default.removeItem(atPath: "\(folder)/\(name)")
    }
  }

  static func unwritable(_ path: String) -> StartupFailure {
    let reason = errno
    guard reason != ENOSPC, reason != EDQUOT else { return .diskFull(path: path) }
    return .fileUnwritable(path: path, reason: String(cString: strerror(reason)))
  }

  /// In bytes; none for what is not there.
  static func size(of path: String) -> Int {
    let attributes = try? FileManager.default.attributesOfItem(atPath: path)
    return (attributes?[.size] as? NSNumber)?.intValue ?? 0
  }

  static func freeBytes(at path: String) -> Int? {
    let system = try? FileManager.default.attributesOfFileSystem(forPath: path)
    return (system?[.systemFreeSize] as? NSNumber)?.intValue
  }
}
