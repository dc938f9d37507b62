import Foundation

/// What somebody wrote: ActivityStreams' Note and its kin.
package struct Post: Sendable, Hashable {
  package var id: PostID
  package var uri: String
  package var authorID: ActorID
  package var isLocal: Bool
  package var audience: Audience
  /// False for what is public but kept out of public timelines ("unlisted").
  package var isListed: Bool
  /// Note, Article, …: the wire's own word.
  package var kind: String
  package var body: PostBody
  /// What it asks; with the kind Question.
  package var poll: Poll?
  package var quote: Quotation?
  /// What the author says of who may do what with it.
  package var policy: InteractionPolicy
  package var thread: PostThread
  package var page: String?
  package var publishedAt: Date
  package var editedAt: Date?
  /// The digest, as text, of the territory it is for; with the audience `territory`.
  package var territory: String?

  package init(
    id: PostID,
    uri: String,
    authorID: ActorID,
    isLocal: Bool,
    audience: Audience,
    isListed: Bool = true,
    kind: String = "Note",
    body: PostBody,
    thread: PostThread = PostThread(),
    page: String? = nil,
    publishedAt: Date,
    editedAt: Date? = nil,
    territory: String? = nil,
    poll: Poll? = nil,
    quote: Quotation? = nil,
    policy: InteractionPolicy = InteractionPolicy()
  ) {
    self.id = id
    self.uri = uri
    self.authorID = authorID
    self.isLocal = isLocal
    self.audience = audience
    self.isListed = isListed
    self.kind = kind
    self.body = body
    self.thread = thread
    self.page = page
    self.publishedAt = publishedAt
    self.editedAt = editedAt
    self.territory = territory
    self.poll = poll
    self.quote = quote
    self.policy = policy
  }
}

/// What an author may change by an edit.
package struct PostBody: Sendable, Hashable {
  /// Sanitised HTML.
  package var html: String
  /// Markdown, when the author is ours or said so.
  package var source: String?
  /// A content warning.
  package var summary: String?
  package var isSensitive: Bool
  /// BCP 47.
  package var language: String?
  package var attachments: [Attachment]
  /// Lower case, without `#`.
  package var hashtags: [String]
  /// Of an Event: when and where.
  package var event: Event?
  /// What it needs or offers; with the kind Proposal.
  package var need: Need?
  /// What it puts to a vote; with the kind Consultation.
  package var consultation: Consultation?
  /// Set when it is a question that is kept track of; with the kind AskedQuestion.
  package var question: AskedQuestion?
  /// Who may find the post by searching, when its author says so of this one.
  ///
  /// It is written and then only asked about in a search; a post that is read says nothing here.
  package var searchConsent: SearchConsent?
  /// The pictures that stand for words between colons.
  package var emoji: [CustomEmoji]

  package init(
    html: String,
    source: String? = nil,
    summary: String? = nil,
    isSensitive: Bool = false,
    language: String? = nil,
    attachments: [Attachment] = [],
    hashtags: [String] = [],
    event: Event? = nil,
    need: Need? = nil,
    searchConsent: SearchConsent? = nil,
    emoji: [CustomEmoji] = []
  ) {
    self.html = html
    self.source = source
    self.summary = summary
    self.isSensitive = isSensitive
    self.language = language
    self.attachments = attachments
    self.hashtags = hashtags
    self.event = event
    self.need = need
    self.searchConsent = searchConsent
    self.emoji = emoji
  }
}

/// A word between colons in a post of another node, with the picture that it stands for there.
package struct CustomEmoji: Sendable, Hashable {
  /// Without the colons.
  package var name: String
  package var url: String

  package init(name: String, url: String) {
    self.name = name
    self.url = url
  }
}

/// Where a post stands in a conversation.
package struct PostThread: Sendable, Hashable {
  package var inReplyTo: String?
  package var conversation: String?

  package init(inReplyTo: String? = nil, conversation: String? = nil) {
    self.inReplyTo = inReplyTo
    self.conversation = conversation
  }
}

/// A link to a picture or file that belongs to a post.
package struct Attachment: Sendable, Hashable {
  package var url: String
  package var mediaType: String?
  /// What a picture shows, for those who do not see it.
  package var name: String?
  package var width: Int?
  package var height: Int?
  package var blurhash: String?
  package var focus: FocalPoint?

  package init(
    url: String,
    mediaType: String? = nil,
    name: String? = nil,
    width: Int? = nil,
    height: Int? = nil,
    blurhash: String? = nil,
    focus: FocalPoint? = nil
  ) {
    self.url = url
    self.mediaType = mediaType
    self.name = name
    self.width = width
    self.height = height
    self.blurhash = blurhash
    self.focus = focus
  }
}

/// What a post said before an edit.
package struct PostRevision: Sendable, Hashable {
  package var html: String
  package var source: String?
  package var summary: String?
  package var replacedAt: Date
  /// What one could choose from, of a poll; the order is that of the poll.
  package var pollOptions: [String]?
  /// Whether it was to be looked at with care.
  package var isSensitive: Bool
  /// The pictures and files that it had, in their order.
  package var files: [File] = []

  /// A picture or file as it was called then; the post as it is now knows the rest of it.
  package struct File: Sendable, Hashable, Codable {
    package var url: String
    package var name: String?

    package init(url: String, name: String? = nil) {
      self.url = url
      self.name = name
    }
  }

  package init(
    html: String,
    source: String?,
    summary: String?,
    isSensitive: Bool = false,
    replacedAt: Date
  ) {
    self.html = html
    self.source = source
    self.summary = summary
    self.isSensitive = isSensitive
    self.replacedAt = replacedAt
  }
}
