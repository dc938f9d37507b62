import Federation
import Foundation
import Model
import Storage
import Testing

@testable import MaillageCLI
@testable import Node

@Suite("maillage member export --to and import-archive")
struct MemberArchiveTests {
  private static let password = "un mot de passe"

  /// Has alice's archive made with her password, as the command line hands both over.
  private func export(_ home: CommandHome, to file: String) async -> AdminReply {
    let line = "member export alice --to x --password-stdin"
    return await home.run(line, input: "\(file)\0\(Self.password)")
  }

  /// A member with a bit of everything.
  private func furnished() async throws -> CommandHome {
    let home = try await CommandHome.make()
    _ = await home.run("member add alice --password-stdin", input: Self.password)
    for name in ["bob", "eve"] { _ = await home.run("member add \(name)") }
    let alice = try await home.node.member(named: "alice").actorID
    let services = home.node.services
    let upload = try await services.uploads.add(
      .init(bytes: Array("%PDF-1.4\n%%EOF\n".utf8), description: "Le plan"),
      by: alice
    )
    let first = try await services.outbox.publish(
      PostDraft(
        source: "Le **premier** billet #scierie",
        audience: .public,
        attachments: [Model.Attachment(upload)]
      ),
      as: alice
    )
    _ = try await services.outbox.publish(
      PostDraft(source: "La suite", audience: .public, inReplyTo: first.uri),
      as: alice
    )
    _ = try await services.outbox.publish(
      PostDraft(source: "Pour la maison", audience: .node),
      as: alice
    )
    _ = await home.run("follow alice @bob@atelier.example")
    _ = await home.run("member ties import alice lists -", input: "Amis,bob@atelier.example")
    _ = await home.run("talent add alice soudure --level 3")
    try await home.node.database.write { tx in
      let filter = ContentFilter(
        title: "Bruit",
        contexts: [.home],
        action: .hide,
        keywords: [.init(text: "réclame")]
      )
      _ = try tx.filters.insert(filter, of: alice)
    }
    return home
  }

  private func path(_ home: CommandHome, _ name: String) -> String { home.home.file(name) }

  private func posts(_ home: CommandHome, _ name: String) async throws -> [Post] {
    let id = try await home.node.member(named: name).actorID
    return try await home.node.database.read { tx in
      try tx.posts.written(by: id, for: .member(id), Page(limit: 100)).map(\.post)
    }
  }

  @Test("what goes out of one node comes into another, once, and nothing of it is sent")
  func roundTrip() async throws {
    let home = try await furnished()
    let other = try await CommandHome.make("ruche.example")
    _ = await other.run("member add anna")
    let file = path(other, "alice.zip")

    let made = await export(home, to: file)
    let refused = await other.run("member import-archive anna x", input: file)
    let trial = await other.run("member import-archive anna x --unsigned --dry-run", input: file)
    #expect(try await posts(other, "anna").isEmpty)
    let done = await other.run("member import-archive anna x --unsigned", input: file)
    let again = try await other.json("member import-archive anna x --unsigned", input: file)

    #expect(made.exitCode == 0, "\(made.errors)")
    // ruche.example cannot ask atelier.example for its key.
    #expect(refused.exitCode == 1 && refused.errors.contains("--unsigned"), "\(refused.errors)")
    #expect(trial.exitCode == 0 && trial.output.contains("3 new"), "\(trial.output)\(trial.errors)")
    // Whom alice follows cannot be asked from here.
    #expect(done.exitCode == 1 && done.errors.isEmpty, "\(done.errors)")
    let before = try await posts(home, "alice")
    let after = try await posts(other, "anna")
    #expect(after.map(\.body.source) == before.map(\.body.source))
    #expect(after.map(\.publishedAt) == before.map(\.publishedAt))
    // The newest was for a node that this one is not.
    #expect(after.map(\.audience) == [.direct, .public, .public])
    #expect(after[1].thread.inReplyTo == after[2].uri)
    #expect(after[2].body.attachments.first?.name == "Le plan")
    #expect(after[2].body.attachments.first?.url.hasPrefix("https://ruche.example/") == true)
    #expect(after[2].body.hashtags == ["scierie"])
    try await requireQuiet(other)
    let parts = (again as? [String: Any])?["parts"] as? [[String: Any]]
    for part in parts ?? [] where ["posts", "talents", "filters"].contains(part["part"] as? String)
    {
      #expect(part["new"] as? Int == 0, "\(part)")
    }
    #expect(try await posts(other, "anna").count == 3)
    try await other.close()
    try await home.close()
  }

