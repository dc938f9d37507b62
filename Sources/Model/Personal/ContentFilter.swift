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
  package static let mostKeywords = 100
  /// Of all a member's filters together.
  package static let mostKeywordsOfMember = 1_000
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
}

/// A filter made ready once for all the posts of an answer.
package struct ReadyFilter: Sendable {
  package let filter: ContentFilter
  private let words: [FilteredText.Word]

  /// - Returns: Nothing for one that has ended.
  package init?(_ filter: ContentFilter, at now: Date) {
    guard filter.isActive(at: now) else { return nil }
    self.filter = filter
    words = filter.keywords.map(FilteredText.Word.init)
  }

  /// What it finds of a post, in its plain text or by its number; nothing, if nothing.
  package func match(_ text: FilteredText, of post: PostID) -> ContentFilter.Match? {
    let found = words.filter(text.contains).map(\.keyword.text)
    let posts = filter.statuses.map(\.postID).filter { $0 == post }
    guard !found.isEmpty || !posts.isEmpty else { return nil }
    return ContentFilter.Match(filter: filter, keywords: found, statuses: posts)
  }
}

/// The plain text of a post, made ready once for all the filters of a reader.
package struct FilteredText: Sendable {
  /// How much of a text is looked at, in Unicode scalars.
  package static let longest = 20_000

  /// A keyword made ready to be looked for.
  package struct Word: Sendable {
    package let keyword: ContentFilter.Keyword
    fileprivate let scalars: [Unicode.Scalar]

    package init(_ keyword: ContentFilter.Keyword) {
      self.keyword = keyword
      let text = keyword.text.trimmingCharacters(in: .whitespacesAndNewlines)
      scalars = FilteredText.folded(text.fits(ContentFilter.longestKeyword) ? text : "")
    }
  }

  private let scalars: [Unicode.Scalar]
  /// Where each letter is, so that a keyword is looked for only where it can begin.
  private let places: [Unicode.Scalar: [Int]]

  /// The parts of a post that are read: warning, text, options, descriptions of pictures.
  package init(_ parts: [String]) {
    let scalars = Array(Self.folded(parts.joined(separator: "\n")).prefix(Self.longest))
    self.scalars = scalars
    places = Dictionary(grouping: scalars.indices, by: { scalars[$0] })
  }

  /// Whether a keyword occurs: without regard to case, and any stretch of white space like another.
  package func contains(_ word: Word) -> Bool {
    let wanted = word.scalars
    guard let first = wanted.first, let last = wanted.last else { return false }
    for start in places[first] ?? [] {
      let end = start + wanted.count
      guard end <= scalars.count else { break }
      guard scalars[start..<end].elementsEqual(wanted) else { continue }
      guard word.keyword.isWholeWord else { return true }
      // A keyword that itself ends in a sign, like ‘C++’, ends there.
      let isOpen = Self.isOfWord(first) && start > 0 && Self.isOfWord(scalars[start - 1])
      let isGoingOn = Self.isOfWord(last) && end < scalars.count && Self.isOfWord(scalars[end])
      if !isOpen, !isGoingOn { return true }
    }
    return false
  }

  fileprivate static func folded(_ text: String) -> [Unicode.Scalar] {
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
