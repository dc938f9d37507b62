import Federation
import Foundation
import HTTPTypes
import Model
import Storage
import TestSupport
import Testing

/// Files of members: who gets them, as what, and until when (threats 21, 22, 37).
@Suite("Media of members")
struct MediaTests {
  private static let pdf = Array("%PDF-1.7\n<script>alert(1)</script>".utf8)

  @Test("A picture is served as what it is, without its place, and for good")
  func picture() async throws {
    let scene = try await Scene()

    let upload = try await scene.upload(
      try MediaFixture.bytes("located.jpg"),
      description: "Un four"
    )
    try await scene.post(upload)
    let reply = try await scene.get(upload)

    #expect(reply.status == 200 && reply["content-type"] == "image/jpeg")
    #expect(reply["x-content-type-options"] == "nosniff")
    #expect(reply["content-security-policy"]?.contains("sandbox") == true)
    #expect(reply["content-disposition"]?.hasPrefix("inline") == true)
    #expect(reply["cache-control"] == "public, max-age=31536000, immutable")
    #expect(reply.body.count == upload.media.bytes && MediaFormat(of: reply.body) == .jpeg)
    #expect(Data(reply.body).range(of: Data("Exif".utf8)) == nil)
    let preview = try await scene.get(upload, "/preview")
    #expect(preview.status == 200 && preview["content-type"] == "image/webp")
  }

  @Test(
    "A film is served without where and when it was made",
    arguments: ["located.mp4", "located.webm"]
  )
  func film(name: String) async throws {
    let scene = try await Scene()
    let bytes = try MediaFixture.bytes(name)

    let upload = try await scene.upload(bytes)
    try await scene.post(upload)
    let reply = try await scene.get(upload)

    #expect(reply.status == 200 && reply.body.count == bytes.count)
    for trace in ["48.8584", "loci", "Chez Marie"] {
      #expect(Data(reply.body).range(of: Data(trace.utf8)) == nil, "\(trace)")
    }
  }

  @Test("The post tells others all that is known of the picture")
  func note() async throws {
    let scene = try await Scene()
    let upload = try await scene.upload(
      try MediaFixture.bytes("located.jpg"),
      description: "Un four",
      focus: FocalPoint(x: -0.5, y: 0.25)
    )

    let post = try await scene.post(upload)
    let note = try await scene.server.get(post.uri.replacing(scene.node.origin, with: "")).json()

    let attachment = try required(note["attachment"]?.array?.first)
    #expect(attachment["url"]?.string == upload.url)
    #expect(attachment["mediaType"]?.string == "image/jpeg")
    #expect(attachment["name"]?.string == "Un four")
    #expect(attachment["width"]?.int == 20 && attachment["height"]?.int == 40)
    #expect(attachment["blurhash"]?.string == upload.media.blurhash)
    #expect(attachment["focalPoint"]?.array?.map(\.double) == [-0.5, 0.25])
  }

  @Test("What is no picture is never shown, only downloaded, to the last byte")
  func document() async throws {
    let scene = try await Scene()

    let upload = try await scene.upload(Self.pdf)
    let reply = try await scene.get(upload)

    #expect(reply["content-type"] == "application/pdf" && reply.body == Self.pdf)
    #expect(reply["content-disposition"] == "attachment; filename=\"media.pdf\"")
    #expect(reply["content-security-policy"]?.contains("sandbox") == true)
    #expect(upload.media.preview == nil && upload.media.blurhash == nil)
  }

  @Test(
    "A part of a file can be had",
    arguments: [
      ("bytes=0-3", 206, "%PDF", "bytes 0-3/34"), ("bytes=32-", 206, "t>", "bytes 32-33/34"),
      ("bytes=-2", 206, "t>", "bytes 32-33/34"), ("bytes=29-99", 206, "ript>", "bytes 29-33/34"),
      ("bytes=34-", 416, "", "bytes */34"), ("bytes=-0", 416, "", "bytes */34"),
      ("bytes=3-1", 200, nil, nil), ("bytes=0-1,3-4", 200, nil, nil), ("lines=1-2", 200, nil, nil),
      ("bytes=99999999999999999999-", 200, nil, nil), ("bytes=--1", 200, nil, nil),
    ] as [(String, Int, String?, String?)]
  )
  func part(_ range: String, _ status: Int, _ text: String?, _ described: String?) async throws {
    let scene = try await Scene()
    let upload = try await scene.upload(Self.pdf)

    let reply = try await scene.get(upload, fields: [("range", range)])

    #expect(reply.status == status && reply["content-range"] == described)
    #expect(reply.text == text ?? String(decoding: Self.pdf, as: UTF8.self))
  }

