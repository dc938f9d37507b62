import Foundation
import GRDB
import Node
import Synchronization
import TestSupport
import Testing

@Suite("Backups of a real node (threat 40)", .serialized)
struct BackupTests {
  private func backups(_ node: NodeProcess) -> Backups {
    Backups(directory: "\(node.home.path)/backups")
  }

  /// A node with the files of a backup in a home of its own.
  private func restored(
    _ node: NodeProcess,
    from path: String,
    _ more: [String] = []
  ) async throws -> NodeProcess {
    let copy = try NodeProcess(node.host, member: node.member, port: node.port)
    try await copy.succeed(["backup", "restore", path] + more)
    return copy
  }

  private func posts(in node: NodeProcess) throws -> [String] {
    let queue = try DatabaseQueue(path: node.home.database)
    return try queue.read { db in
      #expect(try String.fetchAll(db, sql: "PRAGMA integrity_check") == ["ok"])
      return try String.fetchAll(db, sql: "SELECT uri FROM post WHERE isLocal = 1 ORDER BY id")
    }
  }

  @Test("A copy made under load restores to one moment, with all that was acknowledged before")
  func underLoad() async throws {
    let node = try await NodeProcess.make("load.test")
    try await node.start()
    for round in 0..<4 {
      var before: [String] = []
      for number in 0..<10 { before.append(try await node.post("avant \(round) \(number)")) }
      let isEnough = Mutex(false)
      let load = Task {
        var after: [String] = []
        while !isEnough.withLock({ $0 }) {
          try await withThrowingTaskGroup(of: String.self) { group in
            for number in 0..<8 { group.addTask { try await node.post("pendant \(number)") } }
            for try await uri in group { after.append(uri) }
          }
        }
        return after
      }
      try await Task.sleep(for: .milliseconds(150))
      try await node.command("backup", "create")
      isEnough.withLock { $0 = true }
      let during = try await load.value

      let newest = try #require(backups(node).all().last)
      let copy = try await restored(node, from: newest.path)
      let kept = try posts(in: copy)
      let all = try posts(in: node)

      #expect(Set(before).isSubset(of: kept))
      #expect(!during.isEmpty)
      // What was written later is there only with all that was written before it.
      #expect(kept == Array(all.prefix(kept.count)))
      // The next backup is of another second.
      try await Task.sleep(for: .milliseconds(1_100))
    }
    #expect(try await node.stop() == 0)
  }

  @Test("A killed backup leaves either nothing or a whole one")
  func killedBackup() async throws {
    let node = try await NodeProcess.make("killed.test")
    try node.addMedia()
    let clock = ContinuousClock()
    let start = clock.now
    try await node.succeed(["backup", "create"])
    let whole = Int((clock.now - start) / .milliseconds(1))
    let folder = backups(node).directory
    var (halves, wholes) = (0, 0)
    for round in 0..<25 {
      // Backups are named by the second.
      try await Task.sleep(for: .milliseconds(1_050))
      let before = backups(node).all().count
      let child = try ChildProcess(
        Program.path(),
        ["backup", "create", "--home", node.home.path],
        errors: node.scratch.file("killed")
      )
      // From the beginning to after the end, evenly.
      try await Task.sleep(for: .milliseconds(whole * 2 * (round + 1) / 25))
      child.send(SIGKILL)
      _ = try await child.end()
      for entry in backups(node).all() where entry.verifiedAt == nil {
        try await node.succeed(["backup", "verify", entry.path])
      }
      let names = try FileManager.default.contentsOfDirectory(atPath: folder)
      let drafts = names.filter { $0.hasPrefix(".") }
      #expect(names.count - drafts.count == backups(node).all().count)
      wholes += backups(node).all().count - before
      halves += drafts.count
      // The next round counts its own.
      for draft in drafts { try FileManager.default.removeItem(atPath: "\(folder)/\(draft)") }
    }
    #expect(halves > 0 && wholes > 0, "No kill came in the middle, or none after the end.")
    try await Task.sleep(for: .milliseconds(1_050))
    let abandoned = "\(folder)/.killed.test-old.999999.draft"
    try FileManager.default.createDirectory(atPath: abandoned, withIntermediateDirectories: false)
    try await node.succeed(["backup", "create"])
    let left = try FileManager.default.contentsOfDirectory(atPath: folder)
    #expect(left.allSatisfy { !$0.hasPrefix(".") }, "\(left)")
  }

