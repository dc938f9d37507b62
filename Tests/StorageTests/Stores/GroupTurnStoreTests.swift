import Foundation
import Model
import Testing

@testable import Storage

@Suite("Turns of making groups")
struct GroupTurnStoreTests {
  @Test("come back a day after each was taken, and are counted for each member alone")
  func window() throws {
    let scene = try Scene()

    try scene { tx throws in
      let (ada, bea) = (try tx.member("ada"), try tx.member("bea"))
      for number in 0..<GroupTurnStore.most {
        try tx.groupTurns.take(by: ada, at: .later(Double(number) * 60))
      }
      #expect(throws: Refusal.rateLimited(seconds: 86_400 - 3_600)) {
        try tx.groupTurns.take(by: ada, at: .later(3_600))
      }
      try tx.groupTurns.take(by: bea, at: .later(3_600))
      try tx.groupTurns.take(by: ada, at: .later(86_400))
      #expect(throws: Refusal.rateLimited(seconds: 60)) {
        try tx.groupTurns.take(by: ada, at: .later(86_400))
      }
    }
  }

  @Test("that a clock far ahead wrote count for nothing, and go with the old ones")
  func clock() throws {
    let scene = try Scene()

    let left = try scene { tx throws in
      let ada = try tx.member("ada")
      for _ in 0..<GroupTurnStore.most { try tx.groupTurns.take(by: ada, at: .later(365 * 86_400)) }
      try tx.groupTurns.take(by: ada, at: Scene.now)
      try tx.groupTurns.take(by: ada, at: .later(-86_400))
      try tx.groupTurns.purge(at: Scene.now)
      return try tx.db.all("SELECT at FROM groupTurn") { $0.date(0) }
    }

    #expect(left == [Scene.now])
  }
}
