import ActivityStreams
import Foundation
import Model

/// Note on the wire ↔ post in the node.
extension Post {
  /// What a Note says, by an author of whom it is proven that it wrote it.
  init(
    _ note: AS.Note,
    by author: ActorProfile,
    as id: PostID,
    for audience: Audience,
    at now: Date
  ) {
    self.init(
      id: id,
      uri: note.id.string,
      authorID: author.id,
      isLocal: author.isLocal,
      audience: audience,
      isListed: !note.audience.isUnlisted,
      kind: Self.kind(of: note, for: audience),
      body: PostBody(note, by: author),
      thread: PostThread(
        inReplyTo: note.thread.inReplyTo?.string,
        conversation: note.thread.context?.string ?? note.thread.conversation
      ),
      page: note.url?.string,
      // Nobody posts tomorrow.
      publishedAt: min(note.published ?? now, now),
      editedAt: note.updated.map { min($0, now) },
      territory: audience == .territory ? note.territory : nil,
      poll: note.poll.map(Poll.init),
      quote: note.quote.map(Quotation.init),
      policy: note.policy.map(InteractionPolicy.init) ?? InteractionPolicy()
    )
  }

  /// What a note is besides its words; a vote or a question is for a node or a territory.
  private static func kind(of note: AS.Note, for audience: Audience) -> String {
    if Need(note) != nil { return Need.kind }
    guard audience == .territory || audience == .node else { return note.type.rawValue }
    if note.consultation != nil { return Consultation.kind }
    return note.question == nil ? note.type.rawValue : AskedQuestion.kind
  }
}

extension Quotation {
  /// A quote that nobody here has verified yet.
  init(_ quote: AS.Quote) {
    self.init(quoted: quote.post.string, authorization: quote.authorization?.string)
  }
}

extension AS.Quote {
  /// Nothing, where the author of what is quoted has said no.
  fileprivate init?(_ quote: Quotation) {
    guard quote.state == .pending || quote.state == .accepted, let post = AS.IRI(quote.quoted)
    else { return nil }
    self.init(post: post, authorization: quote.authorization.flatMap(AS.IRI.init))
  }
}

extension PostBody {
  /// What a Note says, made safe.
  init(_ note: AS.Note, by author: ActorProfile) {
    // What a program like this one asks or puts to a vote has its title in its words.
    let hasTitle = note.proposal != nil || note.consultation != nil
    let name = note.type == .note && hasTitle ? nil : note.text.name
    let title = name.map(Self.heading) ?? ""
    let isMarkdown = note.text.source?.mediaType == "text/markdown"
    let isWarning = note.type.isSummaryAWarning || note.text.isSensitive
    let summary = note.text.summary ?? ""
    // An article may come with what it is about and nothing else (FEP-b2b8).
    let content = note.text.content.isEmpty && !isWarning ? summary : note.text.content
    self.init(
      html: HTMLSanitizer.sanitize(title + content).html,
      source: isMarkdown ? note.text.source?.content : nil,
      summary: isWarning && !summary.isEmpty ? PlainText.text(of: summary) : nil,
      isSensitive: note.text.isSensitive,
      language: note.text.language,
      attachments: note.attachments.map(Model.Attachment.init),
      hashtags: Self.hashtags(of: note),
      event: note.event.map { Event($0, titled: note.text.name) },
      need: Need(note),
      searchConsent: SearchConsent(
        note.searchableBy,
        followersOfAuthor: author.endpoints.followers
      ),
      emoji: CustomEmoji.all(in: note.tags)
    )
    consultation = Consultation(note)
    question = note.question.map { AskedQuestion(answer: $0.answer?.string) }
  }

  /// How a title stands over the text of a post.
  fileprivate static func heading(_ title: String) -> String {
    "<p><strong>\(VisibleText.escape(title))</strong></p>"
  }

