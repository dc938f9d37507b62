import ArgumentParser
import Model
import Node

/// `maillage follow NAME ADDRESS`.
struct FollowCommand: TieCommand {
  static let configuration = CommandConfiguration(
    commandName: "follow",
    abstract: "Follow somebody as a member.",
    discussion: "Example: maillage follow alice @bob@mairie.example"
  )
  static let verb = "follow"

  @OptionGroup var options: GlobalOptions
  @OptionGroup var changing: ChangeOptions
  @OptionGroup var tie: TieArguments

  func tie(_ member: Member, with other: ActorProfile, on node: OpenNode) async throws -> String {
    try await node.services.outbox.follow(other, as: member.actorID)
    let follow = try await node.database.read {
      try $0.follows.find(follower: member.actorID, followee: other.id)
    }
    return follow?.state == .accepted
      ? "\(member.name) follows \(other.address)."
      : "\(member.name) asked to follow \(other.address)."
  }
}

/// `maillage unfollow NAME ADDRESS`.
struct UnfollowCommand: TieCommand {
  static let configuration = CommandConfiguration(
    commandName: "unfollow",
    abstract: "Follow somebody no longer.",
    discussion: "Example: maillage unfollow alice @bob@mairie.example"
  )
  static let verb = "unfollow"

  @OptionGroup var options: GlobalOptions
  @OptionGroup var changing: ChangeOptions
  @OptionGroup var tie: TieArguments

  func tie(_ member: Member, with other: ActorProfile, on node: OpenNode) async throws -> String {
    do {
      try await node.services.outbox.unfollow(other, as: member.actorID)
    } catch Refusal.absent {
      throw NotFound("\(member.name) does not follow \(other.address).")
    }
    return "\(member.name) follows \(other.address) no longer."
  }
}