  @Test("A killed restore leaves either nothing or a whole home")
  func killedRestore() async throws {
    let node = try await NodeProcess.make("restore.test")
    try node.addMedia()
    try await node.succeed(["backup", "create"])
    let backup = try #require(backups(node).all().last)
    let clock = ContinuousClock()
    let start = clock.now
    let copy = try await restored(node, from: backup.path)
    let whole = Int((clock.now - start) / .milliseconds(1))
    try await copy.succeed(["database", "check"])
    var outcomes: Set<Bool> = []
    for round in 0..<25 {
      let home = node.scratch.file("restored\(round)")
      let child = try ChildProcess(
        Program.path(),
        ["backup", "restore", backup.path, "--home", home],
        errors: node.scratch.file("killed")
      )
      // From the beginning to after the end, evenly.
      try await Task.sleep(for: .milliseconds(whole * 3 * (round + 1) / 25))
      child.send(SIGKILL)
      _ = try await child.end()
      let isThere = FileManager.default.fileExists(atPath: home)
      outcomes.insert(isThere)
      for file in backup.manifest.files where isThere {
        let isSame = FileManager.default.contentsEqual(
          atPath: "\(home)/\(file.path)",
          andPath: "\(backup.path)/\(file.path)"
        )
        #expect(isSame, "\(file.path)")
      }
    }
    #expect(outcomes == [false, true], "No kill came before the end, or none after it.")
    let again = NodeHome(path: node.scratch.file("again"))
    try await node.succeed(["backup", "verify", backup.path])
    _ = try BackupRestore(backup.path, to: again, key: nil).run()
    let after = try FileManager.default.contentsOfDirectory(atPath: node.scratch.path)
    #expect(after.allSatisfy { !$0.hasSuffix(".restoring") }, "\(after)")
  }

  @Test("An encrypted backup can be verified without its key and read only with it")
  func encrypted() async throws {
    let node = try await NodeProcess.make("sealed.test")
    try node.addMedia()
    let (key, other) = (node.scratch.file("key"), node.scratch.file("other"))
    let recipient = try await node.succeed(["backup", "key", key])
    _ = try await node.succeed(["backup", "key", other])
    try await node.succeed(
      [
        "backup", "create", "--recipient",
        recipient.trimmingCharacters(in: .whitespacesAndNewlines),
      ]
    )
    let backup = try #require(backups(node).all().last)
    let secret = try Data(contentsOf: URL(fileURLWithPath: node.home.ed25519Key))
    let stored = try Data(
      contentsOf: URL(fileURLWithPath: "\(backup.path)/keys/node-ed25519.pem")
    )

    #expect(stored.range(of: secret) == nil)
    #expect(try await node.succeed(["backup", "verify", backup.path]).contains("name its key"))
    #expect(
      try await node.succeed(["backup", "verify", backup.path, "--key", key]).contains("whole")
    )
    for wrong in [[], ["--key", other]] {
      let copy = try NodeProcess(node.host, member: node.member)
      let result = try await copy.run(["backup", "restore", backup.path] + wrong)
      #expect(result.exitCode == 1)
      #expect(result.errors.contains("--key"))
      #expect(!FileManager.default.fileExists(atPath: copy.home.path))
    }
    let copy = try await restored(node, from: backup.path, ["--key", key])
    #expect(try Data(contentsOf: URL(fileURLWithPath: copy.home.ed25519Key)) == secret)
  }

  @Test("A damaged backup, a strange path and a home in use are refused, and nothing is made")
  func refused() async throws {
    let node = try await NodeProcess.make("refused.test")
    try node.addMedia()
    try await node.succeed(["backup", "create"])
    let backup = try #require(backups(node).all().last)
    let used = try await node.run(["backup", "restore", backup.path])
    #expect(used.exitCode == 1)
    #expect(used.errors.contains("already holds a node"))

    // Keys lie in it: it is for nobody else to read.
    #expect(try node.mode(of: backup.path) == 0o700)
    for file in backup.manifest.files.map(\.path) + [BackupManifest.fileName] {
      #expect(try node.mode(of: "\(backup.path)/\(file)") == 0o600, "\(file)")
    }

    let file = "\(backup.path)/node.sqlite"
    let original = try Data(contentsOf: URL(fileURLWithPath: file))
    var damaged = original
    damaged[original.count / 2] ^= 1
    try damaged.write(to: URL(fileURLWithPath: file))
    try await refuse(backup.path, node, "checksum")
    try original.dropLast(1).write(to: URL(fileURLWithPath: file))
    try await refuse(backup.path, node, "size")
    try original.write(to: URL(fileURLWithPath: file))
    let manifest = "\(backup.path)/manifest.json"
    let text = try String(contentsOfFile: manifest, encoding: .utf8)
    try text.replacing("\"maillage.yaml\"", with: "\"../../maillage.yaml\"")
      .write(toFile: manifest, atomically: true, encoding: .utf8)
    try await refuse(backup.path, node, "cannot be")
  }

  private func refuse(_ path: String, _ node: NodeProcess, _ reason: String) async throws {
    let copy = try NodeProcess(node.host, member: node.member)
    let (verified, restored) = (
      try await copy.run(["backup", "verify", path]),
      try await copy.run(["backup", "restore", path])
    )
    for result in [verified, restored] {
      #expect(result.exitCode == 1)
      #expect(result.errors.contains(reason), "\(result.errors)")
    }
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: copy.scratch.path).allSatisfy {
        !$0.contains("home")
      }
    )
  }
}
