import ActivityStreams
import ArgumentParser
import Federation
import Foundation
import Model
import Node
import Signatures
import StrictJSON

/// `maillage verify FILE`.
struct VerifyCommand: NodeCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Check a signed activity in a file: its form, its author, its proof.",
    discussion: """
      The proof is an eddsa-jcs-2022 integrity proof (FEP-8b32). The author's key is fetched when \
      it is not known.

      Example: maillage verify activity.json
      """
  )

  @OptionGroup var options: GlobalOptions

  @Argument(help: "The file; - is standard input.", completion: .file(extensions: ["json"]))
  var file: String

  func gather() throws -> [UInt8]? { try InputFile.read(file) }

  func execute(on node: OpenNode, _ call: Call) async throws -> Report {
    var checks: [Check] = []
    do {
      try await verify(call.input ?? [], on: node, &checks)
    } catch let failure as Failed {
      checks.append(failure.check)
    }
    return try checks.report(file)
  }

  /// Ends the checks: those that follow need what failed.
  private struct Failed: Error {
    let check: Check

    init(_ name: String, _ detail: String) {
      check = .failed(name, detail)
    }
  }

  private func verify(_ bytes: [UInt8], on node: OpenNode, _ checks: inout [Check]) async throws {
    let json = try attempt("JSON") { try JSON.parse(bytes) }
    guard let document = json.object else { throw Failed("JSON", "it is no object") }
    checks.append(.passed("JSON", "\(bytes.count) bytes, strictly read"))
    let activity = try attempt("activity") { try AS.Activity(json: json) }
    checks.append(.passed("activity", "\(activity.type.rawValue) \(activity.id)"))
    guard activity.id.origin == activity.actor.origin else {
      throw Failed("actor", "\(activity.actor) is of another origin than \(activity.id)")
    }
    checks.append(.passed("actor", activity.actor.string))
    let proof = try attempt("proof form") { try IntegrityProof(in: document) }
    checks.append(.passed("proof form", "eddsa-jcs-2022 by \(proof.verificationMethod)"))
    let key = try await key(proof.verificationMethod, of: activity.actor, on: node)
    checks.append(.passed("key", "\(activity.actor) names it"))
    _ = try attempt("proof") { try proof.verify(with: try key.verificationKey()) }
    checks.append(.passed("proof", "it holds" + (proof.created.map { ", made \($0)" } ?? "")))
  }

  private func key(_ id: KeyID, of actor: AS.IRI, on node: OpenNode) async throws -> ActorKey {
    let stored: @Sendable () async throws -> ActorKey? = {
      let found = try await node.database.read { try $0.actors.find(keyURI: id.value) }
      return found.flatMap { $0.0.uri == actor.string ? $0.1 : nil }
    }
    if let key = try await stored() { return key }
    do {
      _ = try await node.services.actors.refresh(actor)
    } catch {
      throw Failed("key", "\(id) cannot be had: \(error)")
    }
    guard let key = try await stored() else { throw Failed("key", "\(actor) does not name \(id)") }
    return key
  }

  private func attempt<Value>(_ name: String, _ body: () throws -> Value) throws -> Value {
    do {
      return try body()
    } catch {
      throw Failed(name, "\(error)")
    }
  }
}
