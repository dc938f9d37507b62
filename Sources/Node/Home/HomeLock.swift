import Foundation

/// Holds a home for one server: a second one in the same home is refused.
package final class HomeLock: Sendable {
  // A class, so that the lock ends with its last owner; the kernel ends it with the process.
  private let descriptor: Int32

  /// Takes the lock of a home, or refuses at once.
  package init(_ home: NodeHome) throws(StartupFailure) {
    let path = home.lockFile
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else {
      throw .fileUnwritable(path: path, reason: String(cString: strerror(errno)))
    }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      let holder = Self.holder(descriptor)
      close(descriptor)
      throw .homeInUse(path: home.path, processID: holder)
    }
    self.descriptor = descriptor
    Self.write(getpid(), to: descriptor)
  }

  deinit {
    close(descriptor)
  }

  /// The process that runs a server in a home now.
  package static func holder(of home: NodeHome) -> Int32? {
    let descriptor = open(home.lockFile, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    guard flock(descriptor, LOCK_SH | LOCK_NB) != 0 else { return nil }
    return holder(descriptor)
  }

  private static func holder(_ descriptor: Int32) -> Int32? {
    var bytes = [UInt8](repeating: 0, count: 16)
    let count = pread(descriptor, &bytes, bytes.count, 0)
    let digits = bytes.prefix(max(0, count)).prefix { (48...57).contains($0) }
    return Int32(String(decoding: digits, as: UTF8.self))
  }

  private static func write(_ processID: Int32, to descriptor: Int32) {
    // For people and messages only; the lock itself does not depend on it.
    guard ftruncate(descriptor, 0) == 0 else { return }
    let line = Array("\(processID)\n".utf8)
    _ = pwrite(descriptor, line, line.count, 0)
  }
}
