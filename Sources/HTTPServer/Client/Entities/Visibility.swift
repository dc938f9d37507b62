import Model

/// A ring in the words of clients (Mastodon's `visibility`).
///
/// Mastodon has no words for node and territory: who knows no better is told that such a post is for
/// few, and finds the ring in the object `maillage` beside (docs/manual/apps.md).
struct Visibility: Sendable, Hashable {
  let audience: Audience
  let isListed: Bool
  /// Whether it is Mastodon's word for few, which may stand for node or territory: apps give back what
  /// they were told of a post, or of how a member posts.
  let isVague: Bool

  init(_ audience: Audience, isListed: Bool, isVague: Bool = false) {
    self.audience = audience
    self.isListed = isListed
    self.isVague = isVague
  }

  /// Reads a wish: Mastodon's words, this node's own, and those of GoToSocial and Hometown for what
  /// stays here.
  ///
  /// - Throws: `Refusal.malformed` for any other word.
  init?(_ parameters: Parameters) throws(Refusal) {
    if parameters.bool("local_only") == true || parameters.bool("federated") == false {
      self.init(.node, isListed: true)
      return
    }
    switch parameters.filled("visibility") {
    case nil: return nil
    case "public": self.init(.public, isListed: true)
    case "unlisted": self.init(.public, isListed: false)
    case "private": self.init(.followers, isListed: true, isVague: true)
    case "followers": self.init(.followers, isListed: true)
    case "direct": self.init(.direct, isListed: true)
    case "local", "node": self.init(.node, isListed: true)
    case "territory": self.init(.territory, isListed: true)
    case let word?:
      throw .malformed("Validation failed: visibility ‘\(word.prefix(30))’ is not known")
    }
  }

  var word: String {
    switch audience {
    case .public: isListed ? "public" : "unlisted"
    case .followers, .node, .territory: "private"
    case .direct: "direct"
    }
  }
}
