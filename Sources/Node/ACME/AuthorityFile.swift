import Foundation
import SwiftASN1
import X509

/// The certificates in a PEM file of authorities; of one that cannot be read, none.
enum AuthorityFile {
  static func read(_ path: String) -> [Certificate] {
    guard let bytes = FileManager.default.contents(atPath: path), bytes.count <= 16 << 20,
      let documents = try? PEMDocument.parseMultiple(
        pemString: String(decoding: bytes, as: UTF8.self)
      )
    else { return [] }
    // Among a system's authorities are some that are older than today's rules.
    return documents.compactMap { try? Certificate(pemDocument: $0) }
  }
}
