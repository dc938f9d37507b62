/// Who may do what with a post, as its author wishes (GoToSocial's interaction policies).
package struct InteractionPolicy: Sendable, Hashable {
  /// What can be done with a post.
  package enum Kind: String, Sendable, CaseIterable { case like, reply, announce, quote }

  /// What an author says to an actor who wants to.
  package enum Verdict: Sendable, Hashable {
    case automatic
    /// The author wants to look at it first.
    case manual
    case never
  }

  /// Whom the author lets, by id: actors, its followers, those it follows, or everyone.
  package struct Rule: Sendable, Hashable {
    package static let everyone = "https://www.w3.org/ns/activitystreams#Public"

    package var automatic: [String]
    package var manual: [String]

    package init(automatic: [String], manual: [String] = []) {
      self.automatic = automatic
      self.manual = manual
    }

    package func verdict(for names: Set<String>) -> Verdict {
      if automatic.contains(where: { $0 == Self.everyone || names.contains($0) }) {
        return .automatic
      }
      return manual.contains { $0 == Self.everyone || names.contains($0) } ? .manual : .never
    }
  }

  package var rules: [Kind: Rule]

  package init(_ rules: [Kind: Rule] = [:]) {
    self.rules = rules
  }

  package var isEmpty: Bool { rules.isEmpty }
}

/// Whom a member lets do something with its post, in one word.
package enum Circle: String, Sendable, CaseIterable {
  case everyone, followers, nobody
}

/// A quote of one post by another.
package struct Quotation: Sendable, Hashable {
  /// Where the consent to it stands (FEP-044f).
  package enum State: String, Sendable {
    /// Asked for, or not yet verified.
    case pending
    case accepted, rejected, revoked
  }

  /// The id of the post that is quoted.
  package var quoted: String
  /// The stamp by which its author agrees.
  package var authorization: String?
  package var state: State

  package init(quoted: String, authorization: String? = nil, state: State = .pending) {
    self.quoted = quoted
    self.authorization = authorization
    self.state = state
  }
}

/// An author's yes to one quote of a post of this node.
package struct QuoteStamp: Sendable, Hashable {
  package var uri: String
  package var post: PostID
  /// The id of the post that quotes.
  package var quoting: String
  package var quoter: ActorID

  package init(uri: String, post: PostID, quoting: String, quoter: ActorID) {
    self.uri = uri
    self.post = post
    self.quoting = quoting
    self.quoter = quoter
  }
}