  private static func hashtags(of note: AS.Note) -> [String] {
    var seen: Set<String> = []
    return note.tags.compactMap { tag in
      guard case .hashtag(let name, _) = tag else { return nil }
      guard let word = HashtagName(name)?.text, seen.insert(word).inserted else { return nil }
      return word
    }
  }
}

extension Model.Attachment {
  init(_ attachment: AS.Attachment) {
    self.init(
      url: attachment.url.string,
      mediaType: attachment.mediaType,
      name: attachment.name,
      width: attachment.width,
      height: attachment.height,
      blurhash: attachment.blurhash,
      focus: attachment.focalPoint.flatMap { FocalPoint(x: $0[0], y: $0[1]) }
    )
  }
}

extension Audience {
  /// For whom a Note of another node is, from how it is addressed (Protocol/vocabulary.md).
  ///
  /// The word wins over every address: nobody widens what is for a territory by adding some.
  init(_ note: AS.Note, followersOfAuthor followers: String?) {
    let addresses = note.audience
    if note.audienceWord == .territory {
      self = .territory
    } else if addresses.isPublic || addresses.isUnlisted {
      self = .public
    } else if let followers, addresses.addresses.contains(where: { $0.string == followers }) {
      self = .followers
    } else {
      self = .direct
    }
  }
}

extension AS.Note {
  /// A local post as others receive it.
  package init(
    _ post: Post,
    by author: ActorProfile,
    addressing addressees: [ActorProfile],
    addresses: Addresses
  ) throws(Refusal) {
    guard let id = AS.IRI(post.uri), let authorID = AS.IRI(author.uri) else {
      throw .malformed("\(post.uri) is no address.")
    }
    // What others do not know they would not show (FEP-0837: a Note is as good).
    let type = post.kind == Need.kind ? .note : AS.NoteType(rawValue: post.kind) ?? .note
    self.init(id: id, type: type, attributedTo: authorID)
    audience = AS.Audience(
      post.audience,
      in: post.territory.flatMap(Digest.init(text:)),
      of: author,
      addressing: addressees,
      addresses: addresses
    )
    if !post.isListed { swap(&audience.to, &audience.cc) }
    audienceWord = post.audience == .territory ? .territory : nil
    territory = post.territory
    published = post.publishedAt
    updated = post.editedAt
    url = post.page.flatMap(AS.IRI.init)
    tags =
      addressees.compactMap { actor in AS.IRI(actor.uri).map { .mention($0, name: actor.address) } }
      + post.body.hashtags.map { .hashtag("#\($0)", addresses.hashtag($0)) }
    say(post)
    policy = AS.InteractionPolicy(InteractionPolicy(of: post, by: author))
    quote = post.quote.flatMap(AS.Quote.init)
    if let quote { tags.append(quote.tag) }
  }

  /// What it says and is, apart from whom it is for.
  private mutating func say(_ post: Post) {
    text = AS.NoteText(post.body)
    thread = AS.NoteThread(post.thread)
    thread.replies = id.appending("replies")
    thread.likes = id.appending("likes")
    thread.shares = id.appending("shares")
    attachments = post.body.attachments.compactMap { AS.Attachment($0) }
    poll = post.poll.map(AS.Poll.init)
    event = post.body.event.map { AS.EventDetails($0, attendees: id.appending("attendees")) }
    if let need = post.body.need {
      // A note that has a name and answers something is a vote (Mastodon).
      if thread.inReplyTo == nil { text.name = need.title }
      proposal = AS.Proposal(need, of: id)
    }
    if let vote = post.body.consultation {
      text.name = vote.title
      consultation = AS.Consultation(vote, votes: id.appending("votes"))
    }
    question = post.body.question.map { AS.AskedQuestion(answer: $0.answer.flatMap(AS.IRI.init)) }
  }
}

