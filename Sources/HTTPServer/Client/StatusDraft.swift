import ActivityStreams
import Federation
import Foundation
import Model
import Storage

/// What a client wants to post, read from its parameters.
struct StatusDraft: Sendable {
  static let mostMedia = 16

  let text: String
  let visibility: Visibility?
  let territory: Digest?
  let inReplyTo: PostID?
  let quoted: PostID?
  let warning: String?
  let isSensitive: Bool?
  let language: String?
  let mediaIDs: [String]
  /// What is said anew of the files of a post that is edited.
  private let descriptions: [Parameters]
  let poll: PollDraft?
  let quotableBy: Circle?

  /// - Throws: `Refusal.malformed`, which names the parameter.
  init(_ parameters: Parameters) throws(Refusal) {
    text = parameters.text("status") ?? ""
    visibility = try Visibility(parameters)
    let own = parameters.part("maillage")
    territory = (parameters.filled("territory") ?? own?.filled("territory"))
      .flatMap(Digest.init(text:))
    inReplyTo = try Self.post(parameters, "in_reply_to_id")
    quoted = try Self.post(parameters, "quoted_status_id")
    warning = parameters.filled("spoiler_text")
    isSensitive = parameters.bool("sensitive")
    // What is no language tag says nothing.
    language = parameters.filled("language").flatMap { AS.LanguageTag.isSound($0) ? $0 : nil }
    mediaIDs = parameters.texts("media_ids").filter { !$0.isEmpty }
    guard mediaIDs.count <= Self.mostMedia else {
      throw .malformed("Validation failed: a post has at most \(Self.mostMedia) files")
    }
    descriptions = parameters.list("media_attributes")
    poll = try parameters.part("poll").map(Self.poll)
    quotableBy = parameters.filled("quote_approval_policy").flatMap(Circle.init(word:))
    guard !text.isEmpty || !mediaIDs.isEmpty || poll != nil else {
      throw .malformed("Validation failed: Text can't be blank")
    }
  }

  /// Files with what is said of them anew (Mastodon's `media_attributes`).
  ///
  /// - Throws: `Refusal.malformed` for a description that is too long.
  func described(_ files: [Attachment]) throws(Refusal) -> [Attachment] {
    var files = files
    for description in descriptions {
      let id = description.text("id") ?? ""
      guard let place = files.firstIndex(where: { $0.url.hasSuffix("/\(id)") }) else { continue }
      if description.has("description") {
        let text = description.filled("description")
        try Uploads.requireLength(of: text)
        files[place].name = text
      }
      if let focus = try ClientMediaRoutes.focus(description) { files[place].focus = focus }
    }
    return files
  }

  private static func post(_ parameters: Parameters, _ name: String) throws(Refusal) -> PostID? {
    guard let text = parameters.filled(name) else { return nil }
    guard let number = Int64(text), number > 0 else { throw .absent }
    return PostID(rawValue: number)
  }

  private static func poll(_ parameters: Parameters) throws(Refusal) -> PollDraft {
    guard let lifetime = parameters.number("expires_in") else {
      throw .malformed("Validation failed: poll[expires_in] is missing")
    }
    var draft = PollDraft(
      options: parameters.texts("options"),
      isMultiple: parameters.bool("multiple") ?? false,
      lifetime: TimeInterval(lifetime)
    )
    draft.hidesTotals = parameters.bool("hide_totals") ?? false
    return draft
  }
}

extension ClientServices {
  /// The draft of a new post as a request describes it, with the app that asks for it.
  func newDraft(of call: ClientCall) async throws -> PostDraft {
    var draft = try await draft(try StatusDraft(call.parameters), by: try call.member)
    draft.application = try await application(of: call)
    return draft
  }

  /// The app that asks; the node's own pages are none.
  private func application(of call: ClientCall) async throws -> WrittenWith? {
    guard let id = call.grant?.applicationID else { return nil }
    let found = try await database.read { try $0.clients.application(id) }
    return found.map { WrittenWith(name: $0.name, website: $0.website) }
  }

  /// The draft for the outbox: what it names is looked up with the member's eyes.
  func draft(_ status: StatusDraft, by member: ActorID) async throws -> PostDraft {
    let now = now
    let ring = try await ring(of: status, by: member)
    let (parent, quoted, attachments, preferences) = try await database.read { tx in
      let reader = Reader.member(member)
      func uri(_ id: PostID?) throws -> String? {
        guard let id else { return nil }
        let number = try tx.posts.boosted(by: id.rawValue)?.post ?? id
        guard let found = try tx.posts.readable(number, by: reader) else { throw Refusal.absent }
        return found.post.uri
      }
      let attachments = try status.mediaIDs.map { id -> Attachment in
        guard let upload = try MediaToken(id).flatMap({ try tx.uploads.own($0, of: member) }) else {
          throw Refusal.malformed("Validation failed: the file \(id.prefix(40)) is not there")
        }
        return Attachment(upload)
      }
      return (
        try uri(status.inReplyTo), try uri(status.quoted), attachments,
        try tx.preferences.find(member)
      )
    }
    // A poll is checked before anything is made.
    _ = try status.poll?.poll(at: now)
    var draft = PostDraft(
      source: status.text,
      audience: ring?.audience,
      territory: status.territory ?? ring?.territory.flatMap(Digest.init(text:)),
      inReplyTo: parent,
      summary: status.warning,
      language: status.language,
      attachments: attachments,
      poll: status.poll,
      quote: quoted,
      quotableBy: status.quotableBy
    )
    draft.isListed = status.visibility?.isListed ?? preferences.isListed
    if draft.quotableBy == nil, preferences.quotableBy != .everyone {
      draft.quotableBy = preferences.quotableBy
    }
    draft.isSensitive = status.isSensitive ?? preferences.isSensitive
    return draft
  }

  /// For whom a post is to be; nothing: as the member posts.
  ///
  /// Mastodon's word for few stands for the ring of what is answered, or of what was just taken back to
  /// be written anew, or that of the member's default, if that is the node or a territory: else it is
  /// for followers.
  private func ring(
    of status: StatusDraft,
    by member: ActorID
  ) async throws -> RedraftStore.Ring? {
    guard let visibility = status.visibility else { return nil }
    let plain = RedraftStore.Ring(audience: visibility.audience)
    guard visibility.isVague, status.territory == nil else { return plain }
    let (node, since) = (
      services.settings.defaultAudience, now.addingTimeInterval(-Self.redraftTime)
    )
    return try await database.read { tx in
      let parent = try status.inReplyTo.map { try tx.posts.boosted(by: $0.rawValue)?.post ?? $0 }
      if let found = try parent.flatMap(tx.posts.find),
        [.node, .territory].contains(found.audience)
      {
        return RedraftStore.Ring(audience: found.audience, territory: found.territory)
      }
      if let before = try tx.redrafts.find(of: member, since: since) { return before }
      let usual = try tx.preferences.find(member).audience ?? node
      return [.node, .territory].contains(usual) ? RedraftStore.Ring(audience: usual) : plain
    }
  }

  /// How long what was taken back is perhaps written anew.
  private static let redraftTime: TimeInterval = 3_600
}
