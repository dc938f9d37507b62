import Federation
import Foundation
import Model
import Signatures

/// Files that are being taken in while their members wait or do other things.
///
/// What is done or has failed is remembered for a while, up to so many; a member has only so many
/// under way.
actor PendingUploads {
  /// How a file stands.
  enum Standing: Sendable {
    case pending(Uploads.Draft)
    case taken(Upload)
    case failed(any Error)
  }

  private struct Entry {
    let owner: ActorID
    var standing: Standing
    let task: Task<Void, Never>
  }

  private var entries: [MediaToken: Entry] = [:]
  private var order: [MediaToken] = []
  private static let mostRemembered = 1_000
  private static let mostUnderWay = 4

  /// Begins to take a file.
  ///
  /// - Returns: Under which name it will be found.
  /// - Throws: `Refusal.rateLimited` when the member has several under way already.
  func begin(
    _ draft: Uploads.Draft,
    of owner: ActorID,
    _ take: @escaping @Sendable (MediaToken) async throws -> Upload
  ) throws(Refusal) -> MediaToken {
    let underWay = entries.values.count { $0.owner == owner && $0.standing.isPending }
    guard underWay < Self.mostUnderWay else { throw .rateLimited(seconds: 5) }
    guard let token = MediaToken(random: SharedSecret.random(count: 16)) else {
      preconditionFailure("A token has 16 bytes.")
    }
    let task = Task {
      do {
        finish(token, .taken(try await take(token)))
      } catch {
        finish(token, .failed(error))
      }
    }
    entries[token] = Entry(owner: owner, standing: .pending(draft), task: task)
    order.append(token)
    forget()
    return token
  }

  /// How a file stands, once it is done or the time is over; without a time, once it is done.
  ///
  /// - Returns: Nothing for a file that is not remembered, and for another's.
  func wait(
    for token: MediaToken,
    of owner: ActorID,
    atMost patience: Duration?
  ) async -> Standing? {
    guard let entry = entries[token], entry.owner == owner else { return nil }
    guard let patience else {
      await entry.task.value
      return entries[token]?.standing
    }
    let deadline = ContinuousClock.now + patience
    while let standing = entries[token]?.standing, standing.isPending,
      ContinuousClock.now < deadline
    {
      try? await Task.sleep(for: .milliseconds(20))
      if Task.isCancelled { break }
    }
    return entries[token]?.standing
  }

  private func finish(_ token: MediaToken, _ standing: Standing) {
    entries[token]?.standing = standing
  }

  /// Forgets the oldest of those that are done.
  private func forget() {
    guard order.count > Self.mostRemembered,
      let place = order.firstIndex(where: { entries[$0]?.standing.isPending != true })
    else { return }
    entries[order.remove(at: place)] = nil
  }
}

extension PendingUploads.Standing {
  fileprivate var isPending: Bool {
    if case .pending = self { true } else { false }
  }
}
