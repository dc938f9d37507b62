import Foundation
import Model
import Storage
import StrictJSON
import TestSupport
import Testing

@testable import Federation

/// What is not signed by its node, for its ring, and newer than what is here, is not taken.
@Suite struct TalentAttackTests {
  private let network = TestNetwork()
  private let near: TestNode
  private let far: TestNode

  init() async throws {
    near = try await network.node("near.example")
    far = try await network.node("far.example")
    try await far.join(near, [.talents])
    _ = try await near.talented("lea", [(1, .everyone)])
  }

  /// The signed buckets that the near node gave, as the far one saw them.
  private func given() throws -> [JSONObject] {
    let messages = network.exchanges(to: "/talents/sync").flatMap {
      [$0.question.body, $0.answer.body]
    }
    return try messages.flatMap { body in
      try TalentMessage(try JSON.parse(body)).buckets
    }
  }

  private func take(
    _ bucket: JSONObject,
    scope: TalentScope = .everyone
  ) throws -> TalentBucket {
    let key = try required(near.services.keys.nodeSigner(.ed25519).key.verificationKey.multikey)
    return try TalentBucket(
      bucket,
      of: TalentBucket.Place(origin: "https://near.example", scope: scope),
      signedBy: key,
      at: network.clock.now
    )
  }

  @Test func `A bucket that was signed is taken, and one that was changed is not`() async throws {
    await near.shareTalents()
    let bucket = try required(given().first { $0["entries"]?.array?.isEmpty == false })
    #expect(try take(bucket).entries.count == 1)

    var entries = try required(bucket["entries"]?.array)
    var entry = try required(entries[0].object)
    entry["name"] = "Somebody else"
    entries[0] = .object(entry)
    var changed = bucket
    changed["entries"] = .array(entries)

    #expect(throws: Refusal.self) { try take(changed) }
  }

  @Test func `A bucket for another ring is not taken, whoever signed it`() async throws {
    await near.shareTalents()
    let bucket = try required(given().first)
    let territory = Digest(of: "a territory".utf8).text

    #expect(throws: Refusal.self) { try take(bucket, scope: .territory(territory)) }
    await #expect(throws: Refusal.self) {
      let key = try required(near.services.keys.nodeSigner(.ed25519).key.verificationKey.multikey)
      _ = try await far.client.post(
        TalentMessage(scope: .territory(territory)).document,
        to: "/talents/sync",
        of: PeerClient.Target(host: "near.example", key: key)
      )
    }
  }

  @Test func `An older bucket does not bring back what was taken back`() async throws {
    let lea = try await near.database.read { try required($0.actors.local(.person).first) }
    await near.shareTalents()
    let old = try required(given().first { $0["entries"]?.array?.isEmpty == false })
    _ = try await near.talents.withdraw(lea.id)
    await near.shareTalents()
    #expect(try await far.holders(of: 1).isEmpty)

    var message = TalentMessage(scope: .everyone)
    message.buckets = [old]
    let key = try required(far.services.keys.nodeSigner(.ed25519).key.verificationKey.multikey)
    _ = try await near.client.post(
      message.document,
      to: "/talents/sync",
      of: PeerClient.Target(host: "far.example", key: key)
    )

    #expect(try await far.holders(of: 1).isEmpty)
  }

  @Test(arguments: [
    #"{"attributedTo": "https://other.example/users/lea"}"#,
    #"{"id": "https://other.example/talents/00112233445566778899aabbccddeeff"}"#,
    #"{"expires": "2999-01-01T00:00:00Z"}"#,
    #"{"knowsAbout": []}"#,
    #"{"knowsAbout": [{"type": "DefinedTerm", "id": "javascript:x", "level": 3}]}"#,
    #"{"knowsAbout": [{"type": "DefinedTerm", "id": "https://x.example/1", "level": 9}]}"#,
    #"{"homeLocation": ["12 rue des Lilas"]}"#,
    #"{"availability": {"hoursPerMonth": 999, "release": "yes"}}"#,
  ])
  func `An entry that is not of its node, or not of this form, is refused`(
    change: String
  )
    async throws
  {
    await near.shareTalents()
    let bucket = try required(given().first { $0["entries"]?.array?.isEmpty == false })
    var entry = try required(bucket["entries"]?.array?.first?.object)
    for member in try required(JSON.parse(Array(change.utf8)).object) {
      entry[member.key] = member.value
    }

    #expect(throws: Refusal.self) {
      try TalentEntry(json: .object(entry), of: "https://near.example", at: network.clock.now)
    }
  }
}
