import Foundation
import Model
import Storage
import Synchronization

/// Answers to what apps ask again and again, each good until something that it shows is written.
///
/// What passes with time alone (a filter that ends, a poll that closes) and what is only counted
/// shows after a minute at the latest.
final class ReplyCache: Sendable {
  // A class, since all requests share it.

  /// A question, and whose.
  struct Key: Hashable, Sendable {
    let viewer: ActorID?
    let path: String
  }

  fileprivate struct Entry {
    let reply: ClientReply
    let basis: AnswerBasis
    /// Up to which commit it is known to be good.
    var number: Int
    let endsAt: Date
    var usedAt: Int

    /// In bytes, with the question and what both need besides.
    func size(under key: Key) -> Int { reply.body.count + key.path.utf8.count + 2_048 }
  }

  fileprivate struct State {
    var entries: [Key: Entry] = [:]
    var bytes = 0
    var clock = 0
  }

  private static let life: TimeInterval = 60
  private static let mostBytes = 32 << 20
  private static let longestPath = 1_024
  private let database: NodeDatabase
  private let state = Mutex(State())

  init(_ database: NodeDatabase) { self.database = database }

  func reply(_ key: Key, at now: Date) -> ClientReply? {
    state.withLock { state -> ClientReply? in
      guard let entry = state.entries[key] else { return nil }
      guard entry.endsAt > now, let number = database.check(entry.basis, since: entry.number)
      else {
        state.remove(key)
        return nil
      }
      state.clock += 1
      state.entries[key]?.usedAt = state.clock
      state.entries[key]?.number = number
      return entry.reply
    }
  }

  /// Keeps an answer that was made of what had been written up to a number, or later, and that says
  /// what it was made of.
  func keep(_ reply: ClientReply, as key: Key, number: Int, at now: Date) {
    guard reply.status == .ok, let basis = reply.basis, key.path.utf8.count <= Self.longestPath,
      reply.body.count < Self.mostBytes / 64
    else { return }
    state.withLock { state in
      state.remove(key)
      state.clock += 1
      let entry = Entry(
        reply: reply,
        basis: basis,
        number: number,
        endsAt: now.addingTimeInterval(Self.life),
        usedAt: state.clock
      )
      state.bytes += entry.size(under: key)
      state.entries[key] = entry
      if state.bytes > Self.mostBytes { state.shrink(to: Self.mostBytes * 3 / 4) }
    }
  }
}

extension ReplyCache.State {
  fileprivate mutating func remove(_ key: ReplyCache.Key) {
    guard let entry = entries.removeValue(forKey: key) else { return }
    bytes -= entry.size(under: key)
  }

  /// Removes what was used longest ago, many at once.
  fileprivate mutating func shrink(to size: Int) {
    for (key, _) in entries.sorted(by: { $0.value.usedAt < $1.value.usedAt }) {
      guard bytes > size else { return }
      remove(key)
    }
  }
}
