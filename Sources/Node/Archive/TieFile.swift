import Federation
import Foundation
import Model
import Storage

/// A list of a member's, as a CSV file that Mastodon and its relatives write and read.
package enum TieFile: String, CaseIterable, Sendable {
  case following, blocks, mutes, domains, lists, bookmarks

  /// What Mastodon calls the file.
  package var fileName: String {
    switch self {
    case .following: "following_accounts.csv"
    case .blocks: "blocked_accounts.csv"
    case .mutes: "muted_accounts.csv"
    case .domains: "blocked_domains.csv"
    case .lists: "lists.csv"
    case .bookmarks: "bookmarks.csv"
    }
  }

  /// What the first line is; some of these files have none.
  package var head: [String]? {
    switch self {
    case .following: ["Account address", "Show boosts", "Notify on new posts", "Languages"]
    case .mutes: ["Account address", "Hide notifications"]
    case .blocks, .domains, .lists, .bookmarks: nil
    }
  }

  /// The lines of a member's list.
  package func records(of member: ActorID, in tx: Transaction) throws -> [[String]] {
    switch self {
    case .following:
      return try Self.all { page in try tx.follows.following(of: member, page) }
        .map { actor in
          let settings = try tx.follows.settings(follower: member, followee: actor.id)
          return [
            actor.bareAddress, "\(settings?.showsBoosts ?? true)",
            "\(settings?.notifies ?? false)",
            (settings?.languages ?? []).joined(separator: ", "),
          ]
        }
    case .blocks:
      return try Self.all { page in try tx.blocks.list(of: member, page) }.map { [$0.bareAddress] }
    case .mutes:
      return try Self.pages({ try tx.mutes.list(of: member, $0) }, by: { $0.0.id.rawValue })
        .map { [$0.0.bareAddress, "\($0.1.hidesNotifications)"] }
    case .domains:
      return try Self.pages({ try tx.domainBlocks.list(of: member, $0) }, by: \.number)
        .map { [$0.domain] }
    case .lists:
      return try tx.lists.lists(of: member).flatMap { list in
        try Self.all { page in try tx.lists.accounts(in: list.id, page) }
          .map { [list.title, $0.bareAddress] }
      }
    case .bookmarks:
      return try Self.pages({ try tx.posts.bookmarked(by: member, $0) }, by: \.number)
        .map { [$0.found.post.uri] }
    }
  }

  private static func all(_ read: (Page) throws -> [ActorProfile]) rethrows -> [ActorProfile] {
    try pages(read, by: { $0.id.rawValue })
  }

  /// All pages of a list, newest first.
  private static func pages<Value>(
    _ read: (Page) throws -> [Value],
    by number: (Value) -> Int64
  ) rethrows -> [Value] {
    var values: [Value] = []
    var before: Int64?
    while true {
      let page = try read(Page(before: before, limit: Page.largest))
      values += page
      guard let last = page.last, page.count == Page.largest else { return values }
      before = number(last)
    }
  }

  /// The whole file.
  package func text(of member: ActorID, in tx: Transaction) throws -> String {
    let lines = try (head.map { [$0] } ?? []) + records(of: member, in: tx)
    return lines.map { CSV.line($0) }.joined(separator: "\n")
  }

  /// The lines of a file, without its head.
  package func lines(in text: String) -> [CSV.Record] {
    let records = CSV.records(in: text)
    guard let first = records.first?.fields.first else { return [] }
    let heads = ["Account address", "#domain", "domain", "List name"]
    return heads.contains(first) ? Array(records.dropFirst()) : records
  }
}

extension ActorProfile {
  /// `name@host`, as Mastodon's files have it.
  fileprivate var bareAddress: String {
    String(address.drop { $0 == "@" })
  }
}
