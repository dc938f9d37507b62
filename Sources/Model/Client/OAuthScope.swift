/// What a token lets an application do (RFC 6749 §3.3), in Mastodon's words: `read`, `write:statuses`.
package struct OAuthScope: Hashable, Sendable, CustomStringConvertible {
  /// One of the closed list of names.
  package let description: String

  private init(known name: String) { description = name }

  /// - Returns: Nothing for a name that is not known here.
  package init?(_ name: String) {
    guard Self.names.contains(name) else { return nil }
    description = name
  }

  /// A scope named in the program's own text.
  package static func named(_ name: StaticString) -> OAuthScope {
    guard let scope = OAuthScope("\(name)") else { preconditionFailure("\(name) is no scope") }
    return scope
  }

  /// Whether who holds this one may do what another demands.
  package func covers(_ other: OAuthScope) -> Bool {
    if self == other { return true }
    // Who one is is the least of what accounts tell.
    if other.description == "profile" {
      return description == "read" || description == "read:accounts"
    }
    if description == "follow" { return Self.ofFollow.contains(other.description) }
    return other.description.hasPrefix("\(description):")
  }

  private static let reading = [
    "accounts", "blocks", "bookmarks", "favourites", "filters", "follows", "lists", "mutes",
    "needs", "notifications", "search", "statuses", "talents",
  ]
  private static let writing = [
    "accounts", "blocks", "bookmarks", "conversations", "favourites", "filters", "follows", "lists",
    "media", "mutes", "needs", "notifications", "reports", "statuses", "talents",
  ]
  /// What the old scope `follow` stands for.
  private static let ofFollow: Set = [
    "read:blocks", "write:blocks", "read:follows", "write:follows", "read:mutes", "write:mutes",
  ]

  /// Every name that is known here.
  package static let names: [String] =
    ["profile", "read"] + reading.map { "read:\($0)" } + ["write"] + writing.map { "write:\($0)" }
    + ["follow", "push"]
}

/// The scopes of a token, of an application, or of a wish for either.
package struct OAuthScopes: Hashable, Sendable, CustomStringConvertible {
  /// In the order in which they were named, each once.
  package let scopes: [OAuthScope]

  /// All that a member may do.
  package static let everything = OAuthScopes(OAuthScope.names.compactMap(OAuthScope.init))

  package init(_ scopes: [OAuthScope]) {
    var seen: Set<OAuthScope> = []
    self.scopes = scopes.filter { seen.insert($0).inserted }
  }

  /// Reads names with spaces between them (RFC 6749 §3.3).
  ///
  /// Names that are not known here are left out, as Mastodon's newer and its admin scopes would
  /// otherwise keep an application from signing in at all.
  ///
  /// - Throws: `Refusal.malformed` when none is left.
  package init(_ text: String) throws(Refusal) {
    guard text.utf8.count <= 2_000 else { throw .malformed("The list of scopes is too long.") }
    let words = text.split { $0 == " " || $0 == "+" }
    self.init(words.compactMap { OAuthScope(String($0)) })
    guard !scopes.isEmpty else {
      throw .malformed("No scope in ‘\(text.prefix(80))’ is known here: ask for read and write.")
    }
  }

  package var description: String { scopes.map(\.description).joined(separator: " ") }

  package func covers(_ scope: OAuthScope) -> Bool { scopes.contains { $0.covers(scope) } }

  /// Whether all of another list is within this one.
  package func covers(_ others: OAuthScopes) -> Bool { others.scopes.allSatisfy(covers) }
}
