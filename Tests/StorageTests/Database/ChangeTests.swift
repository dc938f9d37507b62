import Foundation
import Model
import Synchronization
import Testing

@testable import Storage

/// What those who look on are told of.
@Suite("What was written is told")
struct ChangeTests {
  private struct Mishap: Error {}

  @Test("The end of a boost is told when it is kept, and not when that part was undone")
  func undoneEnd() async throws {
    let folder = try DatabaseFolder()
    let database = try folder.open()
    let told = Heard()
    let (ada, post) = try await database.write { tx in
      let ada = try tx.member("ada")
      let post = try tx.write(1, by: ada)
      try tx.reactions.add(.boost, uri: "1", by: ada, to: post.id, at: Scene.now)
      return (ada, post.id)
    }
    database.onChange { told.add($0) }

    try await database.write { tx in
      try? tx.attempt { tx in
        _ = try tx.reactions.remove(.boost, by: ada, of: post)
        throw Mishap()
      }
      try tx.state.set("key", to: "value")
    }
    #expect(told.ends == 0)

    try await database.write { tx in
      _ = try tx.attempt { try $0.reactions.remove(.boost, by: ada, of: post) }
    }
    #expect(told.ends == 1)
  }

  /// What the listener was told.
  private final class Heard: Sendable {
    // A class, since the listener outlives the call that sets it.
    private let changes = Mutex<[StoredChange]>([])
    func add(_ more: [StoredChange]) { changes.withLock { $0 += more } }
    var ends: Int {
      changes.withLock {
        $0.count { if case .unboosted = $0 { true } else { false } }
      }
    }
  }
}
