import CArchive
import Foundation
import Model
import Testing

@testable import Node

@Suite("Archives from outside (threat 40)")
struct HostileArchiveTests {
  private let scratch: ScratchDirectory
  private let home: NodeHome

  init() throws {
    scratch = try ScratchDirectory()
    home = NodeHome(path: scratch.path)
  }

  private func pack(_ files: [(String, [UInt8])]) throws -> String {
    let path = "\(scratch.path)/\(UUID().uuidString).zip"
    let packer = try ArchivePacker(path, at: Date(timeIntervalSince1970: 0))
    for (name, bytes) in files { try packer.add(name, bytes) }
    try packer.close()
    return path
  }

  private func refuses(_ path: String, within bounds: ArchiveBounds = .init()) -> Bool {
    do {
      _ = try UnpackedArchive(path, inside: home, within: bounds)
      return false
    } catch {
      let left = (try? FileManager.default.contentsOfDirectory(atPath: home.path)) ?? []
      return !left.contains { $0.hasSuffix(".unpacked") }
    }
  }

  @Test(
    "No name leads out of the folder",
    arguments: [
      "../evil", "a/../../evil", "/etc/evil", "a//b", "a/./b", "..", "..\\evil", "a\u{1}b",
      String(repeating: "n", count: 2_000),
    ]
  )
  func names(name: String) throws {
    #expect(refuses(try pack([(name, [1])])))
    #expect(refuses(try tar(name)))
  }

  /// A tar file of one entry without content.
  private func tar(
    _ name: String,
    _ kind: UInt32 = 0o100_000,
    link: String? = nil,
    hardLink: String? = nil
  ) throws -> String {
    let path = "\(scratch.path)/\(UUID().uuidString).tar"
    let archive = try #require(archive_write_new())
    archive_write_set_format_pax_restricted(archive)
    archive_write_open_filename(archive, path)
    let entry = try #require(archive_entry_new())
    archive_entry_set_pathname_utf8(entry, name)
    archive_entry_set_filetype(entry, kind)
    if let link { archive_entry_set_symlink(entry, link) }
    if let hardLink { archive_entry_set_hardlink(entry, hardLink) }
    archive_write_header(archive, entry)
    archive_entry_free(entry)
    archive_write_free(archive)
    return path
  }

  @Test(
    "No file of a backup belongs anywhere but inside a home",
    arguments: [
      "../maillage.yaml", "keys/../../x", "/etc/passwd", "keys//x", "keys/./x", "..", "", "a\u{0}b",
      "manifest.json", "verified.json", String(repeating: "n", count: 1_001),
    ]
  )
  func filesOfBackups(path: String) {
    #expect(!BackupManifest.isInside(path))
    #expect(BackupManifest.isInside("keys/node-ed25519.pem"))
  }

  @Test("A plain name is taken, also with ./ before it as tar writes it")
  func plain() throws {
    let archive = try UnpackedArchive(try pack([("./a/b.json", [1, 2])]), inside: home)

    #expect(try archive.bytes("a/b.json", limit: 10) == [1, 2])
    #expect(try archive.bytes("a/c.json", limit: 10) == nil)
    #expect(throws: Refusal.tooLarge(limit: 1)) { try archive.bytes("a/b.json", limit: 1) }
  }

  @Test("The same name twice, too many files, too many bytes and too dense ones are refused")
  func bounds() throws {
    let zeros = [UInt8](repeating: 0, count: 4 << 20)
    var few = ArchiveBounds()
    few.files = 2
    var small = ArchiveBounds()
    small.file = 1 << 20
    var sparse = ArchiveBounds()
    (sparse.least, sparse.ratio) = (1 << 20, 100)

    #expect(refuses(try pack([("a", [1]), ("a", [2])])))
    #expect(refuses(try pack([("a", [1]), ("b", [1]), ("c", [1])]), within: few))
    #expect(!refuses(try pack([("a", [1]), ("b", [1])]), within: few))
    #expect(refuses(try pack([("a", zeros)]), within: small))
    // Zeros are packed a thousand times smaller.
    #expect(refuses(try pack([("a", zeros)]), within: sparse))
    #expect(!refuses(try pack([("a", zeros)])))
  }

  @Test("What is no archive, is empty or breaks off is refused")
  func damaged() throws {
    let whole = try pack([
      ("a", Array((0..<100_000).map { UInt8(truncatingIfNeeded: $0 &* 7919 >> 3) }))
    ])
    let bytes = try Data(contentsOf: URL(fileURLWithPath: whole))
    var flipped = bytes
    flipped[bytes.count / 2] ^= 1
    let parts = [Data(), Data("bonjour".utf8), bytes.prefix(bytes.count / 2), flipped]
    for (number, part) in parts.enumerated() {
      let path = "\(scratch.path)/\(number).zip"
      try part.write(to: URL(fileURLWithPath: path))
      #expect(refuses(path), "\(number)")
    }
    #expect(refuses("\(scratch.path)/nowhere.zip"))
    #expect(refuses(try pack([])))
  }

