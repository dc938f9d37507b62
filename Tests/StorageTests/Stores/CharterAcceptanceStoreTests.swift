import Foundation
import GRDB
import Model
import Testing

@testable import Storage

@Suite("Charter acceptance store")
struct CharterAcceptanceStoreTests {
  @Test("knows the terms that a member accepted last, and how many accepted them")
  func accepting() throws {
    let scene = try Scene()

    try scene { tx throws in
      let id = try tx.territory()
      let (ada, eve) = (try tx.member("ada"), try tx.member("eve"))
      #expect(try tx.acceptances.accepted(ada, id) == nil)
      try tx.acceptances.accept(.sample(3), of: id, by: ada, at: Scene.now)
      try tx.acceptances.accept(.sample(3), of: id, by: eve, at: Scene.now)
      #expect(try tx.acceptances.count(.sample(3), of: id) == 2)

      try tx.acceptances.accept(.sample(4), of: id, by: eve, at: .later(1))

      #expect(try tx.acceptances.accepted(ada, id) == .sample(3))
      #expect(try tx.acceptances.accepted(eve, id) == .sample(4))
      #expect(try tx.acceptances.count(.sample(3), of: id) == 1)
      #expect(try tx.acceptances.count(.sample(4), of: id) == 1)
    }
  }

  @Test("takes no word of those who are no members of this node")
  func strangers() throws {
    let scene = try Scene()

    try scene { tx throws in
      let id = try tx.territory()
      let bob = try tx.stranger("bob")

      #expect(throws: DatabaseError.self) {
        try tx.attempt { try $0.acceptances.accept(.sample(3), of: id, by: bob, at: Scene.now) }
      }
    }
  }
}
