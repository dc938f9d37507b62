extension AS {
  /// Where a post stands in a conversation, and what collects the answers to it.
  package struct NoteThread: Hashable, Sendable {
    package var inReplyTo: IRI?
    /// The conversation as a collection of posts (FEP-f228).
    package var context: IRI?
    /// The conversation's name; often a `tag:` URI that leads nowhere.
    package var conversation: String?
    package var replies: IRI?
    package var likes: IRI?
    package var shares: IRI?

    package init(inReplyTo: IRI? = nil, context: IRI? = nil) {
      self.inReplyTo = inReplyTo
      self.context = context
    }

    /// Reads the thread.
    ///
    /// The collections are hints: those that are anonymous or of another scheme are passed over.
    /// A parent is none, for a reply must not pass for a post of its own.
    init(_ fields: Fields) throws(Malformed) {
      inReplyTo = try fields.iri("inReplyTo")
      context = try? fields.iri("context")
      conversation = try fields.bytes("conversation", atMost: Limits.address)
      replies = try? fields.iri("replies")
      likes = try? fields.iri("likes")
      shares = try? fields.iri("shares")
    }

    func write(to members: inout Members) {
      members.put("inReplyTo", inReplyTo)
      members.put("context", context)
      members.put("conversation", conversation)
      members.put("replies", replies)
      members.put("likes", likes)
      members.put("shares", shares)
    }
  }
}
