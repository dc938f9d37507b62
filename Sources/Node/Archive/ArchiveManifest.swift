import Federation
import Foundation
import Model
import Signatures
import StrictJSON

/// What an archive of a member holds, signed by the node that made it: the file `manifest.json`.
package struct ArchiveManifest: Sendable, Equatable {
  package struct File: Sendable, Equatable {
    package var path: String
    package var bytes: Int
    /// In hexadecimal.
    package var sha256: String
  }

  package static let fileName = "manifest.json"
  static let type = "MaillageMemberArchive"
  /// The form of what is described here; a later one is refused.
  static let version = 1
  /// As many files as an archive holds at most, and what their list may take.
  static let mostFiles = 200_000
  static let limits = JSON.Limits(maxBytes: 64 << 20, maxDepth: 8, maxValues: 1_500_000)

  /// The node's origin, the actor whose archive it is, and the node's actor, which signs.
  package var node: String
  package var actor: String
  package var nodeActor: String
  package var madeAt: Date
  package var files: [File]

  /// The document with the proof of the node's key (FEP-8b32).
  func signed(by signer: Signer) throws -> [UInt8] {
    let document: JSONObject = [
      "type": .string(Self.type), "version": .integer(Self.version), "node": .string(node),
      "nodeActor": .string(nodeActor), "actor": .string(actor),
      "madeAt": .string(madeAt.formatted(.iso8601)),
      "files": .array(
        files.map {
          ["path": .string($0.path), "bytes": .integer($0.bytes), "sha256": .string($0.sha256)]
        }
      ),
    ]
    return try IntegrityProof.sign(document, as: signer, created: madeAt).serialized()
  }

  /// Reads a manifest; whether its proof holds is another question.
  ///
  /// - Throws: `Refusal.malformed` for what is none, is of a later version, or names another node than
  ///   that of the actor.
  static func read(_ bytes: [UInt8]) throws -> (manifest: ArchiveManifest, document: JSONObject) {
    guard let document = try? JSON.parse(bytes, limits: limits).object,
      document["type"]?.string == type
    else { throw Refusal.malformed("manifest.json is no list of an archive's files.") }
    guard document["version"]?.int == version else {
      throw Refusal.malformed("A later program made this archive: import it with that one.")
    }
    let files = try (document["files"]?.array ?? []).map { entry -> File in
      guard let path = entry["path"]?.string, let bytes = entry["bytes"]?.int, bytes >= 0,
        let sha256 = entry["sha256"]?.string
      else { throw Refusal.malformed("manifest.json has an entry that is none.") }
      return File(path: path, bytes: bytes, sha256: sha256)
    }
    guard let node = document["node"]?.string, let actor = document["actor"]?.string,
      let nodeActor = document["nodeActor"]?.string, let text = document["madeAt"]?.string,
      let madeAt = try? Date(text, strategy: .iso8601), Set(files.map(\.path)).count == files.count
    else { throw Refusal.malformed("manifest.json does not say whose archive this is.") }
    // Whose key is asked for: one node, whose member it is, and no other actor of it (threat 26).
    guard let origin = Model.Origin(of: node), origin.description == node,
      Model.Origin(of: actor) == origin, nodeActor == "\(node)/actor"
    else {
      throw Refusal.malformed("manifest.json names a node that is not the node of \(actor).")
    }
    let manifest = ArchiveManifest(
      node: node,
      actor: actor,
      nodeActor: nodeActor,
      madeAt: madeAt,
      files: files
    )
    return (manifest, document)
  }

  /// Checks that a node's key made the proof.
  ///
  /// - Throws: `Refusal.unauthenticated` for a proof that does not hold.
  static func check(_ document: JSONObject, with key: String, of nodeActor: String) throws {
    do {
      let proof = try IntegrityProof(in: document)
      guard proof.verificationMethod.value.hasPrefix("\(nodeActor)#") else {
        throw ProofFailure.verificationMethodRefused
      }
      _ = try proof.verify(with: try VerificationKey(multikey: key))
    } catch {
      throw Refusal.unauthenticated("The proof of the archive does not hold: \(error).")
    }
  }
}
