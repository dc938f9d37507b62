import ArgumentParser
import Federation
import Foundation
import Model
import Node

/// Who reacts to which post.
struct ReactionArguments: ParsableArguments {
  @Argument(help: "The member.")
  var name: String

  @Argument(help: "The post.")
  var url: String
}

/// A command by which a member reacts to a post.
protocol ReactionCommand: ChangingCommand {
  var reaction: ReactionArguments { get }
  /// What is done with the post, such as `like`, and how it reads when it is done.
  static var verb: (now: String, done: String) { get }

  func react(on node: OpenNode, as member: Member) async throws
}

extension ReactionCommand {
  func plan(on node: OpenNode, _ call: Call) async throws -> Change {
    let member = try await node.member(named: reaction.name)
    let url = reaction.url
    return Change(of: url, "\(Self.verb.now) \(url) as \(member.name)") {
      do {
        try await react(on: node, as: member)
      } catch Refusal.absent, Refusal.gone {
        throw NotFound("\(url) is no post that \(member.name) can \(Self.verb.now).")
      }
      return try Report("\(Self.verb.done) \(url).", ["member": member.name, "uri": url])
    }
  }
}

/// `maillage post like NAME URL`.
struct PostLikeCommand: ReactionCommand {
  static let configuration = CommandConfiguration(
    commandName: "like",
    abstract: "Like a post.",
    discussion: "Example: maillage post like alice https://mairie.example/posts/1"
  )
  static let verb = (now: "like", done: "Liked")

  @OptionGroup var options: GlobalOptions
  @OptionGroup var changing: ChangeOptions
  @OptionGroup var reaction: ReactionArguments

  func react(on node: OpenNode, as member: Member) async throws {
    try await node.services.outbox.like(reaction.url, as: member.actorID)
  }
}

/// `maillage post unlike NAME URL`.
struct PostUnlikeCommand: ReactionCommand {
  static let configuration = CommandConfiguration(
    commandName: "unlike",
    abstract: "Take a like back.",
    discussion: "Example: maillage post unlike alice https://mairie.example/posts/1"
  )
  static let verb = (now: "unlike", done: "Took back the like of")

  @OptionGroup var options: GlobalOptions
  @OptionGroup var changing: ChangeOptions
  @OptionGroup var reaction: ReactionArguments

  func react(on node: OpenNode, as member: Member) async throws {
    try await node.services.outbox.undo(.like, of: reaction.url, as: member.actorID)
  }
}

/// `maillage post boost NAME URL`.
struct PostBoostCommand: ReactionCommand {
  static let configuration = CommandConfiguration(
    commandName: "boost",
    abstract: "Pass a public post on to one's followers.",
    discussion: "Example: maillage post boost alice https://mairie.example/posts/1"
  )
  static let verb = (now: "boost", done: "Boosted")

  @OptionGroup var options: GlobalOptions
  @OptionGroup var changing: ChangeOptions
  @OptionGroup var reaction: ReactionArguments

  func react(on node: OpenNode, as member: Member) async throws {
    try await node.services.outbox.announce(reaction.url, as: member.actorID)
  }
}

/// `maillage post unboost NAME URL`.
struct PostUnboostCommand: ReactionCommand {
  static let configuration = CommandConfiguration(
    commandName: "unboost",
    abstract: "Take a boost back.",
    discussion: "Example: maillage post unboost alice https://mairie.example/posts/1"
  )
  static let verb = (now: "unboost", done: "Took back the boost of")

  @OptionGroup var options: GlobalOptions
  @OptionGroup var changing: ChangeOptions
  @OptionGroup var reaction: ReactionArguments

  func react(on node: OpenNode, as member: Member) async throws {
    try await node.services.outbox.undo(.boost, of: reaction.url, as: member.actorID)
  }
}

/// `maillage post pin NAME URL`.
struct PostPinCommand: ReactionCommand {
  static let configuration = CommandConfiguration(
    commandName: "pin",
    abstract: "Put a post of one's own on top of one's profile.",
    discussion: "Example: maillage post pin alice https://atelier.example/posts/1"
  )
  static let verb = (now: "pin", done: "Pinned")

  @OptionGroup var options: GlobalOptions
  @OptionGroup var changing: ChangeOptions
  @OptionGroup var reaction: ReactionArguments

  func react(on node: OpenNode, as member: Member) async throws {
    let post = try await node.post(at: reaction.url, by: member)
    try await node.services.outbox.pin(post.id, true, as: member.actorID)
  }
}

/// `maillage post unpin NAME URL`.
struct PostUnpinCommand: ReactionCommand {
  static let configuration = CommandConfiguration(
    commandName: "unpin",
    abstract: "Take a post from the top of one's profile.",
    discussion: "Example: maillage post unpin alice https://atelier.example/posts/1"
  )
  static let verb = (now: "unpin", done: "Unpinned")

  @OptionGroup var options: GlobalOptions
  @OptionGroup var changing: ChangeOptions
  @OptionGroup var reaction: ReactionArguments

  func react(on node: OpenNode, as member: Member) async throws {
    let post = try await node.post(at: reaction.url, by: member)
    try await node.services.outbox.pin(post.id, false, as: member.actorID)
  }
}
