import ActivityStreams
import Federation
import Foundation
import Model
import Storage
import StrictJSON

/// Takes over what an archive holds, of a node like this one or of Mastodon's.
///
/// It can be repeated: what is there already is left as it is.
package struct MemberArchiveImport: Sendable {
  let node: OpenNode
  let member: Member
  let archive: UnpackedArchive
  /// The actor whose archive it is.
  package let author: String
  private let actor: JSON

  /// How far it is known who made an archive.
  package enum Voucher: Sendable, Hashable {
    /// The node whose key signed its list of files.
    case node(String)
    /// Nobody: it has no list of files, as Mastodon's have none.
    case nobody
    /// A node that cannot be asked for its key, or has another by now.
    case unheard(String, why: String)
  }

  /// What came, or would come, of one kind of thing.
  package struct Count: Sendable, Hashable {
    package var part: String
    package var new = 0
    package var known = 0
    package var refused = 0
    /// Of the first that was refused.
    package var why: String?

    package init(part: String, new: Int = 0, known: Int = 0, refused: Int = 0, why: String? = nil) {
      (self.part, self.new, self.known) = (part, new, known)
      (self.refused, self.why) = (refused, why)
    }
  }

  /// - Throws: `Refusal.malformed` for what is no archive of a person.
  package init(_ archive: UnpackedArchive, on node: OpenNode, for member: Member) throws {
    (self.archive, self.node, self.member) = (archive, node, member)
    let bytes = try archive.bytes("actor.json", limit: archive.bounds.activity)
    guard let bytes, let actor = try? JSON.parse(bytes), let author = actor["id"]?.string else {
      throw Refusal.malformed(
        "The archive has no actor.json that says whose it is: it is none of Mastodon's form."
      )
    }
    (self.actor, self.author) = (actor, author)
  }

  /// Bytes of HTML; a longer description is left out.
  private static let longestSummary = 20_000

  private var services: FederationServices { node.services }

  // MARK: Who vouches

  /// Checks the list of files and its signature.
  ///
  /// - Throws: `Refusal.malformed` for files that are not as the list says, `Refusal.unauthenticated`
  ///   for a signature of this node's own that does not hold.
  package func voucher() async throws -> Voucher {
    guard
      let bytes = try archive.bytes(
        ArchiveManifest.fileName,
        limit: ArchiveManifest.limits.maxBytes
      )
    else { return .nobody }
    let (manifest, document) = try ArchiveManifest.read(bytes)
    guard manifest.actor == author else {
      throw Refusal.malformed("The list of files is for \(manifest.actor), not for \(author).")
    }
    var left = archive.entries
    left[ArchiveManifest.fileName] = nil
    for file in manifest.files {
      guard let entry = left.removeValue(forKey: file.path), entry.bytes == file.bytes,
        entry.sha256 == file.sha256
      else {
        throw Refusal.malformed("‘\(file.path)’ is not as the list of the archive's files says.")
      }
    }
    if let extra = left.keys.min() {
      throw Refusal.malformed("‘\(extra)’ is not in the list of the archive's files.")
    }
    let signer: ActorProfile
    let key: String
    do {
      (signer, key) = try await self.key(of: manifest.nodeActor)
    } catch {
      return .unheard(manifest.node, why: "its key cannot be had: \(error)")
    }
    // Members sign too, with keys of their own: only a node vouches for an archive.
    guard [.application, .service].contains(signer.kind), signer.uri == manifest.nodeActor else {
      throw Refusal.unauthenticated("\(manifest.nodeActor) is not the actor of a node.")
    }
    do {
      try ArchiveManifest.check(document, with: key, of: manifest.nodeActor)
    } catch {
      guard manifest.node != services.addresses.origin.string else { throw error }
      return .unheard(manifest.node, why: "\(error)")
    }
    return .node(manifest.node)
  }

  private func key(of nodeActor: String) async throws -> (ActorProfile, String) {
    guard let address = AS.IRI(nodeActor) else { throw Refusal.absent }
    let profile = try await services.actors.actor(address)
    let keys = try await services.database.read { try $0.actors.keys(of: profile.id) }
    guard let key = keys.first(where: { $0.algorithm == .ed25519 }) else { throw Refusal.absent }
    return (profile, key.publicKey)
  }

  // MARK: Taking over

  /// Takes over profile, posts with their files, talents, filters and settings; or says what that would be.
  ///
  /// - Parameter isTrial: Whether nothing is changed.
  /// - Returns: What came of each kind.
  /// - Throws: `Refusal` for an archive that cannot be read to its end.
  package func takeOver(isTrial: Bool) async throws -> [Count] {
    [
      try await takeProfile(isTrial: isTrial),
      try await takePosts(isTrial: isTrial),
      try await takeTalents(isTrial: isTrial),
      try await takeFilters(isTrial: isTrial),
      try await takePreferences(isTrial: isTrial),
      try await takeMail(isTrial: isTrial),
      try await takeFollowedTags(isTrial: isTrial),
    ]
  }

  /// A list as a CSV file, and what of it is not taken; of bookmarks also as Mastodon writes it.
  package func text(of list: TieFile) async throws -> (csv: String, leftOut: Count)? {
    var leftOut = Count(part: list.rawValue)
    do {
      if let bytes = try archive.bytes("csv/\(list.fileName)", limit: archive.bounds.list) {
        return String(validating: bytes, as: UTF8.self).map { ($0, leftOut) }
      }
    } catch let refusal as Refusal {
      // A list that is too large costs that list.
      leftOut.refuse(refusal)
      return ("", leftOut)
    }
    guard list == .bookmarks, let place = archive.place("bookmarks.json") else { return nil }
    var lines: [String] = []
    var items = ArchivedItems(limit: 4_096)
    let most = archive.bounds.bookmarks
    try await items.each(in: place) { item in
      do {
        guard let uri = try JSON.parse(try item.get()).string else {
          throw Refusal.malformed("A bookmark is no address.")
        }
        guard lines.count < most else {
          throw Refusal.malformed("No more than \(most) bookmarks are taken.")
        }
        lines.append(CSV.line([uri]))
      } catch {
        leftOut.refuse(error)
      }
    }
    return (lines.joined(separator: "\n"), leftOut)
  }

  private func takeProfile(isTrial: Bool) async throws -> Count {
    var count = Count(part: "profile")
    let id = member.actorID
    let (shown, details, pictures) = try await services.database.read { tx in
      (try tx.actors.find(id), try tx.actors.details(of: id), try tx.actorPictures.find(of: id))
    }
    guard let shown else { throw Refusal.absent }
    var edit = Outbox.ProfileEdit()
    if let name = actor["name"]?.string, !name.isEmpty, shown.displayName == shown.name {
      edit.displayName = String(name.prefix(Outbox.ProfileEdit.longestName))
    }
    let summary = actor["summary"]?.string ?? ""
    let isSummaryNew =
      !summary.isEmpty && summary.utf8.count <= Self.longestSummary && shown.summary.isEmpty
    if details.lines.isEmpty {
      let lines = (actor["attachment"]?.array ?? []).compactMap { entry -> ActorDetails.Line? in
        guard entry["type"] == "PropertyValue", let name = entry["name"]?.string,
          let value = entry["value"]?.string
        else { return nil }
        return try? ActorDetails.Line(typed: name, PlainText.text(of: value))
      }
      edit.lines = lines.isEmpty ? nil : Array(lines.prefix(ActorDetails.mostLines))
    }
    for (part, isThere) in [
      (edit.displayName != nil, shown.displayName != shown.name),
      (isSummaryNew, !shown.summary.isEmpty), (edit.lines != nil, !details.lines.isEmpty),
    ] {
      count.new += part ? 1 : 0
      count.known += isThere ? 1 : 0
    }
    if !isTrial {
      if isSummaryNew { try await setSummary(summary) }
      if edit.displayName != nil || edit.lines != nil || isSummaryNew {
        try await services.outbox.edit(id, edit)
      }
    }
    try await takePictures(pictures, isTrial: isTrial, &count)
    return count
  }

  private func setSummary(_ html: String) async throws {
    let id = member.actorID
    let safe = HTMLSanitizer.sanitize(html).html
    try await services.database.write { tx in
      guard var actor = try tx.actors.find(id) else { throw Refusal.absent }
      actor.summary = safe
      try tx.actors.update(actor, of: id)
    }
  }

  private func takePictures(
    _ pictures: ActorPictures,
    isTrial: Bool,
    _ count: inout Count
  ) async throws {
    for place in ActorPictures.Place.allCases {
      guard let url = actor[place.rawValue]?["url"]?.string else { continue }
      guard pictures[place] == nil else {
        count.known += archive.entries[Self.name(url)] == nil ? 0 : 1
        continue
      }
      do {
        // A picture that is too large costs the picture, not all that comes after it.
        guard let bytes = try file(Self.name(url)) else { continue }
        let draft = Uploads.Draft(bytes: bytes)
        try services.uploads.check(draft)
        if !isTrial { try await services.portraits.set(draft, at: place, of: member.actorID) }
        count.new += 1
      } catch {
        count.refuse(error)
      }
    }
  }

  /// What an archive of Mastodon's calls a file, from how its posts name it.
  static func name(_ url: String) -> String {
    var name = url.drop { $0 == "/" }
    if name.hasPrefix("system/") { name = name.dropFirst("system/".count) }
    return String(name)
  }

  private func file(_ name: String) throws -> [UInt8]? {
    try archive.bytes(name, limit: services.media.settings.largestFile)
  }

  // MARK: Posts

  private func takePosts(isTrial: Bool) async throws -> Count {
    var count = Count(part: "posts")
    guard let place = archive.place("outbox.json") else { return count }
    let followers = actor["followers"]?.string
    var items = ArchivedItems(limit: archive.bounds.activity)
    try await items.each(in: place) { item in
      do {
        let bygone = try BygonePost(
          try JSON.parse(try item.get()),
          by: author,
          followers: followers,
          word: MemberArchiveWriter.audienceWord
        )
        guard let bygone else { return }
        if try await take(bygone, isTrial: isTrial, &count) {
          count.new += 1
        } else {
          count.known += 1
        }
      } catch let refusal as Refusal {
        // Without space it is of no use to go on.
        if case .unavailable = refusal { throw refusal }
        count.refuse(refusal)
      } catch let error as JSON.ParseError {
        count.refuse(error)
      }
    }
    return count
  }

  /// - Returns: Whether it is new.
  private func take(
    _ bygone: BygonePost,
    isTrial: Bool,
    _ count: inout Count
  ) async throws -> Bool {
    let id = member.actorID
    let isKnown = try await services.database.read {
      try $0.memberArchives.imported(bygone.origin, by: id).isKnown
        || $0.posts.find(uri: bygone.origin)?.authorID == id
    }
    guard !isKnown else { return false }
    var attachments: [Model.Attachment] = []
    for file in bygone.files {
      do {
        guard let bytes = try self.file(Self.name(file.path)) else { continue }
        let draft = Uploads.Draft(bytes: bytes, description: file.description, focus: file.focus)
        try services.uploads.check(draft)
        guard !isTrial else { continue }
        attachments.append(Model.Attachment(try await services.uploads.add(draft, by: id)))
      } catch let refusal as Refusal {
        // The post without a file is better than neither; space that is short ends it all.
        if case .unavailable = refusal { throw refusal }
        count.refuse(refusal)
      }
    }
    guard !isTrial else { return true }
    return try await services.outbox.adopt(bygone, with: attachments, as: id) != nil
  }
}

extension MemberArchiveImport.Count {
  mutating func refuse(_ error: any Error) {
    refused += 1
    why = why ?? "\(error)"
  }
}