  @Test("What few may know of, shared caches do not keep")
  func caching() async throws {
    let scene = try await Scene()
    let upload = try await scene.upload(Self.pdf)

    try await scene.post(upload, for: .followers)

    #expect(try await scene.get(upload)["cache-control"]?.hasPrefix("private") == true)
  }

  @Test("With its last post a file is gone at once, and soon from the disk")
  func deletion() async throws {
    let scene = try await Scene()
    let (first, second) = (try await scene.upload(Self.pdf), try await scene.upload(Self.pdf))
    #expect(first.token != second.token && first.media.file == second.media.file)
    let post = try await scene.post(first)
    try await scene.post(second)

    try await scene.node.outbox.delete(post.id, as: scene.marie.id)

    #expect(try await scene.get(first).status == 404)
    #expect(try await scene.get(second).status == 200)
    #expect(try await scene.tidied() == 0)
    #expect(try await scene.get(second).status == 200)
    try await scene.node.outbox.delete(
      try required(try await scene.posts().first).id,
      as: scene.marie.id
    )
    #expect(try await scene.get(second).status == 404)
    #expect(try await scene.tidied() == 1)
    #expect(scene.storedFiles.isEmpty)
  }

  @Test("An edit keeps the files of a post, and lets go of those it replaces")
  func edit() async throws {
    let scene = try await Scene()
    let (first, second) = (try await scene.upload(Self.pdf), try await scene.upload(Self.pdf))
    let post = try await scene.post(first)

    _ = try await scene.node.outbox.edit(post.id, to: PostDraft(source: "b"), as: scene.marie.id)
    #expect(try await scene.get(first).status == 200)
    let draft = PostDraft(source: "c", attachments: [Attachment(second)])
    _ = try await scene.node.outbox.edit(post.id, to: draft, as: scene.marie.id)

    #expect(try await scene.get(first).status == 404)
    #expect(try await scene.get(second).status == 200)
  }

  @Test("Nobody keeps another's file from going by naming it")
  func others() async throws {
    let scene = try await Scene()
    let upload = try await scene.upload(Self.pdf)
    let post = try await scene.post(upload)
    let paul = try await scene.node.member("paul")
    let draft = PostDraft(source: "à moi", audience: .public, attachments: [Attachment(upload)])
    _ = try await scene.node.outbox.publish(draft, as: paul.id)

    try await scene.node.outbox.delete(post.id, as: scene.marie.id)

    #expect(try await scene.get(upload).status == 404)
  }

  @Test("The files of who is suspended are not shown")
  func suspension() async throws {
    let scene = try await Scene()
    let upload = try await scene.upload(Self.pdf)
    try await scene.post(upload)
    let (marie, now) = (scene.marie.id, scene.node.clock.now)

    try await scene.node.database.write { try $0.actors.setSuspended(marie, at: now) }

    #expect(try await scene.get(upload).status == 404)
  }

  @Test("What nobody posted goes after a day")
  func unattached() async throws {
    let scene = try await Scene()
    let upload = try await scene.upload(Self.pdf)
    #expect(try await scene.tidied() == 0)
    #expect(try await scene.get(upload).status == 200)

    scene.node.clock.advance(by: 2 * 86_400)

    #expect(try await scene.tidied() == 1)
    #expect(try await scene.get(upload).status == 404)
  }

  @Test("The address of a file takes no parameters (threat 14)")
  func parameters() async throws {
    let scene = try await Scene()
    let upload = try await scene.upload(Self.pdf)

    for query in ["?file_type=jpg&proxy=http://127.0.0.1/", "?x", "?width=9&height=9"] {
      #expect(try await scene.get(upload, query).status == 400, "\(query)")
    }
  }

  @Test("What is of no known kind, or too large, is not taken")
  func refusals() async throws {
    let scene = try await Scene { $0.media.fileBytes = 20 }

    for (bytes, isTooLarge) in [(Array("<svg/>".utf8), false), ([], false), (Self.pdf, true)] {
      let refusal = await #expect(throws: Refusal.self) { try await scene.upload(bytes) }
      #expect(refusal == (isTooLarge ? .tooLarge(limit: 20) : refusal))
    }
    #expect(scene.storedFiles.isEmpty)
  }

