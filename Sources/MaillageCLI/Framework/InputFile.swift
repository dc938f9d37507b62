import Foundation
import Model

/// A file that a command reads where it was typed.
enum InputFile {
  /// As much as the admin socket takes, with room for its encoding.
  static let limit = 32 << 20

  static func read(_ path: String) throws -> [UInt8] {
    let handle: FileHandle
    if path == "-" {
      handle = .standardInput
    } else if let opened = FileHandle(forReadingAtPath: path) {
      handle = opened
    } else {
      throw NotFound("\(path) cannot be opened.")
    }
    let bytes: Data?
    do {
      bytes = try handle.read(upToCount: limit + 1)
    } catch {
      throw Refusal.malformed("\(path) cannot be read: \(error.localizedDescription).")
    }
    guard (bytes?.count ?? 0) <= limit else { throw Refusal.tooLarge(limit: limit) }
    return Array(bytes ?? Data())
  }

  /// The text of what was read, without a byte order mark.
  static func text(_ bytes: [UInt8]) throws -> String {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw Refusal.malformed("The file is not UTF-8 text.")
    }
    return text.hasPrefix("\u{FEFF}") ? String(text.dropFirst()) : text
  }
}
