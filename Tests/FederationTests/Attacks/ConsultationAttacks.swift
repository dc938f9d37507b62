import ActivityStreams
import Federation
import Foundation
import Model
import StrictJSON
import TestSupport

/// What alice puts to a vote of her node, and what others try on it.
struct ConsultationAttacks {
  private let post: Post
  private let now: Date

  init(_ node: TestNode, _ alice: ActorProfile) async throws {
    now = node.clock.now
    var draft = PostDraft(source: "Le mardi.", audience: .node)
    draft.consultation = Consultation(
      "Une navette",
      options: ["Oui", "Non"],
      fallback: 1,
      closesAt: now.addingTimeInterval(3_600)
    )
    post = try await node.outbox.publish(draft, as: alice.id)
    try await node.outbox.cast("Oui", in: post.uri, as: alice.id)
  }

  private func document(_ type: String, by author: String, _ evil: RemoteActor) -> JSON {
    let plain: JSON = [
      "@context": AS.Context.consultation.json, "id": .string(evil.newID("votes")),
      "type": .string(type), "attributedTo": .string(author), "consultation": .string(post.uri),
      "choice": "Non", "electorate": 1, "votes": [],
      "published": .string(AS.Timestamp.text(now.addingTimeInterval(7_200))),
    ]
    return (try? evil.proven(plain, at: now)) ?? plain
  }

  /// What somebody tries who is of no node that may vote.
  func attacks(by evil: RemoteActor, alice: ActorProfile) -> [String: JSON] {
    let unsigned: JSON = [
      "id": .string(evil.newID("votes")), "type": "ConsultationVote",
      "attributedTo": .string(evil.uri), "consultation": .string(post.uri), "choice": "Non",
      "published": .string(AS.Timestamp.text(now)),
    ]
    let create = { (object: JSON) in evil.activity("Create", object) }
    return [
      "Vote of a stranger": create(document("ConsultationVote", by: evil.uri, evil)),
      "Vote in the name of alice": create(document("ConsultationVote", by: alice.uri, evil)),
      "Vote without a proof": create(unsigned),
      "Result by a stranger": create(document("ConsultationResult", by: evil.uri, evil)),
      "Result in the name of alice": create(document("ConsultationResult", by: alice.uri, evil)),
    ]
  }
}