  @Test("Where space is short no file is taken, and all the rest goes on")
  func floor() async throws {
    let free = Mutable(1 << 40)
    let scene = try await Scene { $0.freeBytes = { free.value } }
    let upload = try await scene.upload(Self.pdf)

    free.value = 1 << 20
    let refusal = await #expect(throws: Refusal.self) { try await scene.upload(Self.pdf) }
    let post = try await scene.post(upload)

    guard case .unavailable(let reason) = refusal else {
      Issue.record("\(String(describing: refusal))")
      return
    }
    #expect(reason.contains("Media is off"))
    #expect(try await scene.get(upload).status == 200)
    #expect(post.body.attachments.count == 1)
  }

  @Test("A file that the store has lost is absent, and no answer that breaks off")
  func lost() async throws {
    let scene = try await Scene()
    let upload = try await scene.upload(Self.pdf)
    try await scene.node.services.media.store.remove(upload.media.file)

    #expect(try await scene.get(upload).status == 404)
    #expect(try await scene.get(upload, fields: [("range", "bytes=3-5")]).status == 404)
  }

  @Test("What a crash left unfinished is cleared, and no name stands for half a file")
  func crash() async throws {
    let scene = try await Scene()
    let upload = try await scene.upload(Self.pdf)
    let half = "\(scene.node.mediaFolder)/unfinished/0000"
    try Data([1, 2, 3]).write(to: URL(fileURLWithPath: half))
    // Noted, and then the node was killed before the file was there.
    let (digest, now) = (try required(Digest(Array(repeating: 7, count: 32))), scene.node.clock.now)
    try await scene.node.database.write { try $0.mediaFiles.note(digest, bytes: 9, at: now) }

    let restarted = Scene(try await scene.node.restarted(), scene.marie)

    #expect(!FileManager.default.fileExists(atPath: half))
    #expect(try await restarted.get(upload).body == Self.pdf)
    restarted.node.clock.advance(by: 7_200)
    #expect(try await restarted.tidied() == 1)
    #expect(restarted.storedFiles == [upload.media.file.bytes.hexadecimal])
  }
}

extension MediaTests {
  /// A node with a member who has files.
  private struct Scene {
    let node: TestNode
    let marie: ActorProfile
    let server: TestServer

    init(_ adjust: (inout TestNode.Surroundings) -> Void = { _ in }) async throws {
      var surroundings = try TestNode.Surroundings()
      adjust(&surroundings)
      let node = try await TestNode.make(host: TestServer.host, in: surroundings)
      self.init(node, try await node.member("marie"))
    }

    init(_ node: TestNode, _ marie: ActorProfile) {
      (self.node, self.marie) = (node, marie)
      server = TestServer(node)
    }

    @discardableResult
    func upload(
      _ bytes: [UInt8],
      description: String? = nil,
      focus: FocalPoint? = nil
    ) async throws -> Upload {
      try await node.services.uploads.add(
        Uploads.Draft(bytes: bytes, description: description, focus: focus),
        by: marie.id
      )
    }

    @discardableResult
    func post(_ upload: Upload, for audience: Audience = .public) async throws -> Post {
      let draft = PostDraft(
        source: "Voilà",
        audience: audience,
        attachments: [Attachment(upload)]
      )
      return try await node.outbox.publish(draft, as: marie.id)
    }

    func get(
      _ upload: Upload,
      _ more: String = "",
      fields: [(String, String)] = []
    ) async throws -> TestServer.Reply {
      try await server.send(.get, upload.url.replacing(node.origin, with: "") + more, fields)
    }

    func posts() async throws -> [Post] {
      let marie = marie.id
      return try await node.database.read { tx in
        try tx.posts.local(by: .member(marie), Page(limit: 10)).map(\.post)
      }
    }

    /// What housekeeping does; how many files it removed.
    func tidied() async throws -> Int {
      let now = node.clock.now
      _ = try await node.database.write {
        try $0.uploads.purge(newBefore: now.addingTimeInterval(-86_400))
      }
      return try await node.services.media.sweep(
        before: now.addingTimeInterval(1),
        in: node.database
      )
    }

    /// The names of all files in the store.
    var storedFiles: [String] {
      FileManager.default.subpaths(atPath: node.mediaFolder)?
        .map { ($0 as NSString).lastPathComponent }.filter { $0.count == 64 } ?? []
    }
  }
}
