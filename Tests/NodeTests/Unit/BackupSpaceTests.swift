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

  @Test("Of two backups in one second both stay, in their order")
  func sameSecond() async throws {
    let home = try await ClockHome()
    let directory = home.scratch.file("backups")
    let writer = BackupWriter(
      home: home.node.home,
      configuration: home.node.configuration,
      directory: directory,
      now: home.clock.now
    )
    let made = [try writer.make(), try writer.make(), try writer.make()].map(\.name)
    #expect(made == made.sorted() && Set(made).count == 3)
    #expect(Set(try FileManager.default.contentsOfDirectory(atPath: directory)) == Set(made))
    try await home.close()
  }
}
