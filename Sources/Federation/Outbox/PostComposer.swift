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
    let ring = try await ring(of: draft, answering: parent)
    let audience = ring.audience
    let text = try parse(draft.source, besides: draft.attachments)
    let groups = try await groups(of: draft, for: audience, answering: parent)
    let circle = closedGroup(among: groups, for: audience)
    let border =
      circle == nil ? border(of: audience, ring.territory?.id.text, answering: parent) : .node
    let (mentioned, links) = await mentioned(in: text, within: border)
    var addressees = mentioned
    if let author = parent?.author, author.id != self.author.id, mayName(author, within: border) {
      addressees.removeAll { $0.id == author.id }
      addressees.insert(author, at: 0)
    }
    addressees = try await insiders(addressees, of: circle)
      .filter { actor in !groups.contains { $0.id == actor.id } }
    addressees = groups + addressees + draft.called
    try requireSomebody(addressees, for: audience)
    let post = try await post(draft, saying: body(draft, text, links), in: ring, answering: parent)
    return Composed(post: post, addressees: addressees)
  }

  private func post(
    _ draft: PostDraft,
    saying words: PostBody,
    in ring: PostRing,
    answering parent: ReadablePost?
  ) async throws -> Post {
    let (audience, now) = (ring.audience, services.now())
    let id = PostID(rawValue: services.numbers.next(at: now))
    let said = try await proposing(try draft.checkedNeed(at: now), words)
    var body = try deciding(draft, said, for: audience, at: now)
    body.event = try draft.newEvent()
    let quote = try await QuoteComposer(services: services, author: author)
      .quotation(of: draft, for: audience)
    if let quote { body.html += QuoteComposer.fallback(quote) }
    return Post(
      id: id,
      uri: services.addresses.post(id).string,
      authorID: author.id,
      isLocal: true,
      audience: audience,
      isListed: draft.isListed,
      kind: draft.kind,
      body: body,
      thread: PostThread(
        inReplyTo: parent?.post.uri,
        conversation: parent?.post.thread.conversation
          ?? services.addresses.conversation(id).string
      ),
      page: services.addresses.post(id).string,
      publishedAt: now,
      territory: ring.territory?.id.text,
      poll: try draft.poll?.poll(at: now),
      quote: quote,
      policy: policy(of: draft)
    )
  }

  private func requireSomebody(_ addressees: [ActorProfile], for audience: Audience) throws {
    guard audience != .direct || !addressees.isEmpty else {
      throw Refusal.malformed(
        "A direct post must name somebody that can be found: write @name@host."
      )
    }
  }

  /// The body of an edited post, which keeps its audience and its place.
  func recompose(_ post: Post, _ draft: PostDraft) async throws -> Composed {
    let attachments = draft.attachments ?? post.body.attachments
    let text = try parse(draft.source, besides: attachments)
    let parent = try await parent(of: post)
    let earlier = try await services.database.read { try $0.posts.addressees(of: post.id) }
    let circle = closedGroup(among: earlier, for: post.audience)
    let border =
      circle == nil ? border(of: post.audience, post.territory, answering: parent) : .node
    let (found, links) = await mentioned(in: text, within: border)
    let mentioned = try await insiders(found, of: circle)
    var edited = post
    edited.body = try await proposing(draft.need ?? post.body.need, body(draft, text, links))
    edited.body = deciding(draft, edited.body, of: post)
    if let quote = post.quote { edited.body.html += QuoteComposer.fallback(quote) }
    edited.body.attachments = attachments
    edited.body.event = try draft.checkedEvent() ?? post.body.event
    guard post.kind == "Event" || draft.event == nil else {
      throw Refusal.conflict("That post is no event, and an edit makes none of it.")
    }
    edited.editedAt = services.now()
    if let poll = draft.poll {
      guard post.poll != nil else {
        throw Refusal.conflict("That post is no poll, and an edit makes none of it.")
      }
      edited.poll = try poll.poll(at: services.now())
    }
    let known = Set(earlier.map(\.id))
    return Composed(post: edited, addressees: earlier + mentioned.filter { !known.contains($0.id) })
  }

  // MARK: Parts

  /// A post with a file needs no words.
  private func parse(_ source: String, besides files: [Attachment]?) throws -> PostText {
    let limit = services.settings.maximumPostCharacters
    guard files?.isEmpty == false || !source.allSatisfy(\.isWhitespace) else {
      throw Refusal.malformed("The post is empty.")
    }
    guard source.fits(limit) else {
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
      html: text.html(mentionLinks: links) { addresses.hashtag(HashtagName($0)?.text ?? $0).string }
        .html,
      source: draft.source,
      summary: draft.summary,
      isSensitive: draft.isSensitive || draft.summary != nil,
      language: draft.language ?? member?.language ?? services.settings.language,
      attachments: draft.attachments ?? [],
      hashtags: text.hashtags.compactMap { HashtagName($0)?.text }
    )
  }

  private func policy(of draft: PostDraft) -> InteractionPolicy {
    var policy = InteractionPolicy()
    policy.rules[.quote] = draft.quotableBy.map { InteractionPolicy.rule($0, of: author) }
    policy.rules[.reply] = draft.answerableBy.map { InteractionPolicy.rule($0, of: author) }
    return policy
  }

  func parent(of draft: PostDraft) async throws -> ReadablePost? {
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

  /// The border that a post's mentions respect.
  private enum Border {
    case none, node
    /// A territory, as text; nothing: one that nobody is in any more.
    case territory(String?)
  }

  /// A direct answer goes to fewer people than what it answers, but must not tell outsiders of it
  /// either.
  private func border(
    of audience: Audience,
    _ territory: String?,
    answering parent: ReadablePost?
  ) -> Border {
    switch (audience, parent?.post.audience) {
    case (.node, _), (.direct, .node): .node
    case (.territory, _): .territory(territory)
    case (.direct, .territory): .territory(parent?.post.territory)
    default: .none
    }
  }

  /// Whether a post may name an actor.
  private func mayName(_ actor: ActorProfile, within border: Border) -> Bool {
    actor.isLocal || mayName(on: services.known.node(of: actor.uri), within: border)
  }

  /// Whether actors of another node may be named: in what is for a territory, those of its nodes.
  private func mayName(on node: KnownNodes.Node?, within border: Border) -> Bool {
    switch border {
    case .none: true
    case .node: false
    case .territory(let territory):
      territory.map { node?.territories.contains($0) == true } ?? false
    }
  }

  /// The actors behind the handles of a text, as far as they can be found.
  ///
  /// Of somebody who may not be named the word stays, the link does not.
  private func mentioned(
    in text: PostText,
    within border: Border
  ) async -> (
    [ActorProfile], [MentionHandle: String]
  ) {
    var actors: [ActorProfile] = []
    var links: [MentionHandle: String] = [:]
    for handle in text.mentions {
      let host = handle.host ?? services.addresses.origin.authority
      guard let address = AS.AccountAddress("\(handle.name)@\(host)"),
        // Not even asked for: a request would tell of the post.
        host == services.addresses.origin.authority
          || mayName(on: services.known.node(host: host), within: border),
        let actor = try? await services.actors.actor(address), actor.isActive,
        mayName(actor, within: border)
      else { continue }
      links[handle] = actor.endpoints.page ?? actor.uri
      if !actors.contains(where: { $0.id == actor.id }) { actors.append(actor) }
    }
    return (actors, links)
  }
}
