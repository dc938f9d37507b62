import ActivityStreams
import Foundation
import Model
import Storage
import StrictJSON
import TestSupport

@testable import Federation

/// Two nodes that share needs, with a member on each.
struct NeedScene {
  let network = TestNetwork()
  let near: TestNode
  let far: TestNode
  let lea: ActorProfile
  let bruno: ActorProfile

  init(_ scopes: Set<Scope> = [.posts, .needs]) async throws {
    near = try await network.node("a.example")
    far = try await network.node("b.example")
    try await far.join(near, scopes)
    lea = try await near.member("lea")
    bruno = try await far.member("bruno")
  }

  /// Everything that is on its way arrives, in both directions, and is looked at.
  func settle() async throws {
    for _ in 0..<3 {
      for node in [near, far] {
        try await node.drainDeliveries()
        try await node.drainInbox()
      }
    }
    for node in [near, far] { try await NeedWorker(services: node.services).runOnce() }
  }

  /// A need for a skill of the tests.
  static func need(
    _ purpose: Need.Purpose = .request,
    skill: Int = 1,
    amount: String? = "4",
    _ change: (inout Need) -> Void = { _ in }
  ) -> Need {
    var need = Need(
      purpose,
      title: "Souder un portail",
      primary: .init(.deliverService, Quantity(amount.flatMap { Amount($0) }, .hour)),
      skills: [Need.Skill(id: .sample(skill), level: .practice)]
    )
    need.isUnitBased = false
    change(&need)
    return need
  }

  static func draft(_ need: Need, for audience: Audience? = .public) -> PostDraft {
    var draft = PostDraft(source: "Un camion l’a plié.", audience: audience, language: "fr")
    draft.need = need
    return draft
  }

  /// Bruno follows Lea, so that what she writes comes to him.
  func follow() async throws {
    let actor = try required(AS.IRI(lea.uri), "an address")
    let known = try await far.services.actors.actor(actor)
    try await far.outbox.follow(known, as: bruno.id)
    try await settle()
  }

  /// A need of Lea's that Bruno's node has.
  func published(_ need: Need = NeedScene.need()) async throws -> Post {
    try await follow()
    let post = try await near.outbox.publish(Self.draft(need), as: lea.id)
    try await settle()
    return post
  }
}

extension TestNode {
  func agreements(of member: ActorProfile) async throws -> [AgreementStore.Entry] {
    try await database.read { try $0.agreements.list(of: member.id, limit: 100) }
  }

  /// The kinds of what a member was told, the latest first.
  func told(_ member: ActorProfile) async throws -> [MemberNotification.Kind] {
    try await database.read { tx in
      try tx.notifications.list(of: member.id, Page(limit: 100)).map(\.notification.kind)
    }
  }
}
