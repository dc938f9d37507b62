import ActivityStreams
import Foundation
import Model
import Signatures
import StrictJSON
import TestSupport
import Testing

@testable import Federation

/// What is tried with seals.
@Suite struct SealAttackTests {
  /// A seal by b with what it says, and the state of a with it.
  private func seal(
    _ seal: JSONObject,
    in founded: Founded,
    cosigners: [TestNode] = []
  ) async throws -> Digest {
    let (a, b) = (founded.nodes[0], founded.nodes[1])
    var object: JSONObject = [
      "type": "Seal", "version": 1, "previous": .string(founded.id.text), "round": 0,
    ]
    for member in seal.members { object[member.key] = member.value }
    let document = try founded.statement(["type": "Update", "object": .object(object)], of: b)
    let digest = try Digest(of: document)
    _ = try await founded.bring([document], to: a, by: b)
    for node in cosigners {
      let signed = try founded.statement(founded.vote(for: digest, type: "Update"), of: node)
      _ = try await founded.bring([signed], to: a, by: node)
    }
    return digest
  }

  private func admission(of node: TestNode, in founded: Founded) throws -> JSON {
    [
      "member": .string(try node.memberID(in: founded.id).text),
      "actor": .string("\(node.origin)/actor"),
    ]
  }

  @Test func `Attack: a seal without a quorum seals nothing`() async throws {
    let founded = try await Founded("a.example", "b.example", "c.example")
    let candidate = try await founded.candidate("d.example")

    _ = try await seal(["admit": [admission(of: candidate, in: founded)]], in: founded)

    #expect(try founded.nodes[0].state(of: founded.id).version == 0)
    #expect(try founded.nodes[0].state(of: founded.id).members.count == 3)
  }

  @Test func `Attack: an honest elector signs no seal that admits, drops or excludes at will`()
    async throws
  {
    let founded = try await Founded("a.example", "b.example", "c.example")
    let candidate = try await founded.candidate("d.example")
    await settle(founded.nodes)
    let victim = try founded.nodes[2].memberID(in: founded.id)
    let inventions: [JSONObject] = [
      ["admit": [try admission(of: candidate, in: founded)]],
      ["drop": [.string(victim.text)]],
      ["drop": [.string(victim.text)], "exclude": [.string(victim.text)]],
    ]

    for invention in inventions { _ = try await seal(invention, in: founded) }
    for _ in 0..<5 {
      founded.network.clock.advance(by: 5)
      try await founded.nodes[0].seal()
    }

    #expect(try founded.nodes[0].state(of: founded.id).version == 0)
    let own = try founded.nodes[0].memberID(in: founded.id)
    let entries = founded.nodes[0].services.territories.holding(founded.id)?.ledger.entries(of: own)
    #expect(entries?.contains { if case .cosign = $0.content { true } else { false } } == false)
  }

  @Test func `Attack: a seal that admits more than may grow has no effect, whoever signs it`()
    async throws
  {
    let founded = try await Founded("a.example", "b.example", "c.example")
    let invented = (0..<6).map { number -> JSON in
      [
        "member": .string(Digest(ofKey: "nobody \(number)").text),
        "actor": .string("https://n\(number).example/actor"),
      ]
    }

    _ = try await seal(
      ["admit": .array(invented)],
      in: founded,
      cosigners: [founded.nodes[2]]
    )

    #expect(try founded.nodes[0].state(of: founded.id).version == 0)
  }
}
