import Federation
import Foundation
import Model
import Storage
import Testing

@testable import MaillageCLI
@testable import Node

@Suite("Archives of members: room, and what is too large")
struct MemberArchiveLimitTests {
  private static let author = "https://mastodon.example/users/alice"

  private func makeHome(_ environment: [String: String] = [:]) async throws -> CommandHome {
    let place = CommandHome.newHome()
    _ = try await CommandHome.initialise(place, "--host", "atelier.example")
    let node = try await OpenNode.open(
      home: place,
      configuration: try NodeConfiguration(
        home: place,
        environment: environment.merging(try CommandHome.environment(of: place)) { one, _ in one }
      ),
      logger: .init(label: "test")
    )
    let home = CommandHome(home: place, node: node)
    _ = await home.run("member add alice")
    return home
  }

  private func ask(_ home: CommandHome, after seconds: TimeInterval = 0) async throws -> Int64 {
    let alice = try await home.node.member(named: "alice").actorID
    let now = home.node.services.now().addingTimeInterval(seconds)
    return try await home.node.database.write { try $0.memberArchives.ask(alice, at: now).id }
  }

  private func found(_ id: Int64, _ home: CommandHome) async throws -> MemberArchive? {
    let alice = try await home.node.member(named: "alice").actorID
    return try await home.node.database.read { try $0.memberArchives.find(id, of: alice) }
  }

  @Test("below the space that has to stay free none is made, and nothing of it is left")
  func floor() async throws {
    let home = try await makeHome(["MAILLAGE_MEDIA_FREE_SPACE_MEGABYTES": "10000000"])
    let asked = try await ask(home)

    try await ArchiveWorker(node: home.node).work()

    #expect(try await found(asked, home)?.state == .failed)
    #expect(ArchiveFolder(home.home).names.isEmpty)
    try await home.close()
  }

  @Test("what does not fit is refused before it is packed")
  func room() async throws {
    let home = try await makeHome()
    let alice = try await home.node.member(named: "alice")
    let path = home.home.file("alice.zip")
    var writer = MemberArchiveWriter(
      home.node,
      of: alice,
      at: home.node.services.now(),
      isOwn: true
    )
    // The page for people alone takes more.
    writer.room.freeBytes = { _ in 100 }
    let short = writer

    await #expect(throws: Refusal.self) { try await short.make(at: path) }

    let left = try FileManager.default.contentsOfDirectory(atPath: home.home.path)
    #expect(!left.contains { $0.hasPrefix("alice.zip") })
    writer.room.freeBytes = { _ in 100 << 20 }
    let made = try await writer.make(at: path)
    #expect(made.files > 0)
    try await home.close()
  }

  @Test("a new archive takes the place of the one before, on the disk too")
  func newest() async throws {
    let home = try await makeHome()
    let worker = ArchiveWorker(node: home.node)
    let first = try await ask(home)
    try await worker.work()
    let before = try #require(try await found(first, home)?.file)
    let second = try await ask(home, after: 86_401)

    try await worker.work()

    let after = try #require(try await found(second, home)?.file)
    #expect(before != after)
    #expect(ArchiveFolder(home.home).names == [after])
    #expect(try await found(first, home) == nil)
    try await home.close()
  }

  @Test("an actor that is no node's does not vouch for an archive, though its key holds")
  func impostor() async throws {
    let home = try await makeHome()
    let file = home.home.file("alice.zip")
    _ = await home.run("member export alice --to x", input: file)
    let id = home.node.nodeActor.id
    try await home.node.database.write { tx in
      var actor = try #require(try tx.actors.find(id))
      actor.kind = .person
      try tx.actors.update(actor, of: id)
    }

    for words in ["", " --unsigned"] {
      let reply = await home.run("member import-archive alice x\(words)", input: file)
      #expect(reply.exitCode == 1 && reply.errors.contains("not the actor of a node"))
    }
    try await home.close()
  }

  /// With a picture and a post that are too large, a post after these, and three bookmarks.
  private func largeArchive(in home: CommandHome) throws -> String {
    let file = home.home.file("large.zip")
    let author = Self.author
    let packer = try ArchivePacker(file, at: Date(timeIntervalSince1970: 0))
    let actor = """
      {"id":"\(author)","type":"Person","name":"Alice","icon":{"type":"Image","url":"avatar.png"}}
      """
    try packer.add("actor.json", Array(actor.utf8))
    let item = { (number: Int, content: String) in
      """
      {"id":"\(author)/statuses/\(number)/activity","type":"Create","actor":"\(author)",
      "published":"2023-05-0\(number)T10:00:00Z",
      "to":["https://www.w3.org/ns/activitystreams#Public"],"cc":[],"object":{
      "id":"\(author)/statuses/\(number)","type":"Note","attributedTo":"\(author)",
      "published":"2023-05-0\(number)T10:00:00Z",
      "to":["https://www.w3.org/ns/activitystreams#Public"],"cc":[],
      "content":"<p>\(content)</p>"}}
      """
    }
    let long = String(repeating: "z", count: 2 << 20)
    let outbox = "{\"orderedItems\":[\(item(1, long)),\(item(2, "Court"))]}"
    try packer.add("outbox.json", Array(outbox.utf8))
    let bookmarks = (1...3).map { "\"https://nowhere.invalid/\($0)\"" }.joined(separator: ",")
    try packer.add("bookmarks.json", Array("{\"orderedItems\":[\(bookmarks),7]}".utf8))
    let size = home.node.services.media.settings.largestFile + 1
    try packer.begin("avatar.png", bytes: size, isDense: true)
    try packer.write([UInt8](repeating: 0, count: size))
    try packer.end()
    try packer.close()
    return file
  }

  @Test("a picture or a post that is too large is counted, and what comes after it comes")
  func tooLarge() async throws {
    let home = try await makeHome()
    let alice = try await home.node.member(named: "alice")
    var bounds = ArchiveBounds()
    bounds.bookmarks = 2
    let archive = try UnpackedArchive(
      try largeArchive(in: home),
      inside: home.home,
      within: bounds
    )
    let importing = try MemberArchiveImport(archive, on: home.node, for: alice)

    let counts = try await importing.takeOver(isTrial: false)
    let (csv, leftOut) = try #require(try await importing.text(of: .bookmarks))

    #expect(counts.map(\.refused) == [1, 1, 0, 0, 0, 0, 0])
    #expect(counts.first { $0.part == "posts" }?.new == 1)
    let posts = try await home.node.database.read { tx in
      try tx.posts.written(by: alice.actorID, for: .member(alice.actorID), Page(limit: 10))
    }
    #expect(posts.map(\.post.body.html) == ["<p>Court</p>"])
    #expect(csv.split(separator: "\n").count == 2)
    // One too many, and one that is no address.
    #expect(leftOut.refused == 2)
    try await home.close()
  }
}
