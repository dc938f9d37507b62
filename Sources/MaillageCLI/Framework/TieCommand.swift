import ArgumentParser
import Federation
import Model
import Node

/// Who is tied to whom.
struct TieArguments: ParsableArguments {
  @Argument(help: "The member.")
  var name: String

  @Argument(help: "The other: @name@host, a URL, or the name of somebody of this node.")
  var address: String
}

/// A command that changes what lies between a member and somebody else.
protocol TieCommand: ChangingCommand {
  var tie: TieArguments { get }
  /// What is done, to be read before the address.
  static var verb: String { get }

  /// Does it.
  ///
  /// - Returns: A sentence that says so.
  func tie(_ member: Member, with other: ActorProfile, on node: OpenNode) async throws -> String
}

extension TieCommand {
  func plan(on node: OpenNode, _ call: Call) async throws -> Change {
    let member = try await node.member(named: tie.name)
    let address = tie.address
    // A trial asks the other node, and keeps nothing of the answer.
    if changing.dryRun, try await node.knownActor(at: address) == nil, !address.contains("://") {
      _ = try await WebFinger(services: node.services).actor(try node.accountAddress(address))
    }
    return Change(of: address, "\(Self.verb) \(address) as \(member.name)") {
      let other = try await node.actor(at: address)
      let sentence = try await tie(member, with: other, on: node)
      return try Report(sentence, Shape(member: member.name, actor: ActorShape(other)))
    }
  }
}

private struct Shape: Encodable {
  let member: String
  let actor: ActorShape
}
