import Foundation
import Model

@testable import Storage

/// Every question that the stores of needs, calls and agreements are asked.
struct NeedTour {
  let member: ActorID
  let stranger: ActorID
  let post: Post

  static let tables: Set<String> = [
    "need", "needSkill", "agreement", "agreementSide", "callAnswer", "callMute", "called", "node",
    "talentProfile", "talent", "skill",
  ]

  static func need(_ purpose: Need.Purpose = .request) throws -> Need {
    var need = Need(
      purpose,
      title: "Souder un portail",
      primary: .init(.deliverService, of: "urn:example:a", Quantity(Amount("4"), .hour))
    )
    need.reciprocal = .init(.transfer, of: "urn:example:b", Quantity(Amount("0.5"), .one))
    need.isUnitBased = true
    need.skills = ["a", "b"].compactMap { name in
      SkillID("https://skills.example/\(name)").map { Need.Skill(id: $0, level: .mastery) }
    }
    need.place = Need.Place(
      name: "Nantes",
      code: "44109",
      position: Commune.Position(latitude: 47.25, longitude: -1.5),
      kilometres: 20
    )
    (need.from, need.until) = (Day(number: 20_000), Day(number: 20_030))
    need.closesAt = Date.later(3600)
    return need
  }

  func tour(_ tx: Transaction) throws {
    let need = try Self.need()
    try tx.needs.set(need, of: post.id)
    _ = try tx.needs.find(post.id)
    for purpose in [nil, Need.Purpose.request] {
      for reader in [Reader.anyone, .member(member)] {
        _ = try tx.needs.list(.init(purpose), by: reader, limit: 5, at: Scene.now)
      }
    }
    _ = try tx.needs.unmatched(limit: 5)
    _ = try tx.needs.matching(
      .request,
      skills: ["https://skills.example/a"],
      resource: "urn:example:a",
      at: Scene.now
    )
    try tx.needs.markMatched(post.id, at: Scene.now)
    _ = try tx.talents.members(able: ["https://skills.example/a"])
    _ = try tx.talents.unmatched(limit: 5)
    try tx.talents.markMatched(
      TalentProfile(member: member, number: "", updatedAt: Scene.now),
      at: Scene.now
    )
    _ = try tx.calls.tell(post.id, to: member, author: stranger)
    _ = try tx.calls.list(for: member, limit: 5, at: Scene.now)
    try tx.calls.ignore(post.id, by: member)
    try tx.calls.mute(stranger, by: member)
    try agree(tx, need)
    try tx.needs.set(nil, of: post.id)
  }

  private func agree(_ tx: Transaction, _ need: Need) throws {
    let terms = try AgreementTerms(of: need, amount: nil, inReturn: nil)
    let draft = AgreementStore.Draft(
      offer: "https://far.example/offers/1",
      on: post,
      need,
      by: stranger,
      words: "",
      Agreement(terms)
    )
    guard let id = try tx.agreements.insert(draft, at: Scene.now) else { return }
    _ = try tx.agreements.find(id)
    _ = try tx.agreements.find(offer: draft.offer)
    _ = try tx.agreements.find(uri: "https://home.example/agreements/1")
    _ = try tx.agreements.find(deed: "https://home.example/deeds/1")
    _ = try tx.agreements.running(stranger, on: post.id)
    _ = try tx.agreements.countOffered(on: post.id)
    _ = try tx.agreements.list(of: member, limit: 5)
    try tx.agreements.set(Agreement(terms), uri: nil, of: id, at: Scene.now)
    try tx.agreements.remove(id)
  }
}
