import ArgumentParser
import Foundation
import Model
import Node
import Storage

/// `maillage follower`: who follows a member.
struct FollowerCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "follower",
    abstract: "Who follows a member, and who asks to.",
    discussion: "Example: maillage follower list alice",
    subcommands: [List.self, Requests.self, Accept.self, Reject.self]
  )

  /// `maillage follower list NAME`.
  struct List: NodeCommand {
    static let configuration = CommandConfiguration(
      abstract: "List who follows a member, or with --following whom it follows.",
      discussion: "Example: maillage follower list alice --following"
    )

    @OptionGroup var options: GlobalOptions

    @Argument(help: "The member.")
    var name: String

    @Flag(help: "Whom the member follows.")
    var following = false

    @Option(help: "How many, up to 200.")
    var limit = 100

    func execute(on node: OpenNode, _ call: Call) async throws -> Report {
      let member = try await node.member(named: name)
      let actors = try await node.database.read { tx in
        let page = Page(limit: limit)
        return following
          ? try tx.follows.following(of: member.actorID, page)
          : try tx.follows.followers(of: member.actorID, page)
      }
      var table = Table("ADDRESS", "NAME")
      for actor in actors { table.add(actor.address, actor.displayName) }
      return try Report(table.text(ifEmpty: "Nobody yet."), actors.map(ActorShape.init))
    }
  }

  /// `maillage follower requests NAME`.
  struct Requests: NodeCommand {
    static let configuration = CommandConfiguration(
      abstract: "List who asks to follow a member.",
      discussion: "Example: maillage follower requests alice"
    )

    @OptionGroup var options: GlobalOptions

    @Argument(help: "The member.")
    var name: String

    func execute(on node: OpenNode, _ call: Call) async throws -> Report {
      let member = try await node.member(named: name)
      let pending = try await node.database.read { tx in
        try tx.follows.pending(of: member.actorID).map { (since: $0.createdAt, actor: $1) }
      }
      var table = Table("SINCE", "ADDRESS", "NAME")
      for (since, actor) in pending { table.add(since.shown, actor.address, actor.displayName) }
      return try Report(
        table.text(ifEmpty: "Nobody asks."),
        pending.map { Request(since: $0.since, actor: ActorShape($0.actor)) }
      )
    }

    private struct Request: Encodable {
      let since: Date
      let actor: ActorShape
    }
  }

  /// `maillage follower accept NAME ADDRESS`.
  struct Accept: TieCommand {
    static let configuration = CommandConfiguration(
      abstract: "Let somebody follow a member.",
      discussion: "Example: maillage follower accept alice @bob@mairie.example"
    )
    static let verb = "accept as follower"

    @OptionGroup var options: GlobalOptions
    @OptionGroup var changing: ChangeOptions
    @OptionGroup var tie: TieArguments

    func tie(_ member: Member, with other: ActorProfile, on node: OpenNode) async throws -> String {
      try await node.answer(other, isWelcome: true, as: member)
      return "\(other.address) may follow \(member.name)."
    }
  }

  /// `maillage follower reject NAME ADDRESS`.
  struct Reject: TieCommand {
    static let configuration = CommandConfiguration(
      abstract: "Refuse a follower, also one that was accepted.",
      discussion: "Example: maillage follower reject alice @bob@mairie.example"
    )
    static let verb = "reject as follower"

    @OptionGroup var options: GlobalOptions
    @OptionGroup var changing: ChangeOptions
    @OptionGroup var tie: TieArguments

    func tie(_ member: Member, with other: ActorProfile, on node: OpenNode) async throws -> String {
      try await node.answer(other, isWelcome: false, as: member)
      return "\(other.address) does not follow \(member.name)."
    }
  }
}

extension OpenNode {
  fileprivate func answer(
    _ other: ActorProfile,
    isWelcome: Bool,
    as member: Member
  ) async throws {
    do {
      try await services.outbox.answer(other, isWelcome: isWelcome, as: member.actorID)
    } catch Refusal.absent {
      throw NotFound("\(other.address) did not ask to follow \(member.name).")
    }
  }
}