extension AS.Audience {
  /// How an audience is addressed (Protocol/vocabulary.md).
  ///
  /// A post for the node names no actor of other nodes, and who writes one for a territory names
  /// none outside it: a mention must not carry it out of its ring.
  package init(
    _ audience: Model.Audience,
    in territory: Digest? = nil,
    of author: ActorProfile,
    addressing actors: [ActorProfile],
    addresses: Addresses
  ) {
    let followers =
      author.endpoints.followers.flatMap(AS.IRI.init).map { [Self.recipient($0)] } ?? []
    let named = actors.compactMap { AS.IRI($0.uri) }.map(Self.recipient)
    let groups = actors.filter { $0.kind == .group }
    let group = groups.compactMap { AS.IRI($0.uri) }.map(Self.recipient)
    let local = actors.filter(\.isLocal).compactMap { AS.IRI($0.uri) }.map(Self.recipient)
    switch audience {
    case .public:
      // A group passes on what is addressed to it (FEP-1b12); Lemmy looks for it here.
      let others = actors.filter { $0.kind != .group }.compactMap { AS.IRI($0.uri) }
      self.init(
        to: [.everyone] + group,
        cc: followers + others.map(Self.recipient),
        audience: group
      )
    case .followers: self.init(to: followers, cc: named)
    case .direct:
      // What is for a closed group is for those who are in it.
      let closed = groups.filter(\.traits.approvesFollowers)
      let circles = closed.compactMap { $0.endpoints.followers.flatMap(AS.IRI.init) }
      self.init(
        to: named + circles.map(Self.recipient),
        audience: closed.compactMap { AS.IRI($0.uri) }.map(Self.recipient)
      )
    case .territory:
      self.init(
        to: territory.map { [Self.recipient(addresses.members(of: $0))] } ?? [],
        cc: territory == nil ? local : named,
        audience: territory.map { [Self.recipient(addresses.territory($0))] } ?? []
      )
    case .node: self.init(to: local)
    }
  }

  private static func recipient(_ address: AS.IRI) -> AS.Recipient { .address(address) }
}

extension AS.NoteText {
  fileprivate init(_ body: PostBody) {
    self.init(content: body.html, language: body.language)
    source = body.source.map { Source(content: $0, mediaType: "text/markdown") }
    summary = body.summary
    if let event = body.event {
      name = event.title
      let heading = event.title.map(PostBody.heading) ?? ""
      if content.hasPrefix(heading) { content.removeFirst(heading.count) }
      // Who knows events by their title alone, as Mastodon does, shows this with it.
      if summary == nil {
        let words = EventText(event, in: Tongue(body.language ?? "")).whenAndWhere
        summary = words.joined(separator: " · ")
      }
    }
    isSensitive = body.isSensitive
  }
}

extension AS.NoteThread {
  fileprivate init(_ thread: PostThread) {
    self.init(
      inReplyTo: thread.inReplyTo.flatMap(AS.IRI.init),
      context: thread.conversation.flatMap(AS.IRI.init)
    )
    conversation = thread.conversation
  }
}

extension AS.Attachment {
  /// A picture that stands for an actor.
  init?(picture: Model.Attachment) {
    self.init(picture)
    kind = .image
  }

  fileprivate init?(_ attachment: Model.Attachment) {
    guard let url = AS.IRI(attachment.url) else { return nil }
    self.init(kind: .document, url: url, mediaType: attachment.mediaType, name: attachment.name)
    width = attachment.width
    height = attachment.height
    blurhash = attachment.blurhash
    focalPoint = attachment.focus.map { [$0.x, $0.y] }
  }
}

extension CustomEmoji {
  /// Names are what may stand between colons: letters, figures and a few signs, in ASCII.
  static func all(in tags: [AS.Tag]) -> [CustomEmoji] {
    tags.compactMap { tag in
      guard case .emoji(let written, let icon) = tag else { return nil }
      let name = written.drop { $0 == ":" }.prefix { $0 != ":" }
      let isSound = name.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"),
          UInt8(ascii: "+"), UInt8(ascii: "."), UInt8(ascii: "@"):
          true
        default: false
        }
      }
      guard (1...TextLimits.emoji).contains(name.utf8.count), isSound else { return nil }
      return CustomEmoji(name: String(name), url: icon.string)
    }
  }
}
