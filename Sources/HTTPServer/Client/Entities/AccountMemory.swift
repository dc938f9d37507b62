import Foundation
import Model
import Storage
import StrictJSON
import Synchronization

/// Accounts as clients see them, made once for all answers that show them.
///
/// One is good until its actor changes. Of what is only counted in it, the posts, nobody tells: so it
/// is good for a minute at most.
final class AccountMemory: Sendable {
  // A class, since all answers share it.

  private struct Kept {
    let account: JSON
    let basis: AnswerBasis
    var number: Int
    let endsAt: Date
  }

  private static let life: TimeInterval = 60
  private static let most = 5_000
  private let kept = Mutex<[ActorID: Kept]>([:])

  /// The account as it was made, if it still is so.
  func account(_ id: ActorID, in database: NodeDatabase, at now: Date) -> JSON? {
    kept.withLock { kept -> JSON? in
      guard let found = kept[id] else { return nil }
      guard found.endsAt > now, let number = database.check(found.basis, since: found.number)
      else {
        kept[id] = nil
        return nil
      }
      kept[id]?.number = number
      return found.account
    }
  }

  /// Keeps an account that was made of what had been written up to a number, or later.
  func keep(_ account: JSON, of id: ActorID, basis: AnswerBasis, number: Int, at now: Date) {
    kept.withLock { kept in
      if kept.count >= Self.most { kept = [:] }
      kept[id] = Kept(
        account: account,
        basis: basis,
        number: number,
        endsAt: now.addingTimeInterval(Self.life)
      )
    }
  }
}
