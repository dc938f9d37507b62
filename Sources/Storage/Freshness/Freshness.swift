import Model
import Synchronization

/// When what was last written, so that answers can be kept for as long as they are true.
///
/// Every commit that writes something that answers show has a number. Who reads the number, then the
/// database, has read nothing older; and what has not been written since is still as it was read.
/// This holds since only the process that has the database open writes to it.
final class Freshness: Sendable {
  // A class, since the database's function and all readers share it.

  /// One thing that a transaction wrote.
  enum Mark: Sendable {
    case everything
    case subject(StoredSubject)
    /// An entry that came into a member's home timeline.
    case arrival(ActorID, Int64)
  }

  fileprivate struct Book {
    var number = 0
    /// What is not in the book was last written at this number, or before.
    var floor = 0
    var subjects: [StoredSubject: Int] = [:]
    var arrivals: [ActorID: Arrivals] = [:]
  }

  /// The latest entries of one home timeline.
  fileprivate struct Arrivals {
    /// Up to this number they are not known any more.
    var floor: Int
    var latest: [(number: Int, entry: Int64)] = []
  }

  private static let mostSubjects = 50_000
  private static let mostMarks = 5_000
  fileprivate static let mostArrivals = 64

  private let pending = Mutex<[Mark]>([])
  private let book = Mutex(Book())

  // MARK: Writing

  /// Notes what a transaction writes; it counts once it is committed.
  func note(_ mark: Mark) {
    pending.withLock { marks in
      // So much at once is as good as everything.
      if marks.count >= Self.mostMarks { marks = [.everything] }
      marks.append(mark)
    }
  }

  func drop() { pending.withLock { $0 = [] } }

  func publish() {
    let marks = pending.withLock { marks in
      defer { marks = [] }
      return marks
    }
    guard !marks.isEmpty else { return }
    book.withLock { book in
      book.number += 1
      for mark in marks { book.enter(mark) }
      if book.subjects.count + book.arrivals.count > Self.mostSubjects { book.close() }
    }
  }

  // MARK: Reading

  var number: Int { book.withLock { $0.number } }

  /// Whether nothing was written of what an answer was made of, since a number was read.
  ///
  /// - Returns: The number up to which that is now known; nothing if it was written.
  func check(_ basis: AnswerBasis, since number: Int) -> Int? {
    book.withLock { book in
      guard book.number > number else { return book.number }
      guard book.floor <= number else { return nil }
      for subject in basis.subjects where book.subjects[subject, default: 0] > number { return nil }
      if let stretch = basis.stretch, let arrivals = book.arrivals[stretch.reader] {
        guard arrivals.floor <= number else { return nil }
        for (at, entry) in arrivals.latest where at > number && stretch.bounds.contains(entry) {
          return nil
        }
      }
      return book.number
    }
  }
}

extension Freshness.Book {
  fileprivate mutating func enter(_ mark: Freshness.Mark) {
    switch mark {
    case .everything: close()
    case .subject(let subject): subjects[subject] = number
    case .arrival(let reader, let entry):
      arrivals[reader, default: Freshness.Arrivals(floor: floor)].enter(entry, at: number)
    }
  }

  /// Forgets what was written when: all of it counts as written now.
  fileprivate mutating func close() {
    floor = number
    subjects = [:]
    arrivals = [:]
  }
}

extension Freshness.Arrivals {
  fileprivate mutating func enter(_ entry: Int64, at number: Int) {
    latest.append((number, entry))
    guard latest.count > Freshness.mostArrivals else { return }
    floor = latest[latest.count / 2].number
    latest.removeFirst(latest.count / 2 + 1)
  }
}

extension NodeDatabase {
  /// The number of the latest commit that wrote something that answers show.
  ///
  /// Who reads it, and then the database, has read nothing older.
  package var freshness: Int { watch.freshness.number }

  /// Whether nothing was written of what an answer was made of, since a number was read.
  ///
  /// - Returns: The number up to which that is now known; nothing if it was written.
  package func check(_ basis: AnswerBasis, since number: Int) -> Int? {
    watch.freshness.check(basis, since: number)
  }
}
