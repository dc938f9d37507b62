import ActivityStreams
import Federation
import Foundation
import Model
import Signatures
import Storage
import StrictJSON
import TestSupport
import Testing

/// What other servers say that they can do (FEP-844e), and what follows for signing.
@Suite struct CapabilityTests {
  private let node: TestNode
  private let alice: ActorProfile
  private let rfc9421: JSON = [["href": "https://datatracker.ietf.org/doc/html/rfc9421"]]

  init() async throws {
    node = try await TestNode.make()
    alice = try await node.member("alice")
  }

  private func bob(_ generator: JSON?) throws -> RemoteActor {
    var bob = try RemoteActor("bob")
    bob.edits["generator"] = generator ?? .null
    return bob
  }

  /// The signatures of what is posted to a follower, in order.
  private func schemes(to follower: RemoteActor) async throws -> [SignatureScheme] {
    try await node.follow(alice, by: follower)
    _ = try await node.outbox.publish(PostDraft(source: "hello"), as: alice.id)
    try await node.drainDeliveries()
    return try node.farSide.posts.map { try UnverifiedSignature.parse($0.message()).scheme }
  }

  @Test func whoSaysThatItReadsRFC9421IsAddressedSo() async throws {
    let application: JSON = [
      "type": "Application", "id": "https://far.example/actor", "implements": rfc9421,
    ]

    #expect(try await schemes(to: bob(application)) == [.messageSignature])
  }

  @Test(arguments: [true, false])
  func whoSaysNothingIsAddressedByTheDraft(hasGenerator: Bool) async throws {
    let generator: JSON? = hasGenerator ? ["type": "Application", "name": "Some program"] : nil

    #expect(try await schemes(to: bob(generator)) == [.draftCavage])
  }

  @Test func nobodySpeaksForTheServerOfAnother() async throws {
    let application: JSON = [
      "type": "Application", "id": "https://evil.example/actor", "implements": rfc9421,
    ]

    #expect(try await schemes(to: bob(application)) == [.draftCavage])
  }

  @Test func whatWorkedCountsForMoreThanWhatIsAnnounced() async throws {
    var lane = DeliveryLane(lane: "https://far.example")
    lane.signatureScheme = SignatureScheme.draftCavage.rawValue
    let now = node.clock.now
    try await node.database.write { [lane] in try $0.deliveries.save(lane, at: now) }
    let application: JSON = ["type": "Application", "implements": rfc9421]

    #expect(try await schemes(to: bob(application)) == [.draftCavage])
  }

  @Test func whoDoesNotReadWhatItAnnouncedIsAddressedByTheDraftThen() async throws {
    let application: JSON = ["type": "Application", "implements": rfc9421]
    node.farSide.answer("https://far.example/inbox") { question in
      let isNew = question.fields.contains { $0.0.lowercased() == "signature-input" }
      return .status(isNew ? 401 : 202)
    }

    #expect(try await schemes(to: bob(application)) == [.messageSignature, .draftCavage])
    let lane = try await node.database.read { try $0.deliveries.lane("https://far.example") }
    #expect(lane?.signatureScheme == SignatureScheme.draftCavage.rawValue)
  }
}
