import ActivityStreams
import Foundation
import Model
import Signatures
import StrictJSON

/// A statement whose proof holds, with the bytes that say so.
package struct SignedStatement: Sendable {
  package let statement: Statement
  package let territory: Digest
  package let document: JSONObject

  package var body: [UInt8] { JSON.object(document).serialized() }

  /// The largest statement, in bytes; one that proposes new terms may be larger.
  package static let largest = 8 << 10
  package static let largestAmendment = 64 << 10

  /// Reads a statement and checks its proof against the key that it names.
  ///
  /// Whether that key had the say is for the fold to judge, which knows the log.
  ///
  /// - Throws: `Refusal.malformed` for what is no statement, `.unauthenticated` for a proof that
  ///   does not hold, `.tooLarge`.
  package init(_ document: JSONObject) throws(Refusal) {
    let size = try Self.size(of: document)
    guard size <= Self.largestAmendment else { throw .tooLarge(limit: Self.largestAmendment) }
    let fields = StrictFields(document, as: "statement")
    guard document["@context"] == AS.territoryContext else {
      throw .malformed("statement.@context is not the one of the territory protocol.")
    }
    // No proof covers it: whoever passes a statement on could make another digest of it.
    guard !document.contains("signature") else { throw fields.wrong("signature", "not allowed") }
    let actor = try fields.address("actor")
    let key = try fields.text("key", atMost: 128)
    try Self.checkProof(of: document, key, actor)
    territory = try fields.digest("territory")
    self.document = document
    let reader = StatementReader(fields: fields, territory: territory, actor: actor)
    statement = try reader.statement(key: key)
    if case .propose(let proposal) = statement.content, case .amend = proposal.wish { return }
    guard size <= Self.largest else { throw .tooLarge(limit: Self.largest) }
  }

  /// The size by which every node counts: that of the canonical form, proof included.
  private static func size(of document: JSONObject) throws(Refusal) -> Int {
    do {
      return try CanonicalJSON.bytes(of: .object(document)).count
    } catch {
      throw .malformed("The number \(error.lexeme) has no canonical form.")
    }
  }

  /// Reads a statement whose proof was checked when it came.
  init(stored body: [UInt8]) throws {
    let fields = try StrictFields(try JSON.parse(body), as: "statement")
    territory = try fields.digest("territory")
    document = fields.object
    let reader = StatementReader(
      fields: fields,
      territory: territory,
      actor: try fields.address("actor")
    )
    statement = try reader.statement(key: try fields.text("key", atMost: 128))
  }

  private static func checkProof(
    of document: JSONObject,
    _ key: String,
    _ actor: AS.IRI
  ) throws(Refusal) {
    try NodeProof.check(document, with: key, of: actor.string, as: "statement")
  }
}

/// Reads what a statement says, by its type.
private struct StatementReader {
  let fields: StrictFields
  let territory: Digest
  let actor: AS.IRI

  static let mostOfASeal = 500

  func statement(key: String) throws(Refusal) -> Statement {
    let sequence = try fields.integer("seq", in: 0...1 << 40)
    let previous = try fields.digestIfAny("prev")
    let log = try fields.digest("log")
    let content = try content(key: key, log: log)
    if case .join = content {
      guard sequence == 0, previous == nil else { throw fields.wrong("seq", "not 0 for a join") }
    } else {
      guard sequence > 0, previous != nil else { throw fields.wrong("seq", "0 and no join") }
    }
    let id = "\(actor.origin.string)/territories/\(territory.text)/log/\(log.text)/\(sequence)"
    try fields.require("id", id)
    return Statement(
      digest: try Digest(of: fields.object),
      log: log,
      sequence: sequence,
      previous: previous,
      actor: actor.string,
      key: key,
      publishedAt: try fields.date("published"),
      content: content
    )
  }

