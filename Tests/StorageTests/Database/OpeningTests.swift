import Foundation
import GRDB
import Model
import Testing

@testable import Storage

@Suite("Opening the database")
struct OpeningTests {
  private struct Interrupted: Error {}

  @Test("commits durably: synchronous is FULL unless asked otherwise")
  func synchronous() async throws {
    let folder = try DatabaseFolder()
    let database = try folder.open()

    #expect(try await database.synchronousLevel() == 2)
    try await database.close()
    let relaxed = try folder.open(.init(isFullySynchronous: false))
    #expect(try await relaxed.synchronousLevel() == 1)
    try await relaxed.close()
  }

  @Test("enforces foreign keys, distrusts the schema and writes ahead, on writer and readers")
  func pragmas() async throws {
    let folder = try DatabaseFolder()
    let database = try folder.open()
    let pragmas: @Sendable (Transaction) throws -> [String] = { tx in
      try ["foreign_keys", "trusted_schema", "journal_mode"].map { name in
        try String.fetchOne(tx.db, sql: "PRAGMA " + name) ?? ""
      }
    }

    #expect(try await database.write(pragmas) == ["1", "0", "wal"])
    #expect(try await database.read(pragmas) == ["1", "0", "wal"])
    await #expect(throws: DatabaseError.self) {
      try await database.write { tx in
        try tx.posts.insertLocal(.sample(1, by: ActorID(rawValue: 99)), addressees: [])
      }
    }
    try await database.close()
  }

  @Test("lets readers only read")
  func readers() async throws {
    let folder = try DatabaseFolder()
    let database = try folder.open()

    await #expect(throws: DatabaseError.self) {
      try await database.read { try $0.state.set("key", to: "value") }
    }
    try await database.close()
  }

  @Test("a second time finds everything as it was")
  func again() async throws {
    let folder = try DatabaseFolder()
    var database = try folder.open()
    let schema = try await database.schemaSQL()
    try await database.write { try $0.state.set("origin", to: "https://home.example") }
    try await database.close()

    database = try folder.open()

    #expect(try await database.schemaSQL() == schema)
    #expect(try await database.read { try $0.state.value("origin") } == "https://home.example")
    #expect(try await database.integrityComplaints().isEmpty)
    try await database.close()
  }

  @Test("resumes migrations where they were interrupted")
  func resumes() async throws {
    let folder = try DatabaseFolder()
    let queue = try DatabaseQueue(path: folder.path)
    var broken = DatabaseMigrator()
    broken.registerMigration(M0001Foundation.name) { db in
      try M0001Foundation.migrate(db)
      throw Interrupted()
    }
    #expect(throws: Interrupted.self) { try broken.migrate(queue) }
    try queue.close()

    let database = try folder.open()

    #expect(try await database.read { try $0.members.all() }.isEmpty)
    try await database.close()
  }

  @Test("keeps the steps before one that fails")
  func steps() throws {
    let queue = try DatabaseQueue()
    var migrator = Schema.migrator
    migrator.registerMigration("9999 broken") { db in
      try db.execute(sql: "CREATE TABLE half (id INTEGER)")
      throw Interrupted()
    }

    #expect(throws: Interrupted.self) { try migrator.migrate(queue) }

    #expect(try queue.read { try $0.tableExists("actor") })
    #expect(try !queue.read { try $0.tableExists("half") })
    #expect(try queue.read { try Schema.migrator.hasCompletedMigrations($0) })
  }

  @Test("refuses what a newer version has written, and says so")
  func newer() async throws {
    let folder = try DatabaseFolder()
    try await folder.open().close()
    let queue = try DatabaseQueue(path: folder.path)
    var migrator = Schema.migrator
    migrator.registerMigration("9999 of the future") { _ in }
    try migrator.migrate(queue)
    try queue.close()

    let failure = #expect(throws: DatabaseFailure.self) { try folder.open() }

    guard case .newer(let path, _)? = failure else {
      Issue.record("\(String(describing: failure))")
      return
    }
    #expect(path == folder.path)
    #expect(failure?.description.contains("newer version of maillage") == true)
  }

  @Test("refuses a file that is no database, and leaves it as it is")
  func noDatabase() throws {
    let folder = try DatabaseFolder()
    let text = String(repeating: "This is a shopping list. ", count: 400)
    try text.write(toFile: folder.path, atomically: true, encoding: .utf8)

    try expectUnreadable(folder, "file is not a database")

    #expect(try String(contentsOfFile: folder.path, encoding: .utf8) == text)
  }

  @Test("refuses a damaged file")
  func damaged() async throws {
    let folder = try DatabaseFolder()
    try await folder.open().close()
    var bytes = try Data(contentsOf: URL(filePath: folder.path))
    bytes.replaceSubrange(100..<4096, with: Data(repeating: 0xA5, count: 3996))
    try bytes.write(to: URL(filePath: folder.path))

    try expectUnreadable(folder, "malformed")
  }

  @Test("refuses a folder, and a path below nothing")
  func noFile() throws {
    let folder = try DatabaseFolder()
    try FileManager.default.createDirectory(atPath: folder.path, withIntermediateDirectories: true)

    try expectUnreadable(folder, "unable to open")
    #expect(throws: DatabaseFailure.self) {
      try NodeDatabase(path: folder.path + "/no/node.sqlite")
    }
  }

  @Test("complains about damage that shows only later")
  func complaints() async throws {
    let folder = try DatabaseFolder()
    let database = try folder.open()
    try await database.write { tx in
      let author = try tx.member("ada")
      for number in 1...500 { try tx.write(Int64(number), by: author) }
    }
    try await database.close()
    var bytes = try Data(contentsOf: URL(filePath: folder.path))
    // The last pages hold posts; what the database needs to be opened is on the first ones.
    let end = bytes.count
    bytes.replaceSubrange((end - 4 * 4096)..<end, with: Data(repeating: 0xA5, count: 4 * 4096))
    try bytes.write(to: URL(filePath: folder.path))

    let reopened = try folder.open()

    #expect(try await !reopened.integrityComplaints().isEmpty)
    try await reopened.close()
  }

  private func expectUnreadable(_ folder: DatabaseFolder, _ reason: String) throws {
    let failure = #expect(throws: DatabaseFailure.self) { try folder.open() }
    guard case .unreadable(let path, let why)? = failure else {
      Issue.record("\(String(describing: failure))")
      return
    }
    #expect(path == folder.path)
    #expect(why.contains(reason), "\(why)")
    #expect(failure?.description.hasPrefix("\(folder.path) cannot be opened: ") == true)
  }
}
