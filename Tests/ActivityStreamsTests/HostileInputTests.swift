import Foundation
import StrictJSON
import Testing

@testable import ActivityStreams

/// Whatever stands where, a reader answers with a value or `Malformed`, and what it yields can be
/// written and read again (threats 17 and 24).
@Suite struct HostileInputTests {
  private static let poisons: [JSON] = [
    .null, -1, "javascript:alert(1)", [:], true, .number("1e999"),
    .number("99999999999999999999"), "", "\u{0}", "Public", "https://a.example/\u{202E}", [], [[]],
    [.null], [[["x"]]], ["id": 7], ["type": []], ["@graph": []],
    ["type": "Note", "id": "https://a.example/1"],
    .string(String(repeating: "x", count: 3_000)),
  ]

  @Test("Each member of a document may be poisoned", arguments: try files)
  func poisoned(file: URL) throws {
    let json = try JSON.parse(Samples.bytes(of: file))
    let readers = try Self.readers.filter { try $0(json) }
    try #require(!readers.isEmpty)

    for variant in variants(of: json, depth: 3) {
      for read in readers { _ = try read(variant) }
    }
  }

  @Test("Each document may be anything at all", arguments: poisons)
  func anything(json: JSON) throws {
    for read in Self.readers { _ = try read(json) }
  }

  /// The value with each of its parts replaced by each poison.
  private func variants(of json: JSON, depth: Int) -> [JSON] {
    guard depth > 0 else { return Array(Self.poisons.prefix(4)) }
    switch json {
    case .object(let object):
      return Self.poisons
        + object.filter { $0.key != "@context" }.flatMap { member in
          variants(of: member.value, depth: depth - 1).map { json.with(member.key, $0) }
        }
    case .array(let values):
      return Self.poisons
        + values.indices.flatMap { index in
          variants(of: values[index], depth: depth - 1).map { value in
            var copy = values
            copy[index] = value
            return JSON.array(copy)
          }
        }
    default: return Self.poisons
    }
  }

  private static let readers: [@Sendable (JSON) throws -> Bool] = [
    reader(AS.Activity.self), reader(AS.Note.self), reader(AS.Actor.self),
    reader(AS.Collection.self), reader(AS.CollectionPage.self), reader(AS.Tombstone.self),
    reader(AS.WebFingerDocument.self), reader(AS.NodeInfo.self), reader(AS.NodeInfoLinks.self),
    reader(AS.Reference.self),
  ]

  /// Tells whether a document is read as such a value; what is read must be stable when written.
  private static func reader<Value: AS.WireObject>(
    _ type: Value.Type
  ) -> @Sendable (JSON) throws -> Bool {
    { json in
      guard let written = (try? Value(json: json))?.json else { return false }
      // Not `#expect`, which would cost more than the reading.
      if try Value(json: written).json != written { Issue.record("\(written.text())") }
      return true
    }
  }

  /// Documents of peerings and territories have readers of their own (FederationTests).
  static var files: [URL] {
    get throws {
      let examples = ["activities", "actors", "objects"].map {
        Samples.examples.appending(path: $0)
      }
      let folders = examples + [Samples.fixtures]
      return folders.flatMap { folder in
        FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)?
          .compactMap { $0 as? URL }.filter { $0.pathExtension == "json" } ?? []
      }
    }
  }
}
