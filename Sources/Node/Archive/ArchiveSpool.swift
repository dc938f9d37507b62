import Foundation
import StrictJSON

/// A list that is written to the disk entry by entry, as JSON.
final class ArchiveSpool {
  // A class, since it closes what it opened.
  private let output: FileHandle
  private var buffer: [UInt8]
  private let ending: (Int) -> String
  private(set) var count = 0

  private static let piece = 64 << 10

  /// - Parameters:
  ///   - path: Where it is written.
  ///   - opening: What comes before the entries, with the bracket.
  ///   - ending: What comes after them, with the bracket; it is told how many there are.
  /// - Throws: `StartupFailure` when it cannot be written.
  init(_ path: String, opening: String, ending: @escaping (Int) -> String) throws {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { throw BackupFiles.unwritable(path) }
    output = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    buffer = Array(opening.utf8)
    self.ending = ending
  }

  /// A plain list.
  convenience init(listAt path: String) throws {
    try self.init(path, opening: "[", ending: { _ in "\n]\n" })
  }

  /// A collection as Mastodon writes it into an archive.
  convenience init(collection name: String, at path: String) throws {
    try self.init(
      path,
      opening: """
        {"@context":"https://www.w3.org/ns/activitystreams","id":"\(name)",\
        "type":"OrderedCollection","orderedItems":[
        """,
      ending: { "\n],\"totalItems\":\($0)}\n" }
    )
  }

  func add(_ entry: JSON) throws {
    buffer += Array((count == 0 ? "\n" : ",\n").utf8)
    buffer += entry.serialized()
    count += 1
    if buffer.count >= Self.piece { try flush() }
  }

  /// Text as it is, for what is no list of JSON.
  func add(text: String) throws {
    buffer += Array(text.utf8)
    if buffer.count >= Self.piece { try flush() }
  }

  func close() throws {
    buffer += Array(ending(count).utf8)
    try flush()
    try output.close()
  }

  private func flush() throws {
    try output.write(contentsOf: Data(buffer))
    buffer.removeAll(keepingCapacity: true)
  }
}
