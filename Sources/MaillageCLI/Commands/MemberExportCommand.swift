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
      (maillage member import-archive): media, lists, teams and recommendations too. What the member \
      wrote of its talents and how it voted are in it with its password only (--password-stdin).

      Example: maillage member export alice --to alice.zip
      """
  )

  @OptionGroup var options: GlobalOptions

  @Argument(help: "The member.")
  var name: String

  @Option(help: "Where an archive is written; it is not there yet.", completion: .file())
  var to: String?

  @OptionGroup var own: OwnOptions

  func validate() throws {
    guard to != nil || !own.passwordStdin else {
      throw ValidationError("--password-stdin is for an archive: say --to FILE.")
    }
  }

  // The command may run in a server with another working directory. No path has a NUL.
  func gather() throws -> [UInt8]? {
    guard let path = to.map({ Array(NodeHome(path: $0).path.utf8) }) else { return nil }
    return own.passwordStdin ? path + [0] + (try Secrets.fromStandardInput()) : path
  }

  func execute(on node: OpenNode, _ call: Call) async throws -> Report {
    let member = try await node.member(named: name)
    if let input = call.input { return try await archive(of: member, input, on: node, call) }
    let shape = try await node.database.read { tx in try Shape(of: member, in: tx, at: call.now) }
    let report = try Report("", shape)
    return try Report(report.json, shape)
  }

  /// Makes an archive at the path that was given, with the password behind it if there is one.
  private func archive(
    of member: Member,
    _ input: [UInt8],
    on node: OpenNode,
    _ call: Call
  ) async throws -> Report {
    let parts = input.split(separator: 0, maxSplits: 1)
    let path = String(decoding: parts.first ?? [], as: UTF8.self)
    let isOwn = parts.count == 2
    if isOwn {
      var proof = call
      proof.input = parts.last.map(Array.init)
      _ = try await own.member(member.name, on: node, proof)
    }
    let writer = MemberArchiveWriter(node, of: member, at: call.now, isOwn: isOwn)
    let made = try await writer.make(at: path)
    let lack = isOwn ? "" : " Talents and votes are not in it: they take the password of \(name)."
    return try Report(
      "Made \(path), \(Int64(made.bytes).shownBytes) in \(made.files) files.\(lack)",
      Archive(path: path, bytes: made.bytes, files: made.files, hasTalents: isOwn)
    )
  }

  private struct Archive: Encodable {
    let path: String
    let bytes: Int
    let files: Int
    let hasTalents: Bool
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
