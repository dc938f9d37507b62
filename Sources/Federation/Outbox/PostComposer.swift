import ActivityStreams
import Foundation
import Model
import Storage

/// Makes a post of a draft: looks up whom it names and what it answers, and writes its HTML.
struct PostComposer {
  let services: FederationServices
  let author: ActorProfile
  let member: Member?

  /// A post and whom it names.
  struct Composed: Sendable {
    var post: Post
    var addressees: [ActorProfile]
  }

  /// - Throws: `Refusal` for a text that is empty or too long, or a parent that cannot be had.
  func compose(_ draft: PostDraft) async throws -> Composed {
    let parent = try await parent(of: draft)
    let audience = try audience(of: draft, answering: parent)
    let text = try parse(draft.source)
    let ring = ring(of: audience, answering: parent)
    let (mentioned, links) = await mentioned(in: text, within: ring)
    var addressees = mentioned
    if let author = parent?.author, author.id != self.author.id, mayName(author, within: ring) {
      addressees.removeAll { $0.id == author.id }
      addressees.insert(author, at: 0)
    }
    guard audience != .direct || !addressees.isEmpty else {
      throw Refusal.malformed(
        "A direct post must name somebody that can be found: write @name@host."
      )
    }
    let now = services.now()
    let id = PostID(rawValue: services.numbers.next(at: now))
    var body = body(draft, text, links)
    body.attachments = draft.attachments
    let post = Post(
      id: id,
      uri: services.addresses.post(id).string,
      authorID: author.id,
      isLocal: true,
      audience: audience,
      isListed: draft.isListed,
      body: body,
      thread: PostThread(
        inReplyTo: parent?.post.uri,
        conversation: parent?.post.thread.conversation
          ?? services.addresses.conversation(id).string
      ),
      page: services.addresses.post(id).string,
      publishedAt: now
    )
    return Composed(post: post, addressees: addressees)
  }

  /// For whom a draft will be, as things are.
  func audience(of draft: PostDraft) async throws -> Audience {
    try audience(of: draft, answering: try await parent(of: draft))
  }

  private func audience(
    of draft: PostDraft,
    answering parent: ReadablePost?
  ) throws(Refusal) -> Audience {
    let wished = draft.audience ?? member?.defaultAudience ?? services.settings.defaultAudience
    guard let ring = parent?.post.audience else { return wished }
    if let audience = Permission.audience(ofReplyTo: ring, wished: wished) { return audience }
    // Nobody chose an audience: then the answer is for the one it answers.
    guard draft.audience != nil else { return .direct }
    throw .conflict(
      "What is for \(ring.rawValue) cannot be answered for \(wished.rawValue): "
        + "choose direct\(ring == .direct ? "" : " or \(ring.rawValue)")."
    )
  }

  /// The body of an edited post, which keeps its audience and its place.
  func recompose(_ post: Post, _ draft: PostDraft) async throws -> Composed {
    let text = try parse(draft.source)
    let parent = try await parent(of: post)
    let ring = ring(of: post.audience, answering: parent)
    let (mentioned, links) = await mentioned(in: text, within: ring)
    let earlier = try await services.database.read { try $0.posts.addressees(of: post.id) }
    var edited = post
    edited.body = body(draft, text, links)
    edited.body.attachments =
      draft.attachments.isEmpty ? post.body.attachments : draft.attachments
    edited.editedAt = services.now()
    let known = Set(earlier.map(\.id))
    return Composed(post: edited, addressees: earlier + mentioned.filter { !known.contains($0.id) })
  }

  // MARK: Parts

  private func parse(_ source: String) throws -> PostText {
    let limit = services.settings.maximumPostCharacters
    guard !source.allSatisfy(\.isWhitespace) else { throw Refusal.malformed("The post is empty.") }
    guard source.count <= limit else {
      throw Refusal.malformed("The post has \(source.count) characters; \(limit) are allowed.")
    }
    return PostText.parse(source)
  }

  private func body(
    _ draft: PostDraft,
    _ text: PostText,
    _ links: [MentionHandle: String]
  ) -> PostBody {
    let addresses = services.addresses
    return PostBody(
      html: text.html(mentionLinks: links) { addresses.hashtag($0.lowercased()).string }.html,
      source: draft.source,
      summary: draft.summary,
      isSensitive: draft.isSensitive || draft.summary != nil,
      language: draft.language ?? member?.language ?? services.settings.language,
      hashtags: text.hashtags.map { $0.lowercased() }
    )
  }

  private func parent(of draft: PostDraft) async throws -> ReadablePost? {
    guard let address = draft.inReplyTo else { return nil }
    guard let id = AS.IRI(address) else {
      throw Refusal.malformed("‘\(address)’ is no address of a post.")
    }
    let uri = try await services.posts.post(id).uri
    let reader = Reader.member(author.id)
    guard
      let parent = try await services.database.read({
        try $0.posts.readable(uri: uri, by: reader)
      })
    else { throw Refusal.absent }
    return parent
  }

  private func parent(of post: Post) async throws -> ReadablePost? {
    guard let uri = post.thread.inReplyTo else { return nil }
    let reader = Reader.member(author.id)
    return try await services.database.read { try $0.posts.readable(uri: uri, by: reader) }
  }

  /// The ring whose border a post's mentions respect: a direct answer goes to fewer people than
  /// what it answers, but must not tell outsiders of it either.
  private func ring(of audience: Audience, answering parent: ReadablePost?) -> Audience {
    guard audience == .direct, let parent = parent?.post.audience else { return audience }
    return parent == .node || parent == .territory ? parent : audience
  }

  /// Whether a post may name an actor.
  private func mayName(_ actor: ActorProfile, within ring: Audience) -> Bool {
    actor.isLocal || mayName(outside: ring)
  }

  /// Whether actors of other nodes may be named; not in what is for the node or the territory.
  private func mayName(outside ring: Audience) -> Bool { ring != .node && ring != .territory }

  /// The actors behind the handles of a text, as far as they can be found.
  ///
  /// Of somebody who may not be named the word stays, the link does not.
  private func mentioned(
    in text: PostText,
    within ring: Audience
  ) async -> (
    [ActorProfile], [MentionHandle: String]
  ) {
    var actors: [ActorProfile] = []
    var links: [MentionHandle: String] = [:]
    for handle in text.mentions {
      let host = handle.host ?? services.addresses.origin.authority
      guard let address = AS.AccountAddress("\(handle.name)@\(host)"),
        // Not even asked for: a request would tell of the post.
        host == services.addresses.origin.authority || mayName(outside: ring),
        let actor = try? await services.actors.actor(address), actor.isActive
      else { continue }
      links[handle] = actor.endpoints.page ?? actor.uri
      if !actors.contains(where: { $0.id == actor.id }) { actors.append(actor) }
    }
    return (actors, links)
  }
}