  /// Nothing was sent, nobody told, and nobody is found by a talent.
  private func requireQuiet(_ home: CommandHome) async throws {
    let anna = try await home.node.member(named: "anna").actorID
    let (deliveries, told, profile, filters) = try await home.node.database.read { tx in
      (
        try tx.deliveries.count(.waiting), try tx.mailPreferences.newestNotification(),
        try tx.talents.profile(of: anna), try tx.filters.filters(of: anna)
      )
    }
    #expect(deliveries == 0)
    #expect(told == 0)
    #expect(profile?.talents.map(\.level) == [.mastery])
    #expect(profile?.talents.map(\.ring) == [.organisation])
    #expect(profile?.listedUntil == nil)
    #expect(filters.map(\.title) == ["Bruit"])
    #expect(filters.first?.keywords.map(\.text) == ["réclame"])
  }

  @Test("the node that signed an archive vouches for it, and a file that was changed is found")
  func signature() async throws {
    let home = try await furnished()
    let file = path(home, "alice.zip")
    _ = await export(home, to: file)

    let signed = await home.run("member import-archive eve x", input: file)

    #expect(signed.exitCode == 0, "\(signed.errors)")
    #expect(signed.output.contains("signed by https://atelier.example"))
    #expect(try await posts(home, "eve").count == 3)
    let archive = try UnpackedArchive(file, inside: home.home)
    for (name, change) in [("outbox.json", "premier"), ("manifest.json", "atelier.example")] {
      let forged = path(home, "forged-\(name).zip")
      let packer = try ArchivePacker(forged, at: Date(timeIntervalSince1970: 0))
      for entry in archive.entries.keys {
        let bytes = try #require(try archive.bytes(entry, limit: 1 << 20))
        let text = String(decoding: bytes, as: UTF8.self)
        try packer.add(
          entry,
          entry == name ? Array(text.replacing(change, with: "x\(change.dropFirst())").utf8) : bytes
        )
      }
      try packer.close()
      let reply = await home.run("member import-archive bob x --unsigned", input: forged)
      #expect(reply.exitCode == 1, "\(name)")
    }
    #expect(try await posts(home, "bob").isEmpty)
    try await home.close()
  }

