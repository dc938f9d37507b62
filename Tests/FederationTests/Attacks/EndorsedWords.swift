import ActivityStreams
import Federation
import Foundation
import Model
import StrictJSON
import TestSupport

/// What bob and alice said of each other: bob's is shown with alice's consent, alice's waits for bob's.
struct EndorsedWords {
  let bob: RemoteActor
  let alice: ActorProfile
  /// As bob signed it.
  let said: JSON
  let consent: String
  let own: String
  let request: String
  private let now: Date

  init(_ node: TestNode, _ alice: ActorProfile, _ bob: RemoteActor) async throws {
    (self.bob, self.alice, now) = (bob, alice, node.clock.now)
    said = try bob.proven(Self.word(by: bob, about: alice.uri), at: now)
    try await node.process(bob.activity("EndorsementRequest", said), from: bob)
    let uri = try required(said["id"]?.string)
    let held = try await node.database.read { try $0.testimonials.find(uri: uri) }
    let shown = try await node.outbox.accept(required(held).id, for: .everyone, as: alice.id)
    consent = try required(shown.consent).uri
    let made = try await node.outbox.testify(
      TestimonialDraft(about: try await node.know(bob), link: .none, words: "Good"),
      as: alice.id
    )
    (own, request) = (made.uri, made.request)
  }

  static func word(by author: RemoteActor, about subject: String) -> JSON {
    [
      "@context": "https://www.w3.org/ns/activitystreams",
      "id": .string(author.newID("endorsements")), "type": "Endorsement",
      "attributedTo": .string(author.uri), "about": .string(subject),
      "skill": "https://skills.example/1", "link": "customer", "content": "Good",
      "published": "2026-11-26T10:00:00Z",
    ]
  }

  private func consent(by actor: RemoteActor, to word: String, of subject: String) -> JSON {
    let document: JSON = [
      "@context": "https://www.w3.org/ns/activitystreams",
      "id": .string(actor.newID("consents")), "type": "EndorsementAuthorization",
      "attributedTo": .string(subject), "interactionTarget": .string(subject),
      "interactingObject": .string(word), "ring": "everyone",
      "published": "2026-11-26T10:00:00Z",
    ]
    return (try? actor.proven(document, at: now)) ?? document
  }

  /// What somebody tries who is neither of the two.
  func attacks(by evil: RemoteActor) -> [String: JSON] {
    let forged = Self.word(by: evil, about: alice.uri).setting("attributedTo", to: .string(bob.uri))
    let signed = (try? evil.proven(forged, at: now)) ?? forged
    let elsewhere = Self.word(by: evil, about: bob.uri)
    let unsigned = Self.word(by: evil, about: alice.uri)
    return [
      "EndorsementRequest with bob's word": evil.activity("EndorsementRequest", said),
      "EndorsementRequest in the name of bob": evil.activity("EndorsementRequest", signed),
      "EndorsementRequest without a proof": evil.activity("EndorsementRequest", unsigned),
      "EndorsementRequest about bob": evil.activity(
        "EndorsementRequest",
        (try? evil.proven(elsewhere, at: now)) ?? elsewhere
      ),
      "Accept of alice's EndorsementRequest": evil.activity("Accept", .string(request))
        .setting("result", to: consent(by: evil, to: own, of: evil.uri)),
      "Accept of alice's EndorsementRequest, in the name of bob": evil.activity(
        "Accept",
        .string(request)
      ).setting("result", to: consent(by: evil, to: own, of: bob.uri)),
      "Reject of alice's EndorsementRequest": evil.activity("Reject", .string(request)),
      "Update of the consent to alice's word": evil.activity(
        "Update",
        consent(by: evil, to: own, of: evil.uri)
      ),
      "Update of alice's consent": evil.activity(
        "Update",
        consent(by: evil, to: said["id"]?.string ?? "", of: alice.uri)
          .setting("id", to: .string(consent))
      ),
      "Delete of bob's word": evil.activity("Delete", said["id"] ?? nil),
      "Delete of alice's word": evil.activity("Delete", .string(own)),
      "Delete of alice's consent": evil.activity("Delete", .string(consent)),
    ]
  }
}
