/// Something of other nodes that is worth fetching when there is time.
package struct BackgroundFetch: Sendable, Hashable {
  /// What is fetched.
  package enum Kind: String, Sendable, CaseIterable {
    /// A post that was answered, and what that answers. The subject is its id.
    case parent
    /// The rest of a conversation. The subject is the id of its first post.
    case thread
    /// The latest posts of somebody who is followed now. The subject is the actor's id.
    case outbox
    /// Who of this node an actor counts among its followers (FEP-8fcf). The subject is the actor's
    /// id, the detail the address of the list.
    case followers
  }

  package var id: Int64
  package var kind: Kind
  package var subject: String
  package var detail: String?
  package var attempts: Int

  package init(id: Int64, kind: Kind, subject: String, detail: String?, attempts: Int) {
    self.id = id
    self.kind = kind
    self.subject = subject
    self.detail = detail
    self.attempts = attempts
  }
}
