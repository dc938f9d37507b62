import ArgumentParser
import Federation
import Foundation
import Model
import Node
import Storage

/// `maillage member ties`: lists that Mastodon and its relatives read and write.
struct MemberTiesCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ties",
    abstract: "A member's follows, blocks, mutes, lists and bookmarks as Mastodon's CSV files.",
    discussion: "Example: maillage member ties export alice following",
    subcommands: [Export.self, Import.self]
  )

  /// `maillage member ties export NAME LIST`.
  struct Export: NodeCommand {
    static let configuration = CommandConfiguration(
      abstract: "Print a list as a CSV file that other servers read.",
      discussion: "Example: maillage member ties export alice following"
    )

    @OptionGroup var options: GlobalOptions

    @Argument(help: "The member.")
    var name: String

    @Argument(help: "following, blocks, mutes, domains, lists or bookmarks.")
    var list: TieFile

    func execute(on node: OpenNode, _ call: Call) async throws -> Report {
      let member = try await node.member(named: name)
      let (list, id) = (list, member.actorID)
      let text = try await node.database.read { try list.text(of: id, in: $0) }
      return try Report(text, ["list": list.rawValue, "content": text])
    }
  }

  /// `maillage member ties import NAME LIST FILE`.
  struct Import: ChangingCommand {
    static let configuration = CommandConfiguration(
      abstract: "Take over a list from a CSV file of another server, line by line.",
      discussion: """
        What is there already is left as it is, so an import can be repeated. Accounts and posts that \
        the node does not know are fetched.

        Example: maillage member ties import alice following following_accounts.csv
        """
    )

    @OptionGroup var options: GlobalOptions
    @OptionGroup var changing: ChangeOptions

    @Argument(help: "The member.")
    var name: String

    @Argument(help: "following, blocks, mutes, domains, lists or bookmarks.")
    var list: TieFile

    @Argument(
      help: "The file; - is standard input.",
      completion: .file(extensions: ["csv"])
    )
    var file: String

    func gather() throws -> [UInt8]? { try InputFile.read(file) }

    func plan(on node: OpenNode, _ call: Call) async throws -> Change {
      let member = try await node.member(named: name)
      let lines = list.lines(in: try InputFile.text(call.input ?? []))
      let known = try await node.database.read { [list] tx in
        Set(try list.records(of: member.actorID, in: tx).map { TieImport.key($0, of: list) })
      }
      let importing = TieImport(node: node, member: member.actorID, list: list, known: known)
      let trial = lines.map(importing.outlook)
      var change = Change(
        of: member.name,
        "take over \(trial.count { $0.outcome == .added }) lines of \(list.rawValue)"
      ) {
        var done: [ImportResult] = []
        for line in lines { done.append(await importing.take(line)) }
        return try done.report()
      }
      change.preview = trial
      return change
    }
  }
}

extension TieFile: ExpressibleByArgument {}

/// Takes a list over line by line.
struct TieImport: Sendable {
  let node: OpenNode
  let member: ActorID
  let list: TieFile
  /// What is there already.
  let known: Set<String>

  /// By which a line is known again.
  static func key(_ fields: [String], of list: TieFile) -> String {
    let count = list == .lists ? 2 : 1
    return fields.prefix(count).map { $0.lowercased().trimmingPrefix("@") }
      .joined(separator: " ")
  }

  /// What would come of a line.
  func outlook(_ line: CSV.Record) -> ImportResult {
    let needed = list == .lists ? 2 : 1
    let name = line.fields.prefix(needed).joined(separator: " ")
    guard line.fields.count >= needed, !name.isEmpty else {
      return ImportResult(
        line: line.line,
        name: nil,
        outcome: .refused,
        error: "The line has too few fields."
      )
    }
    let isKnown = known.contains(Self.key(line.fields, of: list))
    return ImportResult(line: line.line, name: name, outcome: isKnown ? .unchanged : .added)
  }

  func take(_ line: CSV.Record) async -> ImportResult {
    var result = outlook(line)
    guard result.outcome == .added else { return result }
    do {
      try await add(line.fields)
    } catch {
      result.outcome = .refused
      result.error = AdminReply(error).errors
    }
    return result
  }

  private func add(_ fields: [String]) async throws {
    let now = node.services.now()
    switch list {
    case .following:
      try await follow(try await actor(fields[0]), fields)
    case .blocks:
      try await node.services.outbox.block(try await actor(fields[0]), as: member)
    case .mutes:
      let isQuiet = fields.count < 2 || fields[1].lowercased() != "false"
      let mute = Mute(targetID: try await actor(fields[0]).id, hidesNotifications: isQuiet)
      try await node.database.write { [member] in try $0.mutes.set(mute, by: member, at: now) }
    case .domains:
      try await node.services.outbox.blockDomain(fields[0].lowercased(), as: member)
    case .lists:
      let other = try await actor(fields[1]).id
      try await node.database.write { [member] tx in
        let found = try tx.lists.lists(of: member).first { $0.title == fields[0] }
        let list = try found ?? tx.lists.insert(MemberList(title: fields[0]), of: member)
        try tx.lists.add(other, to: list.id, of: member)
      }
    case .bookmarks:
      let post = try await node.post(at: fields[0])
      try await node.database.write { [member] tx in
        guard try tx.posts.readable(post.id, by: .member(member)) != nil else {
          throw Refusal.absent
        }
        try tx.bookmarks.add(post.id, by: member)
      }
    }
  }

  /// Follows as the file says: with boosts, told of posts, in some languages.
  private func follow(_ other: ActorProfile, _ fields: [String]) async throws {
    try await node.services.outbox.follow(other, as: member)
    let languages = fields.count > 3 ? fields[3].split(separator: ",") : []
    let settings = FollowStore.Settings(
      showsBoosts: fields.count < 2 || fields[1].lowercased() != "false",
      notifies: fields.count > 2 && fields[2].lowercased() == "true",
      languages: languages.isEmpty ? nil : languages.map { $0.filter { !$0.isWhitespace } }
    )
    _ = try await node.database.write { [member] in
      try $0.follows.set(settings, follower: member, followee: other.id)
    }
  }

  private func actor(_ address: String) async throws -> ActorProfile {
    try await node.actor(at: address.hasPrefix("@") ? address : "@" + address)
  }
}
