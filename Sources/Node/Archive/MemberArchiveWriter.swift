import ActivityStreams
import Federation
import Foundation
import HTTPServer
import Model
import Signatures
import Storage
import StrictJSON

/// Puts all that belongs to a member into one file, which people can read, which other software reads
/// as an archive of Mastodon's, and which another node takes over (docs/manual/archives.md).
///
/// Whatever a member has, only one page of it is in memory at a time.
package struct MemberArchiveWriter: Sendable {
  let node: OpenNode
  let member: Member
  let now: Date
  /// Whether the member asks, or another hand: what it wrote of its talents and how it voted is for the
  /// member alone.
  let isOwn: Bool
  /// What is left of the disk.
  var room = ArchiveRoom()

  package init(_ node: OpenNode, of member: Member, at now: Date, isOwn: Bool) {
    (self.node, self.member, self.now, self.isOwn) = (node, member, now, isOwn)
  }

  var services: FederationServices { node.services }
  var id: ActorID { member.actorID }

  /// What was made.
  package struct Made: Sendable {
    package let bytes: Int
    package let files: Int
  }

  /// A file of the member's that goes into the archive.
  struct Medium: Sendable {
    let name: String
    let file: Digest
    let bytes: Int
  }

  /// Makes it at a path where nothing is yet.
  ///
  /// - Throws: `StartupFailure` when it cannot be written there, `Refusal.unavailable` when there is no
  ///   room for it; then nothing is there.
  package func make(at path: String) async throws -> Made {
    let draft = "\(path).draft"
    guard !FileManager.default.fileExists(atPath: path) else {
      throw Refusal.conflict("\(path) is there already: choose another name.")
    }
    guard mkdir(draft, 0o700) == 0 else { throw BackupFiles.unwritable(draft) }
    defer { try? FileManager.default.removeItem(atPath: draft) }
    try room.require(0, at: draft)
    let (actor, media) = try await gather(in: draft)
    let texts = texts.reduce(0) { $0 + BackupFiles.size(of: Self.place($1, in: draft)) }
    try room.require(media.reduce(texts) { $0 + $1.bytes }, at: draft)
    let packed = "\(draft)/packed"
    let count = try await pack(draft, media, of: actor, into: packed)
    guard link(packed, path) == 0 else { throw BackupFiles.unwritable(path) }
    return Made(bytes: BackupFiles.size(of: packed), files: count)
  }

  // MARK: What is written before it is packed

  /// The texts of the archive, by their names in it; each lies in the draft under its place here.
  var texts: [String] {
    ["index.html", "actor.json", "outbox.json", "likes.json", "bookmarks.json"]
      + TieFile.allCases.map { "csv/\($0.fileName)" }
      + parts.map { "maillage/\($0.rawValue).json" }
      + records.map { "maillage/\($0.name).json" }
      + cards.map { "maillage/\($0.name)" }
  }

  private var parts: [PortableStore.Part] {
    PortableStore.Part.allCases.filter { isOwn || !Self.guarded.contains($0.rawValue) }
  }

  private var records: [(name: String, rows: Rows)] {
    Self.records.filter { isOwn || !Self.guarded.contains($0.name) }
  }

  private var cards: [(format: TalentExport.Format, name: String)] {
    isOwn ? [(.vcard, "talents.vcf"), (.openbadges, "badges.txt")] : []
  }

  /// What another hand does not get.
  private static let guarded: Set<String> = ["talents", "votes", "pollVotes"]

  private typealias Rows = @Sendable (MemberRecords, ActorID) async throws -> [JSON]

  /// What the member has with others, by the names of the files.
  private static let records: [(name: String, rows: Rows)] = [
    ("participation", { try await $0.participation(of: $1) }),
    ("talents", { try await $0.talents(of: $1) }),
    ("needs", { try await $0.needsAndOffers(of: $1) }),
    ("agreements", { try await $0.agreements(of: $1) }),
    ("endorsements", { try await $0.endorsements(of: $1) }),
    ("recommendations", { try await $0.recommendations(of: $1) }),
    ("teams", { try await $0.teams(of: $1) }),
    ("events", { try await $0.events(of: $1) }),
    ("votes", { try await $0.votes(of: $1) }),
  ]

  private static func place(_ name: String, in draft: String) -> String {
    "\(draft)/\(name.replacing("/", with: "-"))"
  }

  private func gather(in draft: String) async throws -> (ActorProfile, [Medium]) {
    let place = { (name: String) in Self.place(name, in: draft) }
    var media: [Medium] = []
    let actor = try await writeActor(to: place("actor.json"), &media)
    try await writePosts(of: actor, place, &media)
    try await writeLikes(to: place("likes.json"))
    try await writeBookmarks(to: place("bookmarks.json"))
    for list in TieFile.allCases {
      let text = try await services.database.read { [id] in try list.text(of: id, in: $0) }
      try PrivateFile.write(Array((text + "\n").utf8), to: place("csv/\(list.fileName)"))
    }
    for part in parts {
      try await write(part, to: place("maillage/\(part.rawValue).json"))
    }
    for (name, rows) in records {
      let spool = try ArchiveSpool(listAt: place("maillage/\(name).json"))
      for row in try await rows(MemberRecords(services: services), id) { try spool.add(row) }
      try spool.close()
    }
    let language = member.language ?? node.configuration.nodeLanguage
    let talents = TalentExport(services: services)
    for (format, name) in cards {
      let text = try await talents.text(of: id, as: format, in: language)
      try PrivateFile.write(Array(text.utf8), to: place("maillage/\(name)"))
    }
    return (actor, media)
  }

  private func writeActor(to path: String, _ media: inout [Medium]) async throws -> ActorProfile {
    let addresses = services.addresses
    let (actor, pictures, document) = try await services.database.read { [id] tx in
      guard let actor = try tx.actors.find(id) else { throw Refusal.absent }
      return (
        actor, try tx.actorPictures.find(of: id), try actor.document(in: tx, addresses)
      )
    }
    var object = document.document(in: .actor).object ?? [:]
    for (place, name) in [(ActorPictures.Place.icon, "avatar"), (.image, "header")] {
      guard let picture = pictures[place], let medium = try await medium(of: picture.url, name)
      else { continue }
      media.append(medium)
      var shown = object[place.rawValue]?.object ?? [:]
      shown["url"] = .string(medium.name)
      object[place.rawValue] = .object(shown)
    }
    // As in an archive of Mastodon's: beside this file.
    for name in ["outbox", "likes", "bookmarks"] { object[name] = .string("\(name).json") }
    try PrivateFile.write(JSON.object(object).serialized(), to: path)
    return actor
  }

  /// The file that an address of this node stands for; nothing for another's or one that is gone.
  func medium(of url: String, _ name: String? = nil) async throws -> Medium? {
    guard let token = url.split(separator: "/").last.flatMap({ MediaToken(String($0)) }) else {
      return nil
    }
    let upload = try await services.database.read { [id] in try $0.uploads.own(token, of: id) }
    guard let upload, upload.url == url else { return nil }
    let ending = upload.media.format.rawValue
    return Medium(
      name: name.map { "\($0).\(ending)" } ?? "media_attachments/files/\(token.text).\(ending)",
      file: upload.media.file,
      bytes: upload.media.bytes
    )
  }

  private func writeLikes(to path: String) async throws {
    try await writeAddresses("likes.json", path) { [id] in try $0.posts.liked(by: id, $1) }
  }

  private func writeBookmarks(to path: String) async throws {
    try await writeAddresses("bookmarks.json", path) { [id] in
      try $0.posts.bookmarked(by: id, $1)
    }
  }

  private func writeAddresses(
    _ name: String,
    _ path: String,
    _ read: @escaping @Sendable (Transaction, Page) throws -> [NumberedPost]
  ) async throws {
    let spool = try ArchiveSpool(collection: name, at: path)
    var before: Int64?
    while true {
      let page = Page(before: before, limit: Page.largest)
      let posts = try await services.database.read { try read($0, page) }
      for post in posts { try spool.add(.string(post.found.post.uri)) }
      guard let last = posts.last, posts.count == Page.largest else { break }
      before = last.number
    }
    try spool.close()
  }

  private func write(_ part: PortableStore.Part, to path: String) async throws {
    try await services.database.read { [id] tx in
      let spool = try ArchiveSpool(listAt: path)
      try tx.portables.each(part, of: id) { record in
        try spool.add(.object(JSONObject(record.map { ($0.name, $0.value.json(as: $0.name)) })))
      }
      try spool.close()
    }
  }

  // MARK: Packing

  private func pack(
    _ draft: String,
    _ media: [Medium],
    of actor: ActorProfile,
    into path: String
  ) async throws -> Int {
    let packer = try ArchivePacker(path, at: now)
    for name in texts { try packer.add(name, from: Self.place(name, in: draft)) }
    for medium in media {
      // Others write too: what fitted before may do so no more.
      try room.require(medium.bytes, at: draft)
      try await add(medium, to: packer)
    }
    let manifest = ArchiveManifest(
      node: services.addresses.origin.string,
      actor: actor.uri,
      nodeActor: services.addresses.nodeActor.string,
      madeAt: now,
      files: packer.files
    )
    let signer = try services.keys.nodeSigner(.ed25519)
    try packer.add(ArchiveManifest.fileName, try manifest.signed(by: signer))
    try packer.close()
    return manifest.files.count
  }

  private static let piece = 256 << 10

  private func add(_ medium: Medium, to packer: ArchivePacker) async throws {
    let store = services.media.store
    var first: [UInt8]
    do {
      first = try await store.read(medium.file, 0..<min(Self.piece, medium.bytes))
    } catch Refusal.absent {
      // It went while the archive was made.
      return
    }
    try packer.begin(medium.name, bytes: medium.bytes, isDense: true)
    var start = 0
    while start < medium.bytes {
      try packer.write(first)
      start += first.count
      let end = min(start + Self.piece, medium.bytes)
      first = start < end ? try await store.read(medium.file, start..<end) : []
    }
    try packer.end()
  }
}

extension PortableStore.Value {
  /// As JSON; a moment as text (RFC 3339).
  fileprivate func json(as name: String) -> JSON {
    switch self {
    case .nothing: .null
    case .number(let number) where name.hasSuffix("At"):
      .string(Date(milliseconds: number).formatted(.iso8601))
    case .number(let number) where name.hasPrefix("is"): .bool(number != 0)
    case .number(let number): .number(String(number))
    case .fraction(let number): .number(String(number))
    case .text(let text): .string(text)
    }
  }
}