  @Test("A link in a tar file is refused, and so is a device")
  func links() throws {
    #expect(!refuses(try tar("actor.json")))
    #expect(refuses(try tar("actor.json", 0o120_000, link: "/etc/passwd")))
    #expect(refuses(try tar("actor.json", 0o010_000)))
    #expect(refuses(try tar("actor.json", 0o020_000)))
    #expect(refuses(try tar("actor.json", hardLink: "/etc/passwd")))
  }

  @Test("What breaks off behind a whole file is refused as a whole", arguments: [10, 5_000])
  func half(more: Int) throws {
    var state: UInt64 = 1
    let noise = (0..<100_000).map { _ -> UInt8 in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return UInt8(state >> 56)
    }
    let bytes = try Data(contentsOf: URL(fileURLWithPath: try pack([("a", [1]), ("b", noise)])))
    // The second file begins with the same mark as the first.
    let mark = Data([0x50, 0x4B, 3, 4])
    let second = try #require(bytes.range(of: mark, in: 4..<bytes.count))
    let path = "\(scratch.path)/half.zip"
    try bytes.prefix(second.lowerBound + more).write(to: URL(fileURLWithPath: path))

    #expect(refuses(path))
  }

  @Test("A list of files names one node, its actor and a member of it: no key of another counts")
  func signers() throws {
    let (good, evil) = ("https://good.example", "https://evil.example")
    let alice = "\(good)/users/alice"
    let takes = { (node: String, actor: String, nodeActor: String) in
      let text = """
        {"type":"MaillageMemberArchive","version":1,"node":"\(node)","actor":"\(actor)",
        "nodeActor":"\(nodeActor)","madeAt":"2026-11-27T00:00:00Z","files":[]}
        """
      return (try? ArchiveManifest.read(Array(text.utf8))) != nil
    }

    #expect(takes(good, alice, "\(good)/actor"))
    #expect(takes("\(good):8443", "\(good):8443/users/alice", "\(good):8443/actor"))
    // What an address begins with is no origin.
    #expect(!takes("https:/", alice, "\(evil)/actor"))
    #expect(!takes("https:", alice, "\(evil)/actor"))
    #expect(!takes("", alice, "\(evil)/actor"))
    #expect(!takes("\(good)/", alice, "\(good)/actor"))
    #expect(!takes(good, alice, "\(evil)/actor"))
    #expect(!takes(evil, alice, "\(evil)/actor"))
    #expect(!takes(good, "\(good).evil.example/users/alice", "\(good)/actor"))
    #expect(!takes(good, "\(good)@evil.example/users/alice", "\(good)/actor"))
    #expect(!takes(good, alice, "\(good):8443/actor"))
    #expect(!takes(good, alice, "http://good.example/actor"))
    // Nor does a member vouch for itself.
    #expect(!takes(good, alice, alice))
    #expect(!takes(good, alice, "\(good)/actor/../users/alice"))
  }

  @Test("What was being unpacked when a process was killed goes with the next start")
  func abandoned() throws {
    for name in [".a.1.unpacked", ".b.unpacked"] {
      try FileManager.default.createDirectory(
        atPath: home.file("\(name)/inside"),
        withIntermediateDirectories: true
      )
    }
    try Data([1]).write(to: URL(fileURLWithPath: home.file("kept.unpacked")))

    UnpackedArchive.removeAbandoned(in: home)

    #expect(try FileManager.default.contentsOfDirectory(atPath: home.path) == ["kept.unpacked"])
  }

  @Test("A list is read item by item, whatever stands in its texts, and a long one is left out")
  func items() async throws {
    let path = "\(scratch.path)/list.json"
    let text = """
      {"a":[[1,2],{"orderedItems":[9]}],"b":"],\\"{","orderedItems": [
      {"x":"],[,}\\\\","y":[1,{"z":","}]} , "two", 3 ], "totalItems":3}
      """
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))

    let found = try await read(path, limit: 1_000)

    #expect(found == ["{\"x\":\"],[,}\\\\\",\"y\":[1,{\"z\":\",\"}]}", "\"two\"", "3"])
    // Those after it come all the same.
    #expect(try await read(path, limit: 20) == ["too long", "\"two\"", "3"])
    try Data(text.utf8.prefix(80)).write(to: URL(fileURLWithPath: path))
    await #expect(throws: Refusal.self) { try await read(path, limit: 1_000) }
  }

  private func read(_ path: String, limit: Int) async throws -> [String] {
    var found: [String] = []
    var items = ArchivedItems(limit: limit)
    try await items.each(in: path) {
      let item = (try? $0.get()) ?? Array("too long".utf8)
      found.append(
        String(decoding: item, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
      )
    }
    return found
  }
}
