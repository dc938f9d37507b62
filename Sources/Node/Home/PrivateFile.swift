import Foundation

/// Reads and writes small files that only the node's own user may see.
package enum PrivateFile {
  /// Reads a whole file, at most `limit` bytes; nothing when there is none.
  package static func read(_ path: String, limit: Int) throws(StartupFailure) -> [UInt8]? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      if errno == ENOENT { return nil }
      throw unreadable(path)
    }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = Foundation.read(descriptor, &chunk, chunk.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw unreadable(path) }
      guard count > 0 else { return bytes }
      bytes += chunk.prefix(count)
      guard bytes.count <= limit else {
        throw .fileUnreadable(path: path, reason: "it is larger than \(limit) bytes")
      }
    }
  }

  /// Writes a file with mode 0600 so that after a crash it is there whole or not at all.
  ///
  /// A file that is already there is replaced only when asked for.
  package static func write(
    _ bytes: [UInt8],
    to path: String,
    replacing: Bool = false
  ) throws(StartupFailure) {
    let draft = "\(path).\(getpid()).\(UInt32.random(in: .min ... .max)).new"
    let descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { throw unwritable(path) }
    defer { unlink(draft) }
    let isWritten = writeAll(bytes, to: descriptor) && fsync(descriptor) == 0
    let failure = isWritten ? nil : unwritable(path)
    close(descriptor)
    if let failure { throw failure }
    // `link` refuses to replace, `rename` replaces in one step.
    guard (replacing ? rename(draft, path) : link(draft, path)) == 0 else { throw unwritable(path) }
    syncDirectory(of: path)
  }

  private static func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return false }
      rest = rest.dropFirst(count)
    }
    return true
  }

  private static func syncDirectory(of path: String) {
    let directory = path[..<(path.lastIndex(of: "/") ?? path.startIndex)]
    let descriptor = open(directory.isEmpty ? "." : String(directory), O_RDONLY | O_DIRECTORY)
    guard descriptor >= 0 else { return }
    fsync(descriptor)
    close(descriptor)
  }

  private static func unreadable(_ path: String) -> StartupFailure {
    .fileUnreadable(path: path, reason: String(cString: strerror(errno)))
  }

  private static func unwritable(_ path: String) -> StartupFailure {
    let reason = errno
    guard reason != ENOSPC, reason != EDQUOT else { return .diskFull(path: path) }
    return .fileUnwritable(path: path, reason: String(cString: strerror(reason)))
  }
}
