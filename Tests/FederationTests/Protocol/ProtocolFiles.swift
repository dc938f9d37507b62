import Foundation
import Model
import Signatures
import StrictJSON
import TestSupport
import Testing

@testable import Federation

/// The files of the Protocol folder, read as another implementer would.
enum ProtocolFiles {
  static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../../Protocol").standardizedFileURL

  static func bytes(_ path: String) throws -> [UInt8] {
    Array(try Data(contentsOf: root.appending(path: path)))
  }

  static func json(_ path: String) throws -> JSON { try JSON.parse(bytes(path)) }

  static func vectors(_ name: String) throws -> JSON { try json("vectors/territory/\(name).json") }

  /// The names of the files in a folder, with their ending.
  static func names(in folder: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: root.appending(path: folder).path).sorted()
  }

  /// The secret key of a public one, among those that the vectors were made with.
  static func signer(of multikey: String, keyID: String) throws -> Signer {
    // Made from words: the first part of the host, and a number.
    let name = keyID.dropFirst("https://".count).prefix { $0 != "." }
    let keys = try (0...3).map { number in
      let word = "maillage-test-key:\(name):\(number)"
      return try SigningKey(ed25519Seed: BodyDigest(of: word.utf8).sha256)
    }
    let key = keys.first { $0.verificationKey.multikey == multikey }
    return Signer(
      keyID: try required(KeyID(keyID), keyID),
      key: try required(key, "the secret of \(multikey)")
    )
  }

  static func hex(_ text: String) -> [UInt8]? {
    let digits = Array(text)
    guard digits.count % 2 == 0 else { return nil }
    let bytes = stride(from: 0, to: digits.count, by: 2).compactMap {
      UInt8(String(digits[$0...$0 + 1]), radix: 16)
    }
    return bytes.count * 2 == digits.count ? bytes : nil
  }
}

extension JSON {
  /// A member that the vectors always have.
  func member(_ name: String) throws -> JSON { try required(self[name], name) }

  func text(_ name: String) throws -> String { try required(self[name]?.string, name) }

  func list(_ name: String) throws -> [JSON] { try required(self[name]?.array, name) }

  func number(_ name: String) throws -> Int { try required(self[name]?.int, name) }

  func fields(_ name: String) throws -> JSONObject { try required(self[name]?.object, name) }

  func digest(_ name: String) throws -> Digest { try required(Digest(text: text(name)), name) }

  func digests(_ name: String) throws -> [Digest] {
    try list(name).map { try required($0.string.flatMap { Digest(text: $0) }, name) }
  }

  /// The value with its members in alphabetical order, to compare meaning and not text.
  var inOrder: JSON {
    switch self {
    case .array(let values): .array(values.map(\.inOrder))
    case .object(let object):
      .object(JSONObject(object.members.map { ($0.key, $0.value.inOrder) }.sorted { $0.0 < $1.0 }))
    default: self
    }
  }
}

/// Random numbers that are the same in each run.
struct SeededNumbers: RandomNumberGenerator {
  private var state: UInt64

  init(_ seed: UInt64) { state = seed }

  // SplitMix64.
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
    return value ^ value >> 31
  }
}
