import Foundation
import HTTPServer

extension ServerSettings.Logo {
  /// The longest file, in bytes: every visitor loads it.
  private static let longest = 256 * 1024

  /// Why a file is no mark to show.
  enum Failure: Error, CustomStringConvertible {
    case unreadable(String)
    case tooLarge(String)
    case unknownKind(String)

    var description: String {
      switch self {
      case .unreadable(let path): "\(path) cannot be read."
      case .tooLarge(let path): "\(path) is larger than 256 KiB."
      case .unknownKind(let path): "\(path) is no SVG, PNG, JPEG or WebP file."
      }
    }
  }

  /// Reads a file that the admin names.
  ///
  /// What kind it is, its first bytes say: an SVG as text, the others by their signatures.
  init(file path: String) throws(Failure) {
    guard let data = FileManager.default.contents(atPath: path) else { throw .unreadable(path) }
    guard data.count <= Self.longest else { throw .tooLarge(path) }
    let content = [UInt8](data)
    guard let mediaType = Self.mediaType(of: content) else { throw .unknownKind(path) }
    self.init(mediaType: mediaType, content: content)
  }

  private static func mediaType(of content: [UInt8]) -> String? {
    if content.starts(with: [0x89, 0x50, 0x4E, 0x47]) { return "image/png" }
    if content.starts(with: [0xFF, 0xD8, 0xFF]) { return "image/jpeg" }
    if content.starts(with: Array("RIFF".utf8)),
      content.dropFirst(8).starts(with: Array("WEBP".utf8))
    {
      return "image/webp"
    }
    let start = String(decoding: content.prefix(1_024), as: UTF8.self)
    return start.contains("<svg") ? "image/svg+xml" : nil
  }
}
