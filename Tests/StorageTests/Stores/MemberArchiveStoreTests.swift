import Foundation
import Model
import Testing

@testable import Storage

@Suite("Archives of members")
struct MemberArchiveStoreTests {
  private let file = String(repeating: "0", count: 32)

  @Test("one is made at a time, one a day, and it is over when its time is")
  func life() throws {
    let scene = try Scene()

    try scene { tx throws in
      let (ada, eve) = (try tx.member("ada"), try tx.member("eve"))
      let store = tx.memberArchives
      let asked = try store.ask(ada, at: Scene.now)
      #expect(throws: Refusal.self) { try store.ask(ada, at: .later(90_000)) }
      #expect(try store.waiting().map(\.id) == [asked.id])
      #expect(try store.find(asked.id, of: eve) == nil)
      #expect(try store.finish(asked.id, file: file, bytes: 7, endsAt: .later(100_000)))
      #expect(try !store.finish(asked.id, file: file, bytes: 8, endsAt: .later(100_000)))
      #expect(throws: Refusal.self) { try store.ask(ada, at: .later(80_000)) }
      #expect(try store.hasFile(file) && store.list(of: ada).first?.bytes == 7)
      #expect(try !store.isOver(at: .later(99_999)))
      #expect(try store.isOver(at: .later(100_000)))
      #expect(try store.purge(at: .later(100_000)) == 1)
      #expect(try !store.hasFile(file))
      let second = try store.ask(ada, at: .later(90_000))
      try store.fail(second.id, endsAt: .later(190_000))
      // A try costs as much as a success.
      #expect(throws: Refusal.self) { try store.ask(ada, at: .later(176_399)) }
      _ = try store.ask(ada, at: .later(176_400))
    }
  }

  @Test("a new one takes the place of the member's older ones, and of nobody else's")
  func newest() throws {
    let scene = try Scene()

    try scene { tx throws in
      let store = tx.memberArchives
      let members = (try tx.member("ada"), try tx.member("eve"))
      let others = String(repeating: "1", count: 32)
      let newer = String(repeating: "2", count: 32)
      let (ada, eve) = (
        try store.ask(members.0, at: Scene.now), try store.ask(members.1, at: Scene.now)
      )
      #expect(try store.finish(ada.id, file: file, bytes: 7, endsAt: .later(900_000)))
      #expect(try store.finish(eve.id, file: others, bytes: 7, endsAt: .later(900_000)))
      let second = try store.ask(members.0, at: .later(86_400))
      #expect(try store.hasFile(file))

      #expect(try store.finish(second.id, file: newer, bytes: 8, endsAt: .later(900_000)))

      #expect(try !store.hasFile(file))
      #expect(try store.list(of: members.0).map(\.id) == [second.id])
      #expect(try store.list(of: members.1).map(\.id) == [eve.id])
    }
  }

  @Test("an erased member has none, and no mark of what it brought along")
  func erased() throws {
    let scene = try Scene()

    try scene { tx throws in
      let ada = try tx.member("ada")
      let post = try tx.write(1, by: ada)
      _ = try tx.memberArchives.ask(ada, at: Scene.now)
      try tx.memberArchives.noteImport("https://old.example/1", as: post.id, by: ada)
      #expect(try tx.memberArchives.imported("https://old.example/1", by: ada).post == post.id)

      try tx.posts.delete(post, at: Scene.now)

      let imported = try tx.memberArchives.imported("https://old.example/1", by: ada)
      #expect(imported.isKnown && imported.post == nil)
      try tx.actors.markDeleted(ada, at: Scene.now)
      #expect(try tx.memberArchives.waiting().isEmpty)
      #expect(try !tx.memberArchives.imported("https://old.example/1", by: ada).isKnown)
    }
  }

  @Test(
    "every part of what a member takes along can be read",
    arguments: PortableStore.Part.allCases
  )
  func parts(part: PortableStore.Part) throws {
    let scene = try Scene()

    try scene { tx throws in
      let ada = try tx.member("ada")
      var records: [[String]] = []
      try tx.portables.each(part, of: ada) { records.append($0.map(\.name)) }
      #expect(records.count == (part == .account ? 1 : 0))
      #expect(Set(records.first ?? []).count == records.first?.count ?? 0)
    }
  }
}
