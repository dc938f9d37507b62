import ArgumentParser
import Foundation
import Model
import Node
import Storage

/// `maillage member export NAME`.
struct MemberExportCommand: NodeCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Print all that belongs to a member: profile, posts with their sources, follows.",
    discussion: """
      It is one JSON document, with or without --json. Talents belong to the person: this goes \
      with it. With --to all of it goes into one file, as an archive that people read, that \
      software reads as it reads Mastodon's, and that another node takes over \
      (maillage member import-archive): media, lists, talents and recommendations too.

      Example: maillage member export alice --to alice.zip
      """
  )

  @OptionGroup var options: GlobalOptions

  @Argument(help: "The member.")
  var name: String

  @Option(help: "Where an archive is written; it is not there yet.", completion: .file())
  var to: String?

  // The command may run in a server with another working directory.
  func gather() throws -> [UInt8]? { to.map { Array(NodeHome(path: $0).path.utf8) } }

  func execute(on node: OpenNode, _ call: Call) async throws -> Report {
    let member = try await node.member(named: name)
    if let path = call.input.map({ String(decoding: $0, as: UTF8.self) }) {
      let made = try await MemberArchiveWriter(node, of: member, at: call.now).make(at: path)
      return try Report(
        "Made \(path), \(Int64(made.bytes).shownBytes) in \(made.files) files.",
        Archive(path: path, bytes: made.bytes, files: made.files)
      )
    }
    let shape = try await node.database.read { tx in try Shape(of: member, in: tx, at: call.now) }
    let report = try Report("", shape)
    return try Report(report.json, shape)
  }

  private struct Archive: Encodable {
    let path: String
    let bytes: Int
    let files: Int
  }

  private struct Shape: Encodable, Sendable {
    let exportedAt: Date
    let member: MemberShape
    let summary: String
    let posts: [PostShape]
    let followers: [ActorShape]
    let following: [ActorShape]

    init(of member: Member, in tx: Transaction, at now: Date) throws {
      guard let actor = try tx.actors.find(member.actorID) else { throw Refusal.absent }
      let id = member.actorID
      exportedAt = now
      self.member = MemberShape(member, actor)
      summary = actor.summary
      posts = try Self.all { page in
        try tx.posts.written(by: id, for: .member(id), page)
          .map { ($0.post.id.rawValue, PostShape($0.post, by: $0.author)) }
      }
      followers = try Self.all { page in
        try tx.follows.followers(of: id, page).map { ($0.id.rawValue, ActorShape($0)) }
      }
      following = try Self.all { page in
        try tx.follows.following(of: id, page).map { ($0.id.rawValue, ActorShape($0)) }
      }
    }

    /// All pages of a list.
    private static func all<Value>(
      _ read: (Page) throws -> [(number: Int64, value: Value)]
    ) rethrows -> [Value] {
      var values: [Value] = []
      var before: Int64?
      while true {
        let rows = try read(Page(before: before, limit: Page.largest))
        values += rows.map(\.value)
        guard let last = rows.last, rows.count == Page.largest else { return values }
        before = last.number
      }
    }
  }
}
