import Foundation
import Model

@testable import Storage

/// Every question that the stores of consultations and questions are asked.
struct DecisionTour {
  let member: ActorID
  let post: Post

  /// With those that are toured before.
  static let tables = PersonalTour.tables.union(NeedTour.tables).union([
    "consultation", "consultationOption", "consultationVote", "question",
  ])

  /// Indices of a few rows each, which may be walked.
  static let partial: Set<String> = ["consultation_open"]

  static func consultation() -> Consultation {
    Consultation(
      "Navette",
      options: ["Oui", "Non"],
      fallback: 1,
      quorum: 50,
      closesAt: Date.later(3_600)
    )
  }

  static func vote(
    _ number: Int,
    by voter: ActorID,
    _ choice: Int?,
    at time: Date
  ) -> ConsultationVote {
    ConsultationVote(
      uri: "https://home.example/votes/\(number)",
      voter: voter,
      isOfNode: false,
      choice: choice,
      counts: [1, 2, 3],
      castAt: time,
      document: "{}"
    )
  }

  func tour(_ tx: Transaction) throws {
    try tx.consultations.insert(Self.consultation(), of: post.id)
    try tx.consultations.setFollowUp("Elle roule.", of: post.id)
    _ = try tx.consultations.find(post.id)
    _ = try tx.consultations.cast(Self.vote(1, by: member, 0, at: Scene.now), in: post.id)
    _ = try tx.consultations.votes(in: post.id, ofNodes: true)
    _ = try tx.consultations.vote(of: member, in: post.id)
    _ = try tx.consultations.isVote("https://home.example/votes/1")
    _ = try tx.consultations.dueForNode(at: Scene.now, limit: 5)
    _ = try tx.consultations.due(at: Scene.now, limit: 5)
    try tx.consultations.markDecided(post.id, at: Scene.now)
    try tx.consultations.count(["https://home.example/votes/1"], in: post.id)
    var standing = try tx.consultations.standing(post.id) ?? ConsultationStanding()
    (standing.endedAt, standing.electorate) = (Scene.now, 3)
    standing.tally = [1, 0, 0]
    try tx.consultations.end(post.id, with: standing)
    try tx.questions.set(AskedQuestion(answer: "https://far.example/posts/1"), of: post.id)
    _ = try tx.questions.find(post.id)
    for reader in [Reader.anyone, .member(member)] {
      _ = try tx.consultations.list(by: reader, onlyOpen: true, limit: 5, at: Scene.now)
      for choice in QuestionStore.Choice.allCases {
        _ = try tx.questions.list(choice, by: reader, in: .node, since: Scene.now, limit: 5)
      }
      if let found = try tx.posts.readable(post.id, by: reader) {
        _ = try tx.questions.entry(found)
      }
    }
  }
}
