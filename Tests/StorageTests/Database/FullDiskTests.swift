import Foundation
import Model
import Testing

@testable import Storage

@Suite("A full disk")
struct FullDiskTests {
  private func fill(_ database: NodeDatabase, _ author: ActorID) async throws -> Int {
    for number in 1...10_000 {
      do {
        try await database.write { tx in
          var post = Post.sample(Int64(number), by: author)
          post.body.html = String(repeating: "x", count: 4000)
          try tx.posts.insertLocal(post, addressees: [])
        }
      } catch {
        #expect(error as? Refusal == .storageFull)
        return number - 1
      }
    }
    return 10_000
  }

  @Test("refuses writes with a word, goes on reading, and corrupts nothing")
  func full() async throws {
    let folder = try DatabaseFolder()
    var database = try folder.open(.init(maximumPages: 800))
    let author = try await database.write { try $0.member("ada") }

    let stored = try await fill(database, author)

    #expect((1..<1000).contains(stored))
    #expect(try await database.read { try $0.posts.countLocal() } == stored)
    await #expect(throws: Refusal.storageFull) {
      try await database.write { tx in
        var post = Post.sample(20_000, by: author)
        post.body.html = String(repeating: "y", count: 100_000)
        try tx.posts.insertLocal(post, addressees: [])
      }
    }
    #expect(try await database.integrityComplaints().isEmpty)
    try await database.close()

    database = try folder.open()
    #expect(try await database.read { try $0.posts.countLocal() } == stored)
    _ = try await database.write { try $0.write(30_000, by: author) }
    #expect(try await database.read { try $0.posts.countLocal() } == stored + 1)
    #expect(try await database.integrityComplaints().isEmpty)
    try await database.close()
  }

  @Test("takes nothing from those who still fit into the same transaction, or tells them, too")
  func sharing() async throws {
    let folder = try DatabaseFolder()
    let database = try folder.open(.init(maximumPages: 800))
    let author = try await database.write { try $0.member("ada") }

    let results = await withTaskGroup(of: (Int64, Refusal?).self) { group in
      for number in 1...400 {
        group.addTask {
          do {
            try await database.write { tx in
              var post = Post.sample(Int64(number), by: author)
              post.body.html = String(repeating: "x", count: 4000)
              try tx.posts.insertLocal(post, addressees: [])
            }
            return (Int64(number), nil)
          } catch {
            return (Int64(number), error as? Refusal ?? .absent)
          }
        }
      }
      return await group.reduce(into: []) { $0.append($1) }
    }

    let acknowledged = results.filter { $0.1 == nil }.map(\.0)
    let refusals = Set(results.compactMap(\.1))
    #expect(refusals == [.storageFull])
    for number in acknowledged {
      let post = try await database.read { try $0.posts.find(PostID(rawValue: number)) }
      #expect(post != nil)
    }
    #expect(try await database.read { try $0.posts.countLocal() } == acknowledged.count)
    #expect(try await database.integrityComplaints().isEmpty)
    try await database.close()
  }
}
