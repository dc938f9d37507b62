import Federation
import Foundation
import Model
import Storage
import StrictJSON

/// What apps are told about needs, offers and agreements, with the names of skills in the language
/// that was asked for.
struct NeedEntity {
  let words: TalentEntity
  let maker: EntityMaker

  // MARK: Needs and offers

  /// Nothing for a post that is neither.
  func need(_ found: ReadablePost) throws -> JSON? {
    guard let need = found.post.body.need else { return nil }
    let now = maker.setting.now
    return [
      "id": EntityMaker.id(found.post.id.rawValue), "uri": .string(found.post.uri),
      "purpose": .string(need.purpose.rawValue), "title": .string(need.title),
      "status": try maker.status(found), "skills": .array(need.skills.map(skill)),
      "primary": Self.side(need.primary),
      "in_return": need.reciprocal.map(Self.side) ?? .null,
      "unit_based": need.isUnitBased.map(JSON.bool) ?? .null,
      "place": need.place.map(Self.place) ?? .null,
      "from": need.from.map { .string($0.description) } ?? .null,
      "until": need.until.map { .string($0.description) } ?? .null,
      "closes_at": EntityMaker.time(need.closesAt), "state": .string(need.status.rawValue),
      "open": .bool(need.isOpen(at: now)), "call": .bool(need.isCall),
    ]
  }

  private func skill(_ skill: Need.Skill) -> JSON {
    [
      "id": .string(skill.id.description), "label": words.label(skill.id),
      "level": .integer(skill.level.rawValue),
    ]
  }

  private static func side(_ intent: Need.Intent) -> JSON {
    [
      "action": .string(intent.action.rawValue),
      "amount": intent.quantity.amount.map { .string($0.description) } ?? .null,
      "unit": .string(intent.quantity.unit.description),
      "resource": intent.resource.map(JSON.string) ?? .null,
    ]
  }

  private static func place(_ place: Need.Place) -> JSON {
    [
      "name": place.name.map(JSON.string) ?? .null,
      "code": place.code.map(JSON.string) ?? .null,
      "kilometres": place.kilometres.map { .number(String($0)) } ?? .null,
    ]
  }

  func matches(_ matches: NeedMatcher.Matches) throws -> JSON {
    [
      "needs": .array(
        try matches.counterparts.compactMap { found in
          guard let post = try maker.tx.posts.readable(found.post.id, by: maker.reader),
            let need = try need(post)
          else { return nil }
          return [
            "need": need, "strength": .number(String(found.match.strength)),
            "reasons": .array(
              found.match.reasons.map { reason in
                [
                  "asked": words.skill(reason.asked), "offered": words.skill(reason.offered),
                  "match": .string("\(reason.match)"), "well_enough": .bool(reason.isWellEnough),
                ]
              }
            ),
          ]
        }
      ),
      "people": .array(matches.people.map(words.found)),
    ]
  }

  // MARK: Agreements

  func agreement(_ entry: AgreementStore.Entry) throws -> JSON {
    let viewer = maker.viewer.flatMap(entry.party)
    return [
      "id": EntityMaker.id(entry.id), "uri": entry.uri.map(JSON.string) ?? .null,
      "need_id": entry.postID.map { EntityMaker.id($0.rawValue) } ?? .null,
      "need_uri": .string(entry.need), "title": .string(entry.title),
      "purpose": .string(entry.purpose.rawValue),
      "author": try maker.account(entry.authorID) ?? .null,
      "proposer": try maker.account(entry.proposerID) ?? .null,
      "role": viewer.map { .string($0.rawValue) } ?? .null,
      "stage": .string(entry.agreement.stage.rawValue), "words": .string(entry.words),
      "reason": .string(entry.agreement.reason),
      "primary": Self.commitment(.primary, entry) ?? .null,
      "in_return": Self.commitment(.reciprocal, entry) ?? .null,
      "created_at": EntityMaker.time(entry.createdAt),
      "updated_at": EntityMaker.time(entry.updatedAt),
    ]
  }

  private static func commitment(_ side: Agreement.Side, _ entry: AgreementStore.Entry) -> JSON? {
    guard let commitment = entry.agreement[side] else { return nil }
    return [
      "amount": .string(commitment.share.amount.description),
      "unit": .string(commitment.share.unit.description),
      "provider": .string(Agreement.provider(of: side, entry.purpose).rawValue),
      "done": commitment.deed.map { deed in
        [
          "amount": .string(deed.amount.description), "on": .string(deed.day.description),
          "by": .string(deed.party.rawValue),
        ]
      } ?? .null,
      "confirmed": .bool(commitment.isConfirmed),
    ]
  }
}