  @Test(
    "a member that asks for its archive is told when it is made, and it goes when its time is over"
  )
  func asking() async throws {
    let home = try await furnished()
    let node = home.node
    let alice = try await node.member(named: "alice").actorID
    let worker = ArchiveWorker(node: node)
    let folder = ArchiveFolder(node.home)
    let asked = try await node.database.write {
      try $0.memberArchives.ask(alice, at: node.services.now())
    }

    try await worker.work()

    let (made, told) = try await node.database.read { tx in
      (
        try tx.memberArchives.find(asked.id, of: alice),
        try tx.notifications.latest(after: 0).filter { $0.memberID == alice }.map(\.kind)
      )
    }
    #expect(made?.state == .ready && told.contains(.archive))
    let (name, size) = (try #require(made?.file), try #require(made?.bytes))
    #expect(folder.names == [name])
    let bytes = try await node.accounts.readArchive(asked.id, of: alice, 0..<size)
    let copy = path(home, "copy.zip")
    try Data(bytes).write(to: URL(fileURLWithPath: copy))
    #expect(try UnpackedArchive(copy, inside: home.home).entries["outbox.json"] != nil)
    let bob = try await node.member(named: "bob").actorID
    await #expect(throws: Refusal.absent) {
      try await node.accounts.readArchive(asked.id, of: bob, 0..<1)
    }
    // What a run left that was killed, and what nobody owns any more.
    try Data([1]).write(to: URL(fileURLWithPath: "\(folder.path)/left.draft"))
    let end = try #require(made?.endsAt)
    try await node.database.write { _ = try $0.memberArchives.purge(at: end) }
    try await worker.work()
    #expect(folder.names.isEmpty)
    await #expect(throws: Refusal.absent) {
      try await node.accounts.readArchive(asked.id, of: alice, 0..<1)
    }
    try await home.close()
  }

  @Test("an archive has Mastodon's form, a page for people, and a checksum for every file")
  func form() async throws {
    let home = try await furnished()
    let file = path(home, "alice.zip")
    _ = await export(home, to: file)

    let archive = try UnpackedArchive(file, inside: home.home)

    let names = Set(archive.entries.keys)
    #expect(names.isSuperset(of: try await texts(home)))
    #expect(names.contains { $0.hasPrefix("media_attachments/files/") && $0.hasSuffix(".pdf") })
    let object = { (name: String) in
      let bytes = try #require(try archive.bytes(name, limit: 1 << 20))
      return try #require(
        try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any],
        "\(name)"
      )
    }
    #expect(try object("actor.json")["outbox"] as? String == "outbox.json")
    let outbox = try object("outbox.json")
    #expect(outbox["totalItems"] as? Int == 3)
    #expect((outbox["orderedItems"] as? [[String: Any]])?.last?["type"] as? String == "Create")
    for name in names where name.hasPrefix("maillage/") && name.hasSuffix(".json") {
      let bytes = try #require(try archive.bytes(name, limit: 1 << 20))
      #expect(try JSONSerialization.jsonObject(with: Data(bytes)) is [[String: Any]], "\(name)")
    }
    let page = String(
      decoding: try archive.bytes("index.html", limit: 1 << 20) ?? [],
      as: UTF8.self
    )
    #expect(page.contains("<strong>premier</strong>") && page.contains("default-src 'none'"))
    let csv = String(
      decoding: try archive.bytes("csv/following_accounts.csv", limit: 1 << 20) ?? [],
      as: UTF8.self
    )
    #expect(csv.contains("bob@atelier.example,true"))
    let files = try #require(object("manifest.json")["files"] as? [[String: Any]])
    #expect(Set(files.compactMap { $0["path"] as? String }) == names.subtracting(["manifest.json"]))
    for entry in files {
      let path = try #require(entry["path"] as? String)
      #expect(archive.entries[path]?.sha256 == entry["sha256"] as? String)
    }
    let second = await export(home, to: file)
    #expect(second.exitCode == 1, "a file that is there is not overwritten")
    try await home.close()
  }

  private func texts(_ home: CommandHome) async throws -> [String] {
    let alice = try await home.node.member(named: "alice")
    return MemberArchiveWriter(home.node, of: alice, at: .now, isOwn: true).texts
  }

  @Test("Attack: without the member's password an archive tells neither talents nor votes")
  func otherHand() async throws {
    let home = try await furnished()
    let file = path(home, "alice.zip")
    let wrong = await home.run(
      "member export alice --to x --password-stdin",
      input: "\(file)\0not the password"
    )
    #expect(wrong.exitCode == 1 && wrong.errors.contains("password"))

    let made = await home.run("member export alice --to x", input: file)

    #expect(made.exitCode == 0 && made.output.contains("Talents and votes are not in it"))
    let archive = try UnpackedArchive(file, inside: home.home)
    #expect(!archive.entries.keys.contains { $0.contains("talents") || $0.contains("badges") })
    #expect(archive.entries["maillage/votes.json"] == nil)
    #expect(archive.entries["maillage/pollVotes.json"] == nil)
    #expect(archive.entries["maillage/events.json"] != nil)
    for name in archive.entries.keys {
      let bytes = try archive.bytes(name, limit: 1 << 20) ?? []
      #expect(!String(decoding: bytes, as: UTF8.self).contains("soudure"), "\(name)")
    }
    try await home.close()
  }

  private static let author = "https://mastodon.example/users/alice"

  private static func item(_ number: Int, _ to: String, _ more: String) -> String {
    """
    {"id":"\(author)/statuses/\(number)/activity","type":"Create","actor":"\(author)",
    "published":"2023-05-0\(number)T10:00:00Z","to":["\(to)"],"cc":[],"object":{
    "id":"\(author)/statuses/\(number)","type":"Note","attributedTo":"\(author)",
    "published":"2023-05-0\(number)T10:00:00Z","to":["\(to)"],"cc":[],
    "content":"<p>Billet \(number), \\"],[{\\" </p>"\(more)}}
    """
  }

  /// As Mastodon makes one, with a post of somebody else's in it.
  private func mastodonArchive(in home: CommandHome) throws -> String {
    let file = path(home, "mastodon.zip")
    let packer = try ArchivePacker(file, at: Date(timeIntervalSince1970: 0))
    let author = Self.author
    try packer.add(
      "actor.json",
      Array(
        """
        {"@context":"https://www.w3.org/ns/activitystreams","id":"\(author)","type":"Person",
        "name":"Alice de Nantes","summary":"<p>Menuisière<script>x</script></p>",
        "followers":"\(author)/followers","outbox":"outbox.json"}
        """.utf8
      )
    )
    let everyone = "https://www.w3.org/ns/activitystreams#Public"
    let attachment = """
      ,"attachment":[{"type":"Document","mediaType":"application/pdf",
      "url":"/media_attachments/files/1/a.pdf","name":"Plan"}]
      """
    let foreign = Self.item(4, everyone, "").replacing(
      "\"attributedTo\":\"\(author)",
      with: "\"attributedTo\":\"\(author)x"
    )
    try packer.add(
      "outbox.json",
      Array(
        """
        {"@context":["https://www.w3.org/ns/activitystreams"],"id":"outbox.json",
        "type":"OrderedCollection","totalItems":5,"orderedItems":[
        \(Self.item(1, everyone, attachment)), \(Self.item(2, "\(author)/followers", "")),
        \(Self.item(3, "https://mastodon.example/users/bob", "")), \(foreign),
        {"id":"\(author)/boost","type":"Announce","object":"https://x.example/1"}]}
        """.utf8
      )
    )
    try packer.add("media_attachments/files/1/a.pdf", Array("%PDF-1.4\n%%EOF\n".utf8))
    try packer.add(
      "bookmarks.json",
      Array("{\"orderedItems\":[\"https://nowhere.invalid/1\"]}".utf8)
    )
    try packer.close()
    return file
  }

  @Test("an archive of Mastodon's comes in: its posts, files, and what it says of who may read")
  func mastodon() async throws {
    let home = try await CommandHome.make()
    _ = await home.run("member add alice")
    let file = try mastodonArchive(in: home)

    let unsaid = await home.run("member import-archive alice x", input: file)
    let reply = await home.run("member import-archive alice x --unsigned", input: file)

    #expect(unsaid.exitCode == 1)
    // One post is somebody else's.
    #expect(reply.exitCode == 1 && reply.errors.isEmpty, "\(reply.errors)")
    let posts = try await posts(home, "alice")
    #expect(posts.map(\.audience) == [.direct, .followers, .public])
    #expect(posts.last?.publishedAt == Date(timeIntervalSince1970: 1_682_935_200))
    #expect(
      posts.last?.body.html.contains("\"],[{\"") == true
        || posts.last?.body.html.contains("&quot;],[{&quot;") == true
    )
    #expect(posts.last?.body.attachments.first?.name == "Plan")
    let actor = try await home.node.database.read { try $0.actors.find(localName: "alice") }
    #expect(actor?.displayName == "Alice de Nantes")
    #expect(actor?.summary == "<p>Menuisière</p>")
    try await home.close()
  }
}