  private func content(key: String, log: Digest) throws(Refusal) -> Statement.Content {
    switch try fields.text("type", atMost: 40) {
    case "Join":
      try fields.require("object", group)
      let record = try NodeRecord(json: fields.object["instrument"])
      guard record.digest == log, record.key == key, record.actor == actor.string else {
        throw fields.wrong("instrument", "not the record of this log, key and actor")
      }
      return .join(record)
    case "Leave":
      try fields.require("object", group)
      return .leave
    case "Accept": return try acceptance()
    case "Offer": return .propose(try proposal())
    case "Update": return try update()
    default: throw fields.wrong("type", "no type of a statement")
    }
  }

  private var group: String { "\(actor.origin.string)/territories/\(territory.text)" }

  private func acceptance() throws(Refusal) -> Statement.Content {
    let object = try fields.fields("object")
    let digest = try object.digest("digest")
    _ = try object.address("id")
    switch try object.text("type", atMost: 40) {
    case "Join": return .endorse(join: digest)
    case "Offer": return .vote(proposal: digest)
    case "Update": return .cosign(seal: digest)
    default: throw object.wrong("type", "none of Join, Offer, Update")
    }
  }

  private func update() throws(Refusal) -> Statement.Content {
    let object = try fields.fields("object")
    if object.object["type"] == "Seal" { return .seal(try Seal(object)) }
    let record = try NodeRecord(json: fields.object["object"])
    guard record.actor == actor.string else { throw object.wrong("actor", "somebody else") }
    return .record(record, isAgreedByNewKey: try isAgreed(by: record.key))
  }

  /// Whether the new key signed that it follows, in this very statement.
  private func isAgreed(by key: String) throws(Refusal) -> Bool {
    guard let text = try fields.textIfAny("successorProof", atMost: 128) else { return false }
    guard let signature = Base64URL.decode(text), let key = try? VerificationKey(multikey: key),
      key.isValid(signature, for: try SuccessorProof.message(for: fields.object))
    else { throw fields.wrong("successorProof", "not made by the new key") }
    return true
  }

  private func proposal() throws(Refusal) -> Proposal {
    let object = try fields.fields("object")
    let wish: Proposal.Wish
    switch try object.text("type", atMost: 40) {
    case "Remove": wish = .exclude(try object.digest("member"))
    case "Block": wish = .suspend(try object.digest("member"))
    case "Update":
      wish = .amend(try Terms(json: object.object["terms"]), base: try object.digest("base"))
    case "Move":
      wish = .recover(try object.digest("member"), successor: try object.digest("successor"))
    default: throw object.wrong("type", "none of Remove, Block, Update, Move")
    }
    return Proposal(
      wish: wish,
      version: try fields.integer("version", in: 0...1 << 40),
      reason: try fields.textIfAny("content", atMost: 500) ?? ""
    )
  }
}

/// What the new key of a planned rotation signs: the statement that it agrees to, as a whole.
enum SuccessorProof {
  static func message(for statement: JSONObject) throws(Refusal) -> [UInt8] {
    let digest = try Digest(of: statement.removing("successorProof"))
    return Array("maillage-successor\n\(digest.text)".utf8)
  }
}

extension Seal {
  fileprivate init(_ fields: StrictFields) throws(Refusal) {
    let limit = StatementReader.mostOfASeal
    self.init(
      version: try fields.integer("version", in: 1...1 << 40),
      previous: try fields.digest("previous"),
      round: try fields.integer("round", in: 0...1 << 40),
      admit: try fields.list("admit", atMost: limit).map { (json) throws(Refusal) in
        let admission = try StrictFields(json, as: "seal.admit")
        return Admission(
          member: try admission.digest("member"),
          actor: try admission.address("actor").string
        )
      },
      drop: try fields.digests("drop", atMost: limit),
      exclude: try fields.digests("exclude", atMost: limit),
      amend: try fields.digestIfAny("amend")
    )
  }

  var json: JSON {
    let admitted = admit.map { admission -> JSON in
      ["member": .string(admission.member.text), "actor": .string(admission.actor)]
    }
    var object: JSONObject = [
      "type": "Seal", "version": .integer(version), "previous": .string(previous.text),
      "round": .integer(round), "admit": .array(admitted),
      "drop": .array(drop.map { .string($0.text) }),
      "exclude": .array(exclude.map { .string($0.text) }),
    ]
    object["amend"] = amend.map { .string($0.text) }
    return .object(object)
  }
}
