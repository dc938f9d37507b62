import ArgumentParser
import Federation
import Foundation
import Model
import Node
import Storage

/// `maillage timeline NAME`.
struct TimelineCommand: NodeCommand {
  static let configuration = CommandConfiguration(
    commandName: "timeline",
    abstract: "What a member reads.",
    discussion: """
      Without a choice it is what those write whom the member follows. The newest comes first. --before takes the id of the last entry to read on. --territory has all territories of the node; --of picks one.

      Example: maillage timeline alice --territory --limit 50
      """
  )

  /// Which of the timelines; none means home, for `--home` is the directory of the node.
  enum Choice: String, EnumerableFlag {
    case local, territory, `public`, mentions

    static func help(for choice: Choice) -> ArgumentHelp? {
      switch choice {
      case .local: "What is written on this node."
      case .territory: "What is for the territory."
      case .public: "What is for everyone."
      case .mentions: "What names the member."
      }
    }
  }

  @OptionGroup var options: GlobalOptions

  @Argument(help: "The member who reads.")
  var name: String

  @Flag(exclusivity: .exclusive)
  var choice: Choice?

  @Option(help: "With --territory: only this one, by its name here.")
  var of: String?

  @Option(help: "What carries this hashtag instead.")
  var tag: String?

  @Option(help: "How many, up to 200.")
  var limit = 20

  @Option(help: "Only what is older than the entry with this id.")
  var before: Int64?

  func execute(on node: OpenNode, _ call: Call) async throws -> Report {
    let member = try await node.member(named: name)
    let page = Page(before: before, limit: limit)
    let territory = try of.map(node.territory(named:))?.id.text
    guard territory == nil || choice == .territory else {
      throw Refusal.malformed("--of goes with --territory.")
    }
    guard tag == nil || choice == nil else {
      throw Refusal.malformed("--tag is a timeline of its own: choose one.")
    }
    let hashtag = try tag.map { tag in
      guard let name = HashtagName(tag) else { throw Refusal.malformed("‘\(tag)’ is no hashtag.") }
      return name
    }
    let entries = try await node.database.read { tx in
      try hashtag.map { try tx.posts.tagged($0, by: .member(member.actorID), page).map(Entry.init) }
        ?? self.entries(of: member, territory, page, in: tx)
    }
    let text = entries.map { $0.post.shown(boostedBy: $0.boostedBy) }.joined(separator: "\n\n")
    return try Report(text.isEmpty ? "Nothing yet." : text, entries)
  }

  private func entries(
    of member: Member,
    _ territory: String?,
    _ page: Page,
    in tx: Transaction
  ) throws -> [Entry] {
    let reader = Reader.member(member.actorID)
    let posts: [ReadablePost]
    switch choice {
    case nil: return try tx.timelines.home(of: member.actorID, page).map(Entry.init)
    case .local: posts = try tx.posts.local(by: reader, page)
    case .territory:
      posts =
        if let territory { try tx.posts.territory(territory, by: reader, page) } else {
          try tx.posts.listed(in: .territory, by: reader, page)
        }
    case .public: posts = try tx.posts.listed(in: .public, by: reader, page)
    case .mentions: posts = try tx.posts.addressing(member.actorID, by: reader, page)
    }
    return posts.map(Entry.init)
  }

  private struct Entry: Encodable, Sendable {
    /// A number beyond what JavaScript counts to, so a string.
    let id: String
    let post: PostShape
    let boostedBy: String?

    init(_ entry: TimelineStore.Entry) {
      id = String(entry.id)
      post = PostShape(entry.post, by: entry.author)
      boostedBy = entry.booster?.address
    }

    init(_ found: ReadablePost) {
      id = String(found.post.id.rawValue)
      post = PostShape(found.post, by: found.author)
      boostedBy = nil
    }
  }
}
