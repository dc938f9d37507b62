import ActivityStreams
import Federation
import Foundation
import HTTPServer
import Model
import Storage
import StrictJSON

// A member's posts: `outbox.json` for programs, `index.html` for people.
extension MemberArchiveWriter {
  func writePosts(
    of actor: ActorProfile,
    _ place: (String) -> String,
    _ media: inout [Medium]
  ) async throws {
    let language = member.language ?? node.configuration.nodeLanguage
    let paper = ArchivePaper(language: language, zone: node.postbox.zone)
    let outbox = try ArchiveSpool(collection: "outbox.json", at: place("outbox.json"))
    let page = try ArchiveSpool(
      place("index.html"),
      opening: paper.opening(of: actor, at: now, files: texts),
      ending: { _ in paper.closing }
    )
    var seen: Set<String> = []
    var before: Int64?
    while true {
      try room.require(0, at: place("outbox.json"))
      let stretch = Page(before: before, limit: Page.largest)
      let written = try await notes(of: actor, stretch)
      for (post, note) in written {
        let files = try await files(of: post)
        for file in files.values where seen.insert(file.name).inserted { media.append(file) }
        try outbox.add(.object(Self.activity(post, note, by: actor, files)))
        try page.add(text: paper.entry(post, files: files.mapValues(\.name)))
      }
      guard let last = written.last, written.count == Page.largest else { break }
      before = last.0.id.rawValue
    }
    try page.close()
    try await writeBoosts(by: actor, to: outbox)
    try outbox.close()
  }

  private func notes(
    of actor: ActorProfile,
    _ stretch: Page
  ) async throws -> [(Post, JSONObject)] {
    let addresses = services.addresses
    return try await services.database.read { [id] tx in
      try tx.posts.written(by: id, for: .member(id), stretch).map { found in
        let note = try AS.Note(
          found.post,
          by: actor,
          addressing: try tx.posts.addressees(of: found.post.id),
          addresses: addresses
        )
        return (found.post, note.json.object ?? [:])
      }
    }
  }

  /// The files of a post, by their addresses.
  private func files(of post: Post) async throws -> [String: Medium] {
    var files: [String: Medium] = [:]
    for attachment in post.body.attachments {
      files[attachment.url] = try await medium(of: attachment.url)
    }
    return files
  }

  /// The word for whom a post is, which addresses alone do not tell (Protocol/vocabulary.md).
  static let audienceWord = "maillage:audience"

  private static func activity(
    _ post: Post,
    _ note: JSONObject,
    by actor: ActorProfile,
    _ files: [String: Medium]
  ) -> JSONObject {
    var note = note
    note["@context"] = nil
    if let attachments = note["attachment"]?.array {
      note["attachment"] = .array(
        attachments.map { attachment in
          guard let url = attachment["url"]?.string, let file = files[url],
            var object = attachment.object
          else { return attachment }
          object["url"] = .string(file.name)
          return .object(object)
        }
      )
    }
    return [
      "id": .string("\(post.uri)/activity"), "type": "Create", "actor": .string(actor.uri),
      "published": note["published"] ?? .null, "to": note["to"] ?? .array([]),
      "cc": note["cc"] ?? .array([]), audienceWord: .string(post.audience.rawValue),
      "object": .object(note),
    ]
  }

  private func writeBoosts(by actor: ActorProfile, to outbox: ArchiveSpool) async throws {
    var before = Int64.max
    while true {
      let start = before
      let boosts = try await services.database.read { [id] in
        try $0.portables.boosts(by: id, before: start, limit: Page.largest)
      }
      for boost in boosts {
        try outbox.add([
          "id": .string(boost.uri), "type": "Announce", "actor": .string(actor.uri),
          "published": .string(AS.Timestamp.text(boost.at)), "object": .string(boost.post),
        ])
      }
      guard let last = boosts.last, boosts.count == Page.largest else { return }
      before = last.number
    }
  }
}
