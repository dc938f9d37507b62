import Foundation
import Model
import Synchronization

/// Answers to what apps ask again and again, good as long as nothing was written.
///
/// The database counts its commits. The same question of the same member has the same answer until
/// the next one, but for what depends on the time: so an answer is good for a few seconds at most.
final class ReplyCache: Sendable {
  // A class, since all requests share it.

  /// A question, and whose.
  struct Key: Hashable, Sendable {
    let viewer: ActorID?
    let path: String
  }

  fileprivate struct Entry {
    let body: [UInt8]
    let link: String?
    let commits: Int
    let endsAt: Date
    var usedAt: Int
  }

  fileprivate struct State {
    var entries: [Key: Entry] = [:]
    var bytes = 0
    var clock = 0
  }

  private static let life: TimeInterval = 5
  private static let mostBytes = 32 << 20
  private let state = Mutex(State())

  func reply(_ key: Key, commits: Int, at now: Date) -> ClientReply? {
    state.withLock { state -> ClientReply? in
      guard let entry = state.entries[key] else { return nil }
      guard entry.commits == commits, entry.endsAt > now else {
        state.remove(key)
        return nil
      }
      state.clock += 1
      state.entries[key]?.usedAt = state.clock
      var reply = ClientReply(bytes: entry.body)
      if let link = entry.link { reply.fields[.link] = link }
      return reply
    }
  }

  /// Keeps an answer that was read when so many commits had been made, or before.
  func keep(_ reply: ClientReply, as key: Key, commits: Int, at now: Date) {
    guard reply.status == .ok, reply.body.count < Self.mostBytes / 64 else { return }
    state.withLock { state in
      state.remove(key)
      state.clock += 1
      state.bytes += reply.body.count
      state.entries[key] = Entry(
        body: reply.body,
        link: reply.fields[.link],
        commits: commits,
        endsAt: now.addingTimeInterval(Self.life),
        usedAt: state.clock
      )
      if state.bytes > Self.mostBytes { state.shrink(to: Self.mostBytes * 3 / 4) }
    }
  }
}

extension ReplyCache.State {
  fileprivate mutating func remove(_ key: ReplyCache.Key) {
    guard let entry = entries.removeValue(forKey: key) else { return }
    bytes -= entry.body.count
  }

  /// Removes what was used longest ago, many at once.
  fileprivate mutating func shrink(to size: Int) {
    for (key, _) in entries.sorted(by: { $0.value.usedAt < $1.value.usedAt }) {
      guard bytes > size else { return }
      remove(key)
    }
  }
}
