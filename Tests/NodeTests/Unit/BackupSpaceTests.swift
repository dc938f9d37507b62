import Foundation
import Model
import Storage
import Testing

@testable import Node

@Suite("Room for a backup")
struct BackupSpaceTests {
  @Test("Media count, whether a backup is asked for or made before an update")
  func media() async throws {
    let scratch = try ScratchDirectory()
    let home = NodeHome(path: scratch.path)
    try Data("node:\n  host: room.example\n".utf8)
      .write(to: URL(fileURLWithPath: home.configurationFile))
    let database = try NodeDatabase(path: home.database)
    var writer = BackupWriter(
      home: home,
      configuration: NodeConfiguration(),
      directory: scratch.file("backups"),
      now: Date(timeIntervalSince1970: 1_900_000_000)
    )
    let before = try writer.neededBytes()
    let digest = try #require(Digest([UInt8](repeating: 7, count: 32)))
    try await database.write { try $0.mediaFiles.note(digest, bytes: 5 << 30, at: Date()) }

    let needed = try writer.neededBytes()
    writer.freeBytes = { _ in needed - 1 }

    #expect(needed - before >= 5 << 30)
    let full = writer
    let failure = #expect(throws: BackupFailure.self) { try full.make() }
    guard case .noSpace(_, let said, let free) = failure else {
      Issue.record("\(String(describing: failure))")
      return
    }
    #expect(said >= 5 << 30 && free == needed - 1)
    // Nothing is left of it.
    #expect(try FileManager.default.contentsOfDirectory(atPath: writer.directory).isEmpty)
    try await database.close()
  }
}
