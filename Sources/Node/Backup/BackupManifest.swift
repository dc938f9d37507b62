import Foundation

/// What a backup holds: the file `manifest.json` in it.
///
/// The checksums are of the files as they lie there, so that an encrypted backup can be verified
/// without its key. They find damage; who can write to the backup can write them anew, so what a
/// backup is kept for safety's sake is encrypted or kept where nobody else writes.
package struct BackupManifest: Codable, Sendable {
  /// One file of a backup.
  package struct File: Codable, Sendable, Hashable {
    /// Where it belongs in a home.
    package var path: String
    /// Its size in the backup, in bytes.
    package var bytes: Int
    /// The SHA-256 of it in the backup, in hexadecimal digits.
    package var sha256: String
  }

  /// The key of an encrypted backup, encrypted for who may read it (RFC 9180).
  package struct Sealing: Codable, Sendable {
    package var recipient: String
    package var encapsulatedKey: Data
    package var key: Data
  }

  /// The end of the audit log at that moment: a later log has this line, with this hash.
  package struct AuditHead: Codable, Sendable, Hashable {
    package var number: Int
    package var hash: String
  }

  package static let fileName = "manifest.json"
  package static let currentFormat = 1
  static let largest = 512 << 20
  private static let mostFiles = 5_000_000

  package var format = currentFormat
  package var program: String
  package var schema: String
  package var node: String
  package var madeAt: Date
  package var files: [File]
  package var sealing: Sealing?
  package var auditHead: AuditHead?
  /// The object store in which media stay; nothing when they are in the backup.
  package var mediaElsewhere: String?
  /// Files outside the home that the configuration names and the backup does not hold.
  package var outside: [String]
  /// Media that the database refers to and that were not there.
  package var missingMedia: [String]

  /// How large the backup is, in bytes.
  package var bytes: Int { files.reduce(0) { $0 &+ $1.bytes } }

  /// Reads the manifest of a backup and checks all that is said in it.
  package init(of folder: String) throws {
    let path = "\(folder)/\(Self.fileName)"
    guard let bytes = try PrivateFile.read(path, limit: Self.largest) else {
      throw BackupFailure.noBackup(path: folder)
    }
    let decoder = JSONDecoder()
    decoder.dateDecodingStrategy = .iso8601
    do {
      self = try decoder.decode(Self.self, from: Data(bytes))
    } catch {
      throw BackupFailure.damaged(path: path, reason: "it is no manifest")
    }
    guard format == Self.currentFormat else {
      throw BackupFailure.damaged(path: path, reason: "its format \(format) is not known here")
    }
    let isWhole =
      files.count <= Self.mostFiles && Set(files.map(\.path)).count == files.count
      && files.allSatisfy { Self.isInside($0.path) && $0.bytes >= 0 && $0.sha256.utf8.count == 64 }
    guard isWhole else {
      throw BackupFailure.damaged(path: path, reason: "it names files that cannot be")
    }
  }

  init(program: String, schema: String, node: String, madeAt: Date) {
    self.program = program
    self.schema = schema
    self.node = node
    self.madeAt = madeAt
    (files, outside, missingMedia) = ([], [], [])
  }

  var encoded: [UInt8] {
    get throws {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
      encoder.dateEncodingStrategy = .iso8601
      return Array(try encoder.encode(self))
    }
  }

  /// Whether a path can only lead to a file inside a home.
  static func isInside(_ path: String) -> Bool {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    return (1...1_000).contains(path.utf8.count) && !path.utf8.contains(0)
      && parts.allSatisfy { !$0.isEmpty && $0 != "." && $0 != ".." }
      && path != fileName && path != VerificationNote.fileName
  }
}

/// When a backup was last found whole: the file `verified.json` in it.
package struct VerificationNote: Codable, Sendable {
  package static let fileName = "verified.json"

  package var at: Date
  package var program: String

  static func read(of folder: String) -> VerificationNote? {
    let decoder = JSONDecoder()
    decoder.dateDecodingStrategy = .iso8601
    guard let bytes = try? PrivateFile.read("\(folder)/\(fileName)", limit: 4_096) else {
      return nil
    }
    return try? decoder.decode(Self.self, from: Data(bytes))
  }

  func write(to folder: String) throws {
    let encoder = JSONEncoder()
    encoder.dateEncodingStrategy = .iso8601
    let bytes = Array(try encoder.encode(self))
    try PrivateFile.write(bytes, to: "\(folder)/\(Self.fileName)", replacing: true)
  }
}

/// What can be wrong with a backup, each with what to do next.
package enum BackupFailure: Error, Sendable, CustomStringConvertible {
  case noBackup(path: String)
  case damaged(path: String, reason: String)
  case keyMissing(recipient: String)
  case wrongKey
  case notAKey(path: String)
  case newer(program: String)
  case keysChanged
  case noSpace(path: String, needed: Int, free: Int)

  package var description: String {
    switch self {
    case .noBackup(let path):
      "There is no whole backup in \(path).\nThose that are: maillage backup list"
    case .damaged(let path, let reason):
      "\(path) is damaged: \(reason).\nUse another backup: maillage backup list"
    case .keyMissing(let recipient):
      "The backup is encrypted for \(recipient).\nName the file of its private key with --key."
    case .wrongKey:
      "This is not the key for which the backup is encrypted.\nName another with --key."
    case .notAKey(let path):
      "\(path) holds no private key of a backup.\nmaillage backup key makes one."
    case .newer(let program):
      "The backup was made by maillage \(program), whose database this program does not know.\n"
        + "Install that version and restore with it."
    case .noSpace(let path, let needed, let free):
      "A backup takes about \(needed >> 20) MB with its media, and at \(path) \(free >> 20) MB are free.\n"
        + "Make room, prune older ones (maillage backup prune), or choose another --directory."
    case .keysChanged:
      "The node's keys changed again and again while it was copied.\nTry again in a minute."
    }
  }
}
