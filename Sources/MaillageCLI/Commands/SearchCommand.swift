import ArgumentParser
import Federation
import Foundation
import Model
import Node
import Storage

/// `maillage search`: people, organisations, posts and hashtags.
struct SearchCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "search",
    abstract: "Find people, organisations, posts and hashtags, with the eyes of a member.",
    discussion: """
      Without a verb it searches.

      Example: maillage search alice "remorque samedi" --posts
      """,
    subcommands: [SearchFindCommand.self, SearchRebuildCommand.self],
    defaultSubcommand: SearchFindCommand.self
  )
}

/// `maillage search find NAME QUERY`.
struct SearchFindCommand: NodeCommand {
  static let configuration = CommandConfiguration(
    commandName: "find",
    abstract: "Find what a member may find.",
    discussion: """
      All words have to be there; case and accents do not count, and the last word may go on. Found \
      is only what the member may read, and whose author lets it be searched. The URL of a post or of \
      somebody known here finds it; --resolve asks the node of an address or a URL when it is not known.

      Example: maillage search find alice "l'eau" --posts
      """
  )

  /// Where to look.
  enum Kind: String, EnumerableFlag {
    case people, posts, tags, resolve

    static func help(for kind: Kind) -> ArgumentHelp? {
      switch kind {
      case .people: "Only people, groups and organisations."
      case .posts: "Only posts."
      case .tags: "Only hashtags."
      case .resolve: "What an address or a URL names."
      }
    }
  }

  @OptionGroup var options: GlobalOptions

  @Argument(help: "The member who searches.")
  var name: String

  @Argument(help: "Words, an address or a URL.")
  var query: String

  @Flag(exclusivity: .exclusive)
  var kind: Kind?

  @Option(help: "How many of each, up to 40.")
  var limit = 10

  @Option(help: "Only posts that are older than the one with this id.")
  var before: Int64?

  func execute(on node: OpenNode, _ call: Call) async throws -> Report {
    let member = try await node.member(named: name)
    if kind == .resolve { return try await resolved(on: node, for: member) }
    // What a URL names is looked for here alone: nobody is asked.
    let known = try? await Lookup(services: node.services).known(query, for: member.actorID)
    if let known, isWanted(known) {
      let shape = SearchShape(known)
      return try Report(shape.shown, shape)
    }
    let reader = Reader.member(member.actorID)
    let page = Page(before: before, limit: min(limit, 40))
    let found = try await node.database.read { tx in
      try SearchShape(query, kind, for: reader, page, in: tx)
    }
    let isUnknown = known == nil && found.isEmpty && Lookup.isAddress(query)
    let hint = isUnknown ? " It is not known here: --resolve asks its node." : ""
    return try Report(found.shown + hint, found)
  }

  /// Whether it is of the kind that is looked for.
  private func isWanted(_ found: Lookup.Found) -> Bool {
    switch (found, kind) {
    case (_, .tags), (.actor, .posts), (.post, .people): false
    default: true
    }
  }

  private func resolved(on node: OpenNode, for member: Member) async throws -> Report {
    let found: Lookup.Found
    do {
      found = try await Lookup(services: node.services).find(query, for: member.actorID)
    } catch Refusal.absent, Refusal.gone {
      throw NotFound("\(query) was not found. See: maillage fetch \(query)")
    }
    let shape = SearchShape(found)
    return try Report(shape.shown, shape)
  }
}

/// What was found, as the command line prints it.
struct SearchShape: Encodable, Sendable {
  struct Post: Encodable, Sendable {
    /// A number beyond what JavaScript counts to, so a string.
    let id: String
    let post: PostShape
  }

  struct Tag: Encodable, Sendable {
    let name: String
    let posts: Int
  }

  var people: [ActorShape] = []
  var organisations: [ActorShape] = []
  var posts: [Post] = []
  var tags: [Tag] = []

  init(
    _ text: String,
    _ kind: SearchFindCommand.Kind?,
    for reader: Reader,
    _ page: Page,
    in tx: Transaction
  ) throws {
    let query = try SearchStore.Query(text)
    if kind == nil || kind == .people {
      add(try tx.search.actors(query, for: reader, limit: page.limit))
    }
    if kind == nil || kind == .posts { add(try tx.search.posts(query, for: reader, page)) }
    if kind == .tags || (kind == nil && query.words.count == 1) {
      tags = try tx.search.tags(text, for: reader, limit: page.limit)
        .map { Tag(name: $0.name, posts: $0.posts) }
    }
  }

  init(_ found: Lookup.Found) {
    switch found {
    case .actor(let actor): add([actor])
    case .post(let post): add([post])
    }
  }

  var isEmpty: Bool {
    people.isEmpty && organisations.isEmpty && posts.isEmpty && tags.isEmpty
  }

  private mutating func add(_ actors: [ActorProfile]) {
    people = actors.filter { $0.kind == .person }.map(ActorShape.init)
    organisations = actors.filter { $0.kind != .person }.map(ActorShape.init)
  }

  private mutating func add(_ found: [ReadablePost]) {
    posts = found.map {
      Post(id: String($0.post.id.rawValue), post: PostShape($0.post, by: $0.author))
    }
  }

  var shown: String {
    var parts: [String] = []
    for (title, actors) in [("People", people), ("Organisations", organisations)]
    where !actors.isEmpty {
      let lines = actors.map { "  \($0.address)  \($0.displayName)" }
      parts.append(([Styled.strong(title)] + lines).joined(separator: "\n"))
    }
    if !tags.isEmpty {
      let lines = tags.map { "  #\($0.name)  \($0.posts)" }
      parts.append(([Styled.strong("Hashtags")] + lines).joined(separator: "\n"))
    }
    parts += posts.map { $0.post.shown() }
    return parts.isEmpty ? "Nothing found." : parts.joined(separator: "\n\n")
  }
}

/// `maillage search rebuild`.
struct SearchRebuildCommand: ChangingCommand {
  static let configuration = CommandConfiguration(
    commandName: "rebuild",
    abstract: "Make the index of the search anew, and check it.",
    discussion: """
      Only needed after a version that reads words differently, or when a search misses.

      Example: maillage search rebuild
      """
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var changing: ChangeOptions

  func plan(on node: OpenNode, _ call: Call) async throws -> Change {
    Change(of: "search", "make the index of the search anew") {
      try await node.database.write { try $0.search.startOver() }
      var count = 0
      while true {
        let done = try await node.database.write { try $0.search.goOn() }
        guard done > 0 else { break }
        count += done
      }
      try await node.database.write { tx in
        try tx.search.rebuild()
        try tx.search.check()
      }
      return try Report("Indexed \(count) actors and posts.", ["indexed": count])
    }
  }
}
