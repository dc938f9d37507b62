import Foundation
import Model
import Signatures
import StrictJSON
import TestSupport
import Testing

@testable import Federation

/// Every file in `Protocol/examples/peering` and `Protocol/examples/territory` is what this node
/// reads, and has a schema.
@Suite struct TerritoryExamplesTests {
  private static let notActivities = [
    "collect-request", "collect-answer", "introductions", "ping", "problem",
  ]
  private static let notStatements = [
    "allows", "charter", "directory", "members", "publication", "replica-group", "sync-1-request",
    "sync-1-answer", "sync-2-request", "sync-2-answer", "sync-3-request", "sync-3-answer",
  ]

  static var peering: [String] { get throws { try names("peering", without: notActivities) } }
  static var statements: [String] { get throws { try names("territory", without: notStatements) } }
  static var syncs: [String] {
    get throws { try names("territory", without: []).filter { $0.hasPrefix("sync-") } }
  }

  private static func names(_ folder: String, without others: [String]) throws -> [String] {
    try ProtocolFiles.names(in: "examples/\(folder)").filter { $0.hasSuffix(".json") }
      .map { String($0.dropLast(5)) }.filter { !others.contains($0) }
  }

  @Test("An activity about a peering is read, and its proof holds", arguments: try peering)
  func activity(name: String) throws {
    let json = try ProtocolFiles.json("examples/peering/\(name).json")
    let message = try PeerMessage(json)

    #expect(name.hasPrefix(kebab(message.kind.rawValue)) || name.hasSuffix("-answer"))
    guard message.kind != .invite else {
      _ = try Charter(json: required(message.object, "a charter"))
      return
    }
    guard message.object != nil else { return }
    let offer = try message.terms()
    let key = name == "update-key" ? try old(offer.record) : offer.record.key
    #expect(throws: Never.self) { try message.verify(with: key) }
    #expect(try written(offer, json).inOrder == json["object"]?.inOrder)
  }

  /// The key before the one of a record, as the vectors have it.
  private func old(_ record: NodeRecord) throws -> String {
    let keys = try ProtocolFiles.vectors("hashes").list("keys")
    let known = try keys.firstIndex { try $0.text("multikey") == record.key }
    return try keys[required(known, record.key) - 1].text("multikey")
  }

  private func written(_ offer: PeeringOffer, _ json: JSON) throws -> JSON {
    PeeringOffer.object(
      offer.terms,
      level: offer.level,
      record: offer.recordDocument,
      charters: offer.charters,
      ticket: offer.ticket.map { ($0.id, $0.proof) },
      charter: offer.charter,
      invitations: offer.invitations
    )
  }

  private func kebab(_ type: String) -> String {
    type == "TentativeAccept" ? "tentative-accept" : type.lowercased()
  }

  @Test("A statement is read, and its proof holds", arguments: try statements)
  func statement(name: String) throws {
    let json = try ProtocolFiles.json("examples/territory/\(name).json")
    let signed = try SignedStatement(required(json.object, "an object"))

    #expect(try JSON.parse(signed.body) == json)
    #expect(name.hasPrefix(kind(of: signed.statement.content)))
  }

  private func kind(of content: Statement.Content) -> String {
    switch content {
    case .join: "join"
    case .endorse: "endorse"
    case .leave: "leave"
    case .record: "record"
    case .propose(let proposal):
      switch proposal.wish {
      case .exclude: "propose-exclude"
      case .suspend: "propose-suspend"
      case .amend: "propose-amend"
      case .recover: "propose-recover"
      }
    case .vote: "vote"
    case .seal: "seal"
    case .cosign: "cosign"
    }
  }

  @Test func `The charter is read and written again`() throws {
    let json = try ProtocolFiles.json("examples/territory/charter.json")
    let charter = try Charter(json: json)
    let terms = Terms.document(
      text: charter.terms.text,
      clauses: charter.terms.clauses,
      rules: charter.terms.rules
    )

    #expect(JSON.object(terms).inOrder == json["terms"]?.inOrder)
    let records = try json.list("founders").compactMap(\.object)
    let written = try Charter.document(name: charter.name, founders: records, terms: terms)
    #expect(written.removing("nonce").keys == json.object?.removing("nonce").keys)
    #expect(try Charter(json: .object(written)).founders == charter.founders)
  }

  @Test func `A record is written again as it was read`() throws {
    for json in try ProtocolFiles.json("examples/territory/charter.json").list("founders") {
      let record = try NodeRecord(json: json)
      let nonce = try required(ProtocolFiles.hex(json.text("nonce")), "nonce")

      #expect(JSON.object(NodeRecord.document(record, nonce: nonce)) == json)
    }
  }

  @Test("A step of a comparison is read and written again", arguments: try syncs)
  func sync(name: String) throws {
    let json = try ProtocolFiles.json("examples/territory/\(name).json")

    #expect(JSON.object(try SyncMessage(json).document).inOrder == json.inOrder)
  }

  @Test func `Each schema is a schema of 2020-12 under its own name`() throws {
    for name in try ProtocolFiles.names(in: "schemas") where name.hasSuffix(".json") {
      let schema = try ProtocolFiles.json("schemas/\(name)")

      #expect(schema["$schema"]?.string == "https://json-schema.org/draft/2020-12/schema")
      #expect(schema["$id"]?.string?.hasSuffix("/\(name)") == true)
    }
  }
}
