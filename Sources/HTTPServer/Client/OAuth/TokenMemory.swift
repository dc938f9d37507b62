import Foundation
import Model
import Storage
import Synchronization

/// What tokens stand for, read once until anything about tokens or members is written.
///
/// A token that is revoked, by whomever and however, is gone from here with the same commit.
final class TokenMemory: Sendable {
  // A class, since all requests share it.

  private struct Book {
    var grants: [[UInt8]: TokenGrant] = [:]
    var number = 0
  }

  private static let basis = AnswerBasis([.tokens])
  private static let most = 10_000
  private let database: NodeDatabase
  private let book = Mutex(Book())

  init(_ database: NodeDatabase) { self.database = database }

  /// What a token stands for; nothing if it stands for nothing, or not any more.
  func grant(_ token: BearerToken) async throws -> TokenGrant? {
    let known = book.withLock { book -> TokenGrant? in
      guard let number = database.check(Self.basis, since: book.number) else {
        book = Book(number: database.freshness)
        return nil
      }
      book.number = number
      return book.grants[token.digest]
    }
    if let known { return known }
    let number = database.freshness
    guard let grant = try await database.read({ try $0.clients.token(digest: token.digest) })
    else { return nil }
    book.withLock { book in
      // Read before something was written: good for this request, and no other.
      guard database.check(Self.basis, since: number) != nil else { return }
      if book.grants.count >= Self.most { book.grants = [:] }
      book.grants[token.digest] = grant
    }
    return grant
  }

  /// Says when a token was last used, which is written down now and then.
  func markUsed(_ grant: TokenGrant, _ token: BearerToken, at now: Date) async throws {
    book.withLock { $0.grants[token.digest]?.lastUsedAt = now }
    try await database.write { try $0.clients.markUsed(grant.id, at: now) }
  }
}
