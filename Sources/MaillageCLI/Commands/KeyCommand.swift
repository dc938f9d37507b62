import ArgumentParser
import Foundation
import Model
import Node

/// `maillage key`: the keys with which actors of this node sign.
struct KeyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "key",
    abstract: "The keys with which the node and its members sign.",
    discussion: "Example: maillage key list",
    subcommands: [List.self, Rotate.self]
  )

  /// `maillage key list`.
  struct List: NodeCommand {
    static let configuration = CommandConfiguration(
      abstract: "List the public keys of the node, or of a member or group.",
      discussion: "Example: maillage key list alice --json"
    )

    @OptionGroup var options: GlobalOptions

    @Argument(help: "A member or a group; without it the node itself.")
    var name: String?

    func execute(on node: OpenNode, _ call: Call) async throws -> Report {
      let actor = try await actor(on: node)
      let keys = try await node.database.read { try $0.actors.keys(of: actor.id) }
      var table = Table("ALGORITHM", "ID", "PUBLIC KEY")
      for key in keys {
        table.add(key.algorithm.rawValue, key.uri, key.algorithm == .rsa ? "" : key.publicKey)
      }
      return try Report(
        table.text(ifEmpty: "No keys."),
        keys.map { Shape(id: $0.uri, algorithm: $0.algorithm.rawValue, publicKey: $0.publicKey) }
      )
    }

    private func actor(on node: OpenNode) async throws -> ActorProfile {
      guard let name else { return node.nodeActor }
      let known = try await node.knownActor(at: name)
      guard let known, known.isLocal else { throw NotFound("\(name) is nobody of this node.") }
      return known
    }

    private struct Shape: Encodable {
      let id: String
      let algorithm: String
      let publicKey: String
    }
  }

  /// `maillage key rotate NAME`.
  struct Rotate: ChangingCommand {
    static let configuration = CommandConfiguration(
      abstract: "Give a member new keys and tell its followers.",
      discussion: "Example: maillage key rotate alice --reason \"laptop stolen\""
    )

    @OptionGroup var options: GlobalOptions
    @OptionGroup var changing: ChangeOptions

    @Argument(help: "The member.")
    var name: String

    func plan(on node: OpenNode, _ call: Call) async throws -> Change {
      let member = try await node.member(named: name)
      let name = try LocalName(member.name)
      return Change(of: member.name, "replace the keys of \(name)") {
        try await node.accounts.rotateKeys(of: name)
        return try Report("\(name) has new keys.", ["name": member.name])
      }
    }
  }
}
