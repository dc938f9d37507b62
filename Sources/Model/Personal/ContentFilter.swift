import Foundation

/// What a member does not want to see, or only when it asks for it (Mastodon's filters v2).
package struct ContentFilter: Sendable, Hashable {
  /// Where a filter applies.
  package enum Context: String, Sendable, CaseIterable {
    case home, notifications, `public`, thread, account
  }

  /// What is done with what it finds.
  package enum Action: String, Sendable, CaseIterable { case warn, hide, blur }

  /// Words that it looks for.
  package struct Keyword: Sendable, Hashable {
    package var id: Int64
    package var text: String
    /// Whether it must stand for itself: no letter or digit before or after.
    package var isWholeWord: Bool

    package init(id: Int64 = 0, text: String, isWholeWord: Bool = true) {
      self.id = id
      self.text = text
      self.isWholeWord = isWholeWord
    }
  }

  /// A single post that it finds.
  package struct Status: Sendable, Hashable {
    package var id: Int64
    package var postID: PostID

    package init(id: Int64 = 0, postID: PostID) {
      self.id = id
      self.postID = postID
    }
  }

  package static let longestTitle = 200
  package static let longestKeyword = 200
  package static let most = 200
  package static let mostKeywords = 500
  package static let mostStatuses = 1_000

  package var id: Int64
  package var title: String
  package var contexts: Set<Context>
  package var action: Action
  package var endsAt: Date?
  package var keywords: [Keyword]
  package var statuses: [Status]

  package init(
    id: Int64 = 0,
    title: String,
    contexts: Set<Context>,
    action: Action = .warn,
    endsAt: Date? = nil,
    keywords: [Keyword] = [],
    statuses: [Status] = []
  ) {
    self.id = id
    self.title = title
    self.contexts = contexts
    self.action = action
    self.endsAt = endsAt
    self.keywords = keywords
    self.statuses = statuses
  }

  /// What of a post a filter found.
  package struct Match: Sendable, Hashable {
    package var filter: ContentFilter
    package var keywords: [String]
    package var statuses: [PostID]
  }

  package func isActive(at now: Date) -> Bool { endsAt.map { $0 > now } ?? true }

  /// What it finds of a post, in its plain text or by its number; nothing, if nothing.
  package func match(_ text: FilteredText, of post: PostID, at now: Date) -> Match? {
    guard isActive(at: now) else { return nil }
    let words = keywords.filter(text.contains).map(\.text)
    let posts = statuses.map(\.postID).filter { $0 == post }
    guard !words.isEmpty || !posts.isEmpty else { return nil }
    return Match(filter: self, keywords: words, statuses: posts)
  }
}

/// The plain text of a post, made ready once for all the filters of a reader.
package struct FilteredText: Sendable {
  /// How much of a text is looked at, in Unicode scalars.
  package static let longest = 20_000

  private let scalars: [Unicode.Scalar]

  /// The parts of a post that are read: warning, text, options, descriptions of pictures.
  package init(_ parts: [String]) {
    scalars = Array(Self.folded(parts.joined(separator: "\n")).prefix(Self.longest))
  }

  /// Whether a keyword occurs: without regard to case, and any stretch of white space like another.
  package func contains(_ keyword: ContentFilter.Keyword) -> Bool {
    let wanted = Self.folded(keyword.text.trimmingCharacters(in: .whitespacesAndNewlines))
    guard let first = wanted.first, let last = wanted.last, wanted.count <= scalars.count else {
      return false
    }
    for start in 0...(scalars.count - wanted.count) where scalars[start] == first {
      let end = start + wanted.count
      guard scalars[start..<end].elementsEqual(wanted) else { continue }
      guard keyword.isWholeWord else { return true }
      // A keyword that itself ends in a sign, like ‘C++’, ends there.
      let isOpen = Self.isOfWord(first) && start > 0 && Self.isOfWord(scalars[start - 1])
      let isGoingOn = Self.isOfWord(last) && end < scalars.count && Self.isOfWord(scalars[end])
      if !isOpen, !isGoingOn { return true }
    }
    return false
  }

  private static func folded(_ text: String) -> [Unicode.Scalar] {
    var folded: [Unicode.Scalar] = []
    for scalar in text.precomposedStringWithCanonicalMapping.lowercased().unicodeScalars {
      guard !scalar.properties.isWhitespace else {
        if folded.last != " " { folded.append(" ") }
        continue
      }
      folded.append(scalar)
    }
    return folded
  }

  private static func isOfWord(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.properties.isAlphabetic || scalar == "_" { return true }
    switch scalar.properties.generalCategory {
    case .decimalNumber, .letterNumber, .otherNumber, .nonspacingMark, .spacingMark: return true
    default: return false
    }
  }
}
