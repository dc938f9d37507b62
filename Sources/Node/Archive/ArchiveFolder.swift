import Foundation
import Model

/// Where the archives that members asked for lie until they are over: in no backup.
struct ArchiveFolder: Sendable {
  let path: String

  init(_ home: NodeHome) { path = home.archives }

  func make() throws { try BackupFiles.make(path) }

  /// - Throws: `Refusal.absent` when it is not there.
  func read(_ name: String, _ range: Range<Int>) throws -> [UInt8] {
    guard MediaToken(name) != nil,
      let input = FileHandle(forReadingAtPath: "\(path)/\(name)")
    else { throw Refusal.absent }
    defer { try? input.close() }
    try input.seek(toOffset: UInt64(range.lowerBound))
    let bytes = try input.read(upToCount: range.count) ?? Data()
    guard bytes.count == range.count else { throw Refusal.absent }
    return Array(bytes)
  }

  /// All that lies there, drafts too.
  var names: [String] { (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? [] }

  func remove(_ name: String) throws {
    try FileManager.default.removeItem(atPath: "\(path)/\(name)")
  }
}
