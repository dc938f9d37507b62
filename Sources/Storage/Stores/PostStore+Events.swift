import Foundation
import GRDB
import Model

/// Which events are looked for.
package struct EventWish: Sendable, Hashable {
  /// Whose events.
  package enum Choice: Sendable, Hashable {
    /// All that the reader comes across.
    case all
    /// Those that somebody holds.
    case author(ActorID)
    /// Those that a group shows.
    case group(ActorID)
    /// Those in which somebody takes part, or holds itself.
    case attended(ActorID)
  }

  package var choice: Choice
  /// Those that end after this.
  package var from: Date
  /// Those that begin before this.
  package var until: Date
  package var limit: Int
  /// Only those that people of this node hold.
  package var onlyHere = false

  package init(_ choice: Choice = .all, from: Date, until: Date = .distantFuture, limit: Int) {
    self.choice = choice
    self.from = from
    self.until = until
    self.limit = min(max(limit, 1), Self.most)
  }

  package static let most = 500
}

extension PostStore {
  /// Events that a reader may see, in the order in which they begin.
  ///
  /// One that goes on for longer than three months is found by when it begins.
  package func events(_ wish: EventWish, for reader: Reader) throws -> [ReadablePost] {
    let isOpen = wish.choice == .all
    let found = try db.all(
      """
      \(Self.readable) JOIN event ON event.postID = post.id
      WHERE event.startsAt >= ?2 - \(Self.longestEvent) AND event.startsAt < ?3
        AND ifnull(event.endsAt, event.startsAt + 86400000) > ?2
        AND (?4 = 0 OR \(PostStore.isWelcome))
        AND (?5 IS NULL OR post.authorID = ?5)
        AND (?6 IS NULL OR EXISTS (SELECT 1 FROM groupPost WHERE groupPost.postID = post.id
          AND groupPost.groupID = ?6 AND groupPost.state = 'shown'))
        AND (?7 IS NULL OR post.authorID = ?7 OR EXISTS (SELECT 1 FROM attendance
          WHERE attendance.postID = post.id AND attendance.actorID = ?7
            AND attendance.state IN ('requested', 'accepted')))
        AND (?9 = 0 OR post.isLocal = 1)
      ORDER BY event.startsAt, post.id LIMIT ?8
      """,
      [
        reader.number, wish.from.bounded.milliseconds, wish.until.bounded.milliseconds, isOpen,
        wish.choice.author, wish.choice.group, wish.choice.attendee, Self.mostLookedAt,
        wish.onlyHere,
      ]
    ) {
      post(
        $0,
        for: reader,
        isOpen ? Permission.allows(_:toComeAcross:) : Permission.allows(_:toRead:)
      )
    }
    return try complete(Array(found.compactMap(\.self).prefix(wish.limit)))
  }

  private static let longestEvent: Int64 = 92 * 86_400_000
  private static let mostLookedAt = 2_000
}

extension EventWish.Choice {
  fileprivate var author: ActorID? { if case .author(let id) = self { id } else { nil } }
  fileprivate var group: ActorID? { if case .group(let id) = self { id } else { nil } }
  fileprivate var attendee: ActorID? { if case .attended(let id) = self { id } else { nil } }
}

extension Date {
  /// Within what a number of milliseconds can say, with room to count on.
  fileprivate var bounded: Date {
    min(max(self, Date(timeIntervalSince1970: -1e11)), Date(timeIntervalSince1970: 1e11))
  }
}
