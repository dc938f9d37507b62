import Foundation

/// Who owns a file and who may use it.
package struct FileStatus: Sendable {
  package let isDirectory: Bool
  /// The permission bits.
  package let mode: UInt16
  package let owner: UInt32

  /// Reads the status of a file, following links; nothing when there is none.
  package init?(of path: String) throws(StartupFailure) {
    var status = stat()
    guard stat(path, &status) == 0 else {
      if errno == ENOENT || errno == ENOTDIR { return nil }
      throw .fileUnreadable(path: path, reason: String(cString: strerror(errno)))
    }
    isDirectory = status.st_mode & S_IFMT == S_IFDIR
    mode = UInt16(status.st_mode & 0o7777)
    owner = status.st_uid
  }

  /// Refuses a file of another user, and one with more permissions than allowed.
  static func refuse(
    _ path: String,
    allowing allowed: UInt16,
    mend: String
  ) throws(StartupFailure) {
    guard let status = try FileStatus(of: path) else {
      throw .fileUnreadable(path: path, reason: "it does not exist")
    }
    guard status.owner == geteuid() || status.owner == 0 else { throw .foreignOwner(path: path) }
    // Set-id and sticky bits grant nobody access.
    guard status.mode & 0o777 & ~allowed == 0 else {
      throw .permissionsTooOpen(path: path, mode: status.mode, mend: mend)
    }
  }
}
