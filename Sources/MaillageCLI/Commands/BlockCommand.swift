import ArgumentParser
import Model
import Node

/// `maillage block NAME ADDRESS`.
struct BlockCommand: TieCommand {
  static let configuration = CommandConfiguration(
    commandName: "block",
    abstract: "Keep somebody away from a member.",
    discussion: "Example: maillage block alice @spam@ailleurs.example --reason harassment"
  )
  static let verb = "block"

  @OptionGroup var options: GlobalOptions
  @OptionGroup var changing: ChangeOptions
  @OptionGroup var tie: TieArguments

  func tie(_ member: Member, with other: ActorProfile, on node: OpenNode) async throws -> String {
    try await node.services.outbox.block(other, as: member.actorID)
    return "\(member.name) blocks \(other.address)."
  }
}

/// `maillage unblock NAME ADDRESS`.
struct UnblockCommand: TieCommand {
  static let configuration = CommandConfiguration(
    commandName: "unblock",
    abstract: "Take a block back.",
    discussion: "Example: maillage unblock alice @spam@ailleurs.example"
  )
  static let verb = "unblock"

  @OptionGroup var options: GlobalOptions
  @OptionGroup var changing: ChangeOptions
  @OptionGroup var tie: TieArguments

  func tie(_ member: Member, with other: ActorProfile, on node: OpenNode) async throws -> String {
    let isBlocked = try await node.database.read {
      try $0.blocks.exists(by: member.actorID, against: other.id)
    }
    guard isBlocked else { throw NotFound("\(member.name) does not block \(other.address).") }
    try await node.services.outbox.unblock(other, as: member.actorID)
    return "\(member.name) no longer blocks \(other.address)."
  }
}
