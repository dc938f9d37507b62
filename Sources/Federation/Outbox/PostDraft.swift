import Model

/// What a member wants to post, before anything is looked up.
package struct PostDraft: Sendable, Hashable {
  /// Markdown.
  package var source: String
  /// Nothing: the member's or the node's default.
  package var audience: Audience?
  /// With the audience `territory`: which one; nothing: the only one there is.
  package var territory: Digest?
  /// The group that it is for.
  package var group: ActorProfile?
  package var isListed = true
  /// The address of the post that this answers.
  package var inReplyTo: String?
  /// A content warning.
  package var summary: String?
  package var isSensitive = false
  /// BCP 47; nothing: the member's or the node's.
  package var language: String?
  /// Nothing: of an edited post, those that it has.
  package var attachments: [Attachment]?
  /// What it asks.
  package var poll: PollDraft?
  /// When and where it takes place, of an event.
  package var event: Event?
  /// What it needs or offers.
  package var need: Need?
  /// What it puts to a vote.
  package var consultation: Consultation?
  /// Set when it is a question of which is kept track.
  package var question: AskedQuestion?
  /// Nodes whose members it calls: their actors, this node's among them.
  package var called: [ActorProfile] = []
  /// The address of the post that this quotes.
  package var quote: String?
  /// Who may quote this; nothing: whoever its audience lets.
  package var quotableBy: Circle?
  /// Who may answer this; nothing: whoever can read it.
  package var answerableBy: Circle?
  /// The app with which it is written; other nodes are not told.
  package var application: WrittenWith?

  package init(
    source: String,
    audience: Audience? = nil,
    territory: Digest? = nil,
    inReplyTo: String? = nil,
    summary: String? = nil,
    language: String? = nil,
    attachments: [Attachment]? = nil,
    poll: PollDraft? = nil,
    quote: String? = nil,
    quotableBy: Circle? = nil,
    answerableBy: Circle? = nil
  ) {
    self.source = source
    self.audience = audience
    self.territory = territory
    self.inReplyTo = inReplyTo
    self.summary = summary
    self.language = language
    self.attachments = attachments
    self.poll = poll
    self.quote = quote
    self.quotableBy = quotableBy
    self.answerableBy = answerableBy
  }
}
