import ArgumentParser
import Federation
import Model
import Node

/// `maillage post unquote NAME URL`.
struct PostUnquoteCommand: ReactionCommand {
  static let configuration = CommandConfiguration(
    commandName: "unquote",
    abstract: "Take back the consent by which a post quotes one's own.",
    discussion: "Example: maillage post unquote alice https://mairie.example/posts/1"
  )
  static let verb = (now: "take back the consent to", done: "Took back the consent to")

  @OptionGroup var options: GlobalOptions
  @OptionGroup var changing: ChangeOptions
  @OptionGroup var reaction: ReactionArguments

  func react(on node: OpenNode, as member: Member) async throws {
    try await node.services.outbox.unquote(reaction.url, as: member.actorID)
  }
}
