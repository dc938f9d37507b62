import Foundation
import StrictJSON

/// The example and fixture documents of the repository.
enum Samples {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  static let examples = root.appending(path: "Protocol/examples")
  static let context = root.appending(path: "Protocol/context.jsonld")
  static let fixtures = root.appending(path: "Tests/Fixtures")

  /// A document, by its path in the folder and without `.json`.
  static func json(_ name: String, in folder: URL = examples) throws -> JSON {
    try JSON.parse(bytes(of: folder.appending(path: "\(name).json")))
  }

  static func bytes(of file: URL) throws -> [UInt8] { Array(try Data(contentsOf: file)) }

  /// The names of the documents in a folder.
  static func names(in folder: URL) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path)
      .filter { $0.hasSuffix(".json") }.map { String($0.dropLast(5)) }.sorted()
  }
}

extension JSON {
  /// The value with its members in alphabetical order, for comparing meaning instead of text.
  var sorted: JSON {
    switch self {
    case .array(let values): .array(values.map(\.sorted))
    case .object(let object):
      .object(JSONObject(object.map { ($0.key, $0.value.sorted) }.sorted { $0.0 < $1.0 }))
    default: self
    }
  }

  /// A copy with one member set; nil removes it.
  func with(_ name: String, _ value: JSON?) -> JSON {
    guard case .object(var object) = self else { return self }
    object[name] = value
    return .object(object)
  }
}
