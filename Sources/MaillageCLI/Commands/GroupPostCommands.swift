import ArgumentParser
import Foundation
import Model
import Node
import Storage

/// What every command takes that is about a post in a group.
struct GroupPostArguments: ParsableArguments {
  @Argument(help: "The group.")
  var name: String

  @Argument(help: "The post.")
  var url: String
}

/// `maillage group waiting NAME`.
struct GroupWaitingCommand: NodeCommand {
  static let configuration = CommandConfiguration(
    commandName: "waiting",
    abstract: "List the posts that wait for a moderator.",
    discussion: "Example: maillage group waiting jardin"
  )

  @OptionGroup var options: GlobalOptions

  @Argument(help: "The group.")
  var name: String

  func execute(on node: OpenNode, _ call: Call) async throws -> Report {
    let group = try await node.group(named: name)
    let posts = try await node.database.read { tx in
      try tx.groups.waiting(in: group.id).map { PostShape($0.post, by: $0.author) }
    }
    let text = posts.map { $0.shown() }.joined(separator: "\n\n")
    return try Report(text.isEmpty ? "Nothing waits." : text, posts)
  }
}

/// `maillage group release NAME URL`.
struct GroupReleaseCommand: ChangingCommand {
  static let configuration = CommandConfiguration(
    commandName: "release",
    abstract: "Show a post that waited to all who follow the group.",
    discussion: "Example: maillage group release jardin https://far.example/posts/1"
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var changing: ChangeOptions
  @OptionGroup var what: GroupPostArguments

  func plan(on node: OpenNode, _ call: Call) async throws -> Change {
    let (group, post) = try await node.waiting(what)
    return Change(of: post.uri, "show \(post.uri) in \(group.name)") {
      try await node.services.outbox.release(post, in: group)
      return try Report("Shown in \(group.address).", ["uri": post.uri])
    }
  }
}

/// `maillage group discard NAME URL`.
struct GroupDiscardCommand: ChangingCommand {
  static let configuration = CommandConfiguration(
    commandName: "discard",
    abstract: "Do not show a post that waited.",
    discussion: "Example: maillage group discard jardin https://far.example/posts/1"
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var changing: ChangeOptions
  @OptionGroup var what: GroupPostArguments

  func plan(on node: OpenNode, _ call: Call) async throws -> Change {
    let (group, post) = try await node.waiting(what)
    return Change(of: post.uri, "not show \(post.uri) in \(group.name)") {
      try await node.services.outbox.discard(post, in: group)
      return try Report("Not shown in \(group.address).", ["uri": post.uri])
    }
  }
}

/// `maillage group take-out NAME URL`.
struct GroupTakeOutCommand: ChangingCommand {
  static let configuration = CommandConfiguration(
    commandName: "take-out",
    abstract: "Take a post out of a group, as one of its moderators; it stays its author's.",
    discussion: "Example: maillage group take-out jardin https://far.example/posts/1 --as alice"
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var changing: ChangeOptions
  @OptionGroup var what: GroupPostArguments

  @Option(name: .customLong("as"), help: "The member who moderates.")
  var moderator: String

  func plan(on node: OpenNode, _ call: Call) async throws -> Change {
    let group = try await node.group(named: what.name)
    let post = try await node.post(at: what.url)
    let member = try await node.member(named: moderator)
    return Change(of: post.uri, "take \(post.uri) out of \(group.name)") {
      do {
        try await node.services.outbox.takeOut(post, from: group, as: member.actorID)
      } catch Refusal.absent {
        throw NotFound("\(group.address) does not show \(post.uri).")
      }
      return try Report("Taken out of \(group.address).", ["uri": post.uri])
    }
  }
}

extension OpenNode {
  fileprivate func waiting(_ what: GroupPostArguments) async throws -> (ActorProfile, Post) {
    let group = try await group(named: what.name)
    let post = try await post(at: what.url)
    let state = try await database.read { try $0.groups.state(of: post.id, in: group.id) }
    guard state == .waiting else {
      throw NotFound("\(post.uri) does not wait. See: maillage group waiting \(group.name)")
    }
    return (group, post)
  }
}
