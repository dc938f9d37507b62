import ArgumentParser
import Federation
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
      abstract: "Give a member or group new keys and tell its followers; or the node itself.",
      discussion: """
        The node's Ed25519 key is followed by the one that its records have committed it to; peers \
        and territories are told under the old key. Its RSA key is replaced by a new one with an id \
        of its own, which others fetch when they meet it.

        Where the file of that key is lost or broken, --lost takes the next key into use without \
        it, and says so in the territories by the next key alone; peers outside them need a new \
        ticket. Where the next key is lost as well it makes new ones: then join each territory \
        anew, and let a member propose to recover (maillage territory propose recover). The node \
        must not be running.

        A member's old Ed25519 keys sign no longer but stay published, the last four of them, so that \
        what they signed can be verified. With --compromised they are withdrawn at once. RSA keys \
        sign requests, which are good for minutes: they are replaced without an overlap, since many \
        servers read but one.

        Example: maillage key rotate alice --reason "yearly"
        Example: maillage key rotate alice --compromised --reason "backup stolen"
        Example: maillage key rotate --node --reason "yearly"
        Example: maillage key rotate --node --lost --reason "disk broken"
        """
    )

    @OptionGroup var options: GlobalOptions
    @OptionGroup var changing: ChangeOptions

    @Argument(help: "The member or group.")
    var name: String?

    @Flag(help: "The node's own key.")
    var node = false

    @Flag(help: "The file of the node's key is lost or broken.")
    var lost = false

    @Flag(help: "Somebody else may have the old keys: withdraw them at once.")
    var compromised = false

    func validate() throws {
      guard node == (name == nil) else {
        throw ValidationError("Name a member, or say --node.")
      }
      guard node || !lost else { throw ValidationError("--lost is for the node's own key.") }
      guard !(node && compromised) else {
        throw ValidationError("--compromised is for members; the node's key is always replaced.")
      }
    }

    func plan(on node: OpenNode, _ call: Call) async throws -> Change {
      guard !lost else { return try lostKeyChange(on: node) }
      guard let name else { return nodeChange(on: node) }
      let localName = try LocalName(name)
      let found = try await node.database.read {
        try $0.actors.find(localName: localName.description)
      }
      guard let actor = found, actor.kind != .application, actor.deletedAt == nil else {
        throw NotFound("There is no member or group \(localName).")
      }
      return Change(of: actor.name, "replace the keys of \(localName)") {
        try await node.accounts.rotateKeys(of: localName, areCompromised: compromised)
        return try Report("\(localName) has new keys.", ["name": actor.name])
      }
    }

    private func lostKeyChange(on node: OpenNode) throws -> Change {
      guard let substitute = node.substitute else {
        throw Refusal.conflict(
          "The node runs and has its key: stop it if the file is lost, or leave out --lost."
        )
      }
      let summary: String
      let next: String
      switch substitute {
      case .next:
        summary = "replace the lost key of the node by the next one"
        next = "Peers that share no territory with it need a new ticket (maillage peer invite)."
      case .new:
        summary = "replace both lost keys of the node by new ones, which nobody knows"
        next = """
          Start the node, join each territory anew (maillage territory join), and ask a member to \
          let it go on as it was: maillage territory propose recover OLD NEW --reason TEXT
          """
      }
      return Change(of: node.services.addresses.nodeActor.string, summary) {
        let rotation = KeyRotation(services: node.services)
        try await rotation.carryOut(isKeyLost: true) {
          try await node.replaceLostKey { following, tx in
            try rotation.reveal(following: following, in: tx)
          }
        }
        await node.tellMembers()
        let key = try node.nodeKey.verificationKey.multikey ?? ""
        return try Report("The node has the key \(key) now.\n\(next)", ["key": key])
      }
    }

    private func nodeChange(on node: OpenNode) -> Change {
      Change(of: node.services.addresses.nodeActor.string, "replace the key of the node") {
        let rotation = KeyRotation(services: node.services)
        try await rotation.carryOut {
          try await node.rotateNodeKey { keys, tx in
            try rotation.announce(keys.new, following: keys.following, in: tx)
          }
        }
        let key = try node.nodeKey.verificationKey.multikey ?? ""
        return try Report("The node has the key \(key) now.", ["key": key])
      }
    }
  }
}
