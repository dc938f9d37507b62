import Foundation
import Model
import Storage
import StrictJSON

/// What members published for a territory, as far as it is exchanged.
package struct Publications: Sendable {
  let services: FederationServices

  /// How far each log is known here.
  package func wanted(of territory: Digest) async throws -> [Digest: Int] {
    let heads = try await services.database.read { try $0.publications.heads(of: territory) }
    return Dictionary(heads.map { ($0.log, $0.contiguous) }, uniquingKeysWith: max)
  }

  package func offer(
    _ wanted: [Digest: Int],
    of territory: Digest,
    limit: Int
  ) async throws -> (publications: [JSON], introductions: [JSON]) { ([], []) }
}

extension Inbox {
  package func receivePublication(
    _ body: [UInt8],
    of territory: Digest
  ) async throws -> InboxOutcome { .ignored("") }
}
