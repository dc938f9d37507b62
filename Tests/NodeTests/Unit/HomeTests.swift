import Foundation
import Testing

@testable import Node

@Suite("Home")
struct HomeTests {
  private let scratch = try? ScratchDirectory()

  private func makeHome() throws -> NodeHome {
    let home = NodeHome(path: try #require(scratch).file("home"))
    try home.create()
    try PrivateFile.write(Array("node:\n  host: a.example\n".utf8), to: home.configurationFile)
    return home
  }

  @Test("A new home has closed directories and passes its own check")
  func createsHome() throws {
    let home = try makeHome()

    try home.check()

    #expect(try FileStatus(of: home.keys)?.mode == 0o700)
    #expect(try FileStatus(of: home.media)?.isDirectory == true)
    #expect(try NodeConfiguration(home: home, environment: [:]).nodeHost == "a.example")
  }

  @Test("A home that holds a node is not made again")
  func refusesSecondInit() throws {
    let home = try makeHome()

    #expect(throws: StartupFailure.homeNotEmpty(path: home.path)) { try home.create() }
  }

  @Test("Keys that others can read are refused with the command that mends it")
  func refusesOpenKeys() throws {
    let home = try makeHome()
    chmod(home.keys, 0o750)

    #expect(
      throws: StartupFailure.permissionsTooOpen(
        path: home.keys,
        mode: 0o750,
        mend: "chmod 700 \(home.keys)"
      )
    ) { try home.check() }
  }

  @Test("A key file that others can read is refused")
  func refusesOpenKeyFile() throws {
    let home = try makeHome()
    try PrivateFile.write([1], to: home.rsaKey)
    try home.check()
    chmod(home.rsaKey, 0o644)

    #expect(
      throws: StartupFailure.permissionsTooOpen(
        path: home.rsaKey,
        mode: 0o644,
        mend: "chmod 600 \(home.rsaKey)"
      )
    ) { try home.check() }
  }

  @Test("A home that others can write to is refused")
  func refusesWritableHome() throws {
    let home = try makeHome()
    chmod(home.path, 0o775)

    #expect(throws: StartupFailure.self) { try home.check() }
  }

  @Test("A path with room for no socket is refused before anything is made")
  func refusesLongPath() throws {
    let path = try #require(scratch).file(String(repeating: "x", count: 100))

    #expect(throws: StartupFailure.homePathTooLong(path: path, limit: 96)) {
      try NodeHome(path: path).create()
    }
    #expect(!FileManager.default.fileExists(atPath: path))
  }

  @Test("A missing home and a missing configuration are told apart")
  func tellsWhatIsMissing() throws {
    let scratch = try #require(scratch)
    let missing = NodeHome(path: scratch.file("nowhere"))
    let empty = NodeHome(path: scratch.path)

    #expect(throws: StartupFailure.homeMissing(path: missing.path)) { try missing.check() }
    #expect(throws: StartupFailure.configurationMissing(path: empty.configurationFile)) {
      try empty.check()
    }
  }

  @Test("Two servers cannot run in one home, and the second learns who is first")
  func locksHome() throws {
    let home = try makeHome()
    var lock: HomeLock? = try HomeLock(home)

    #expect(throws: StartupFailure.homeInUse(path: home.path, processID: getpid())) {
      _ = try HomeLock(home)
    }
    #expect(HomeLock.holder(of: home) == getpid())

    withExtendedLifetime(lock) {}
    lock = nil
    #expect(HomeLock.holder(of: home) == nil)
    _ = try HomeLock(home)
  }

  @Test("A private file is written once, whole and closed to others")
  func writesPrivately() throws {
    let path = try #require(scratch).file("secret")

    try PrivateFile.write([1, 2], to: path)

    #expect(throws: StartupFailure.self) { try PrivateFile.write([3], to: path) }
    #expect(try PrivateFile.read(path, limit: 2) == [1, 2])
    #expect(throws: StartupFailure.self) { try PrivateFile.read(path, limit: 1) }
    try PrivateFile.write([3], to: path, replacing: true)
    #expect(try PrivateFile.read(path, limit: 1) == [3])
    #expect(try FileStatus(of: path)?.mode == 0o600)
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: #require(scratch).path) == ["secret"]
    )
  }
}
