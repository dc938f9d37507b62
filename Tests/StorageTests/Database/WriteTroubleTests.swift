import Foundation
import GRDB
import Model
import Testing

@testable import Storage

/// What is said while nothing can be written, and when it is said no more.
@Suite("Trouble with writing")
struct WriteTroubleTests {
  /// Overwrites the first page of a table, as a failing disk does.
  private func damage(_ table: String, in folder: DatabaseFolder) async throws {
    let database = try folder.open()
    let place = try await database.read { tx in
      let page = try Int.fetchOne(
        tx.db,
        sql: "SELECT rootpage FROM sqlite_schema WHERE name = ?",
        arguments: [table]
      )
      let size = try Int.fetchOne(tx.db, sql: "PRAGMA page_size")
      return (page: try #require(page), size: try #require(size))
    }
    try await database.close()
    let file = try FileHandle(forWritingTo: URL(fileURLWithPath: folder.path))
    try file.seek(toOffset: UInt64((place.page - 1) * place.size))
    try file.write(contentsOf: Data(count: place.size))
    try file.close()
  }

  @Test("A damaged database is named with what to do, until something can be written again")
  func damaged() async throws {
    let folder = try DatabaseFolder()
    try await damage("hostStanding", in: folder)
    let database = try folder.open()
    #expect(database.writeTrouble == nil)

    let error = await #expect(throws: DatabaseError.self) {
      try await database.write { tx in
        try tx.db.execute(sql: "INSERT INTO hostStanding VALUES ('far.example', 'limited')")
      }
    }

    #expect(error?.resultCode == .SQLITE_CORRUPT)
    let said = try #require(database.writeTrouble)
    #expect(said.hasPrefix("The database is damaged (") && said.hasSuffix("): restore a backup."))
    #expect(try await !database.integrityComplaints().isEmpty)
    // What writes nothing proves nothing.
    try await database.write { _ in }
    #expect(database.writeTrouble == said)
    try await database.write { try $0.state.set("key", to: "value") }
    #expect(database.writeTrouble == nil)
    try await database.close()
  }

  @Test("What is refused, or breaks a rule of the schema, is no trouble with writing")
  func refused() async throws {
    let folder = try DatabaseFolder()
    let database = try folder.open()

    await #expect(throws: Refusal.absent) {
      try await database.write { _ in throw Refusal.absent }
    }
    await #expect(throws: DatabaseError.self) {
      try await database.write { tx in
        try tx.posts.insertLocal(.sample(1, by: ActorID(rawValue: 99)), addressees: [])
      }
    }

    #expect(database.writeTrouble == nil)
    try await database.close()
  }
}
