import ArgumentParser
import Foundation
import Model
import Node

/// `maillage member findable NAME`.
struct MemberFindableCommand: ChangingCommand {
  static let configuration = CommandConfiguration(
    commandName: "findable",
    abstract: "Set what of a member others find by searching, here and elsewhere.",
    discussion: """
      At first it is nothing: nobody is listed who did not ask to be. What is found stays limited to \
      those who may read it.

      Example: maillage member findable alice --posts yes --profile yes
      """
  )

  /// A yes or no that is said.
  enum Choice: String, ExpressibleByArgument, CaseIterable { case yes, no }

  @OptionGroup var options: GlobalOptions
  @OptionGroup var changing: ChangeOptions

  @Argument(help: "The member.")
  var name: String

  @Option(help: "Whether its posts are found by those who may read them.")
  var posts: Choice?

  @Option(help: "Whether it is listed and suggested.")
  var profile: Choice?

  func validate() throws {
    guard posts != nil || profile != nil else {
      throw ValidationError("Say --posts or --profile, with yes or no.")
    }
  }

  func plan(on node: OpenNode, _ call: Call) async throws -> Change {
    let member = try await node.member(named: name)
    return Change(of: member.name, "change what is found of \(member.name)") {
      let traits = try await node.accounts.setFindable(
        member.actorID,
        posts: posts.map { $0 == .yes },
        profile: profile.map { $0 == .yes }
      )
      let shape = Shape(
        name: member.name,
        posts: traits.isIndexable,
        profile: traits.isDiscoverable
      )
      return try Report(
        "Posts of \(member.name): \(shape.posts ? "found" : "not found"); "
          + "profile: \(shape.profile ? "listed" : "not listed").",
        shape
      )
    }
  }

  private struct Shape: Encodable {
    let name: String
    let posts: Bool
    let profile: Bool
  }
}
