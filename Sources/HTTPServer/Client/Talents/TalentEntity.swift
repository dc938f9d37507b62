import Federation
import Foundation
import Insight
import Model
import Storage
import StrictJSON

/// What apps are told about talents, with the names of skills in the language that was asked for.
struct TalentEntity {
  let catalog: SkillCatalog.Loaded
  let language: String

  func label(_ id: SkillID) -> JSON { .string(catalog.label(of: id, in: language)) }

  func skill(_ id: SkillID) -> JSON { ["id": .string(id.description), "label": label(id)] }

  // MARK: The member's own

  func profile(_ profile: TalentProfile, at now: Date) -> JSON {
    [
      "listed": .bool(profile.isListed(at: now)),
      "listed_until": profile.listedUntil.map { EntityMaker.time($0) } ?? .null,
      "skills": .array(profile.talents.map(talent)),
      "places": .array(profile.places.map(Self.place)),
      "availability": profile.availability.map { Self.availability($0.value, $0.ring) } ?? .null,
      "help": .array(
        profile.help.map {
          ["kind": .string($0.value.rawValue), "ring": .string($0.ring.rawValue)]
        }
      ),
    ]
  }

  private func talent(_ talent: Talent) -> JSON {
    [
      "id": .string(talent.skill.description), "label": label(talent.skill),
      "level": talent.level.map { .integer($0.rawValue) } ?? .null,
      "to_learn": .bool(talent.isWanted), "evidence": .string(talent.evidence),
      "ring": .string(talent.ring.rawValue),
    ]
  }

  private static func place(_ place: TalentProfile.Ringed<TalentPlace>) -> JSON {
    [
      "code": .string(place.value.code),
      "name": .string(Communes.find(code: place.value.code)?.name ?? place.value.code),
      "kind": .string(place.value.kind.rawValue), "ring": .string(place.ring.rawValue),
    ]
  }

  private static func availability(_ time: Availability, _ ring: TalentRing?) -> JSON {
    [
      "hours_per_month": .integer(time.hoursPerMonth),
      "from": time.from.map { .string($0.description) } ?? .null,
      "until": time.until.map { .string($0.description) } ?? .null,
      "release": .string(time.release.rawValue),
      "ring": ring.map { .string($0.rawValue) } ?? .null,
    ]
  }

  static func receipt(_ receipt: TalentReceipt) -> JSON {
    [
      "entry": .string(receipt.number),
      "holders": .array(
        receipt.holdings.sorted { $0.key < $1.key }.map { host, holding in
          switch holding {
          case .holds: ["host": .string(host), "state": "holds", "since": .null]
          case .told: ["host": .string(host), "state": "told", "since": .null]
          case .gone(let since):
            ["host": .string(host), "state": "gone", "since": EntityMaker.time(since)]
          }
        }
      ),
    ]
  }

  // MARK: Others

  func entry(_ shown: TalentDirectoryStore.Shown) -> JSON {
    let entry = shown.entry
    return [
      "uri": .string(entry.person.uri), "name": .string(entry.person.name),
      "host": .string(shown.host), "ring": .string(shown.scope.ring.rawValue),
      "skills": .array(
        entry.skills.map { skill in
          [
            "id": .string(skill.id.description), "label": label(skill.id),
            "level": skill.level.map { .integer($0.rawValue) } ?? .null,
            "to_learn": .bool(skill.isWanted),
          ]
        }
      ),
      "places": .array(
        entry.places.map { .string(Communes.find(code: $0.code)?.name ?? $0.code) }
      ),
      "availability": entry.availability.map { Self.availability($0, nil) } ?? .null,
      "help": .array(entry.help.map { .string($0.rawValue) }),
      "expires_at": EntityMaker.time(entry.expiresAt),
    ]
  }

  func found(_ found: TalentSearch.Found) -> JSON {
    [
      "entry": entry(found.shown),
      "kilometres": found.kilometres.map(Self.kilometres) ?? .null,
      "reasons": .array(
        found.reasons.map { reason in
          [
            "asked": skill(reason.asked), "offered": skill(reason.offered),
            "match": .string("\(reason.match)"), "weight": .number("\(reason.match.weight)"),
            "level": reason.level.map { .integer($0.rawValue) } ?? .null,
            "to_learn": .bool(reason.level == nil),
            "organisations": .integer(reason.organisations),
          ]
        }
      ),
    ]
  }

  /// To a tenth: more would say where somebody is.
  private static func kilometres(_ distance: Double) -> JSON {
    .number(String(Double(Int((distance * 10).rounded())) / 10))
  }

  // MARK: Teams

  func composition(_ composition: TeamComposer.Composition) -> JSON {
    let wanted = composition.wish.skills.map { skill($0.id) }
    return [
      "teams": .array(composition.proposal.teams.map { team($0, wanted, composition) }),
      "uncovered": .array(
        composition.proposal.uncovered.map { missing in
          [
            "wanted": wanted[missing.wanted],
            "nearest": missing.nearest.map { nearest(_: $0, composition) } ?? .null,
            "call": call(composition.wish, missing.wanted),
          ]
        }
      ),
      "organisations_short": .integer(composition.proposal.organisationsShort),
      "closest": composition.near.closest.map { near($0, wanted, composition) } ?? .null,
      "led": composition.near.led.map { near($0, wanted, composition) } ?? .null,
    ]
  }

  /// A team of those who are near: who answers for which skill.
  private func near(
    _ team: NearTeams.Team,
    _ wanted: [JSON],
    _ composition: TeamComposer.Composition
  ) -> JSON {
    [
      "steps": .integer(team.steps),
      "people": .array(
        zip(zip(team.people, team.organisations), wanted).map { member, skill in
          [
            "entry": composition.people[member.0].map(entry) ?? .null,
            "organisation": .string(member.1), "wanted": skill,
          ]
        }
      ),
    ]
  }

  /// What a call for one skill would say (`POST /api/maillage/v1/calls`).
  private func call(_ wish: TalentWish, _ index: Int) -> JSON {
    let skill = wish.skills[index]
    return [
      "title": label(skill.id),
      "skills": [.string("\(skill.id):\(skill.minimum.rawValue)")],
      "near": wish.near.map { .string($0.commune.code) } ?? .null,
      "within": wish.near.map { .number(String($0.kilometres)) } ?? .null,
      "amount": wish.hours.map { .string(String($0)) } ?? .null,
      "from": wish.from.map { .string($0.description) } ?? .null,
      "until": wish.until.map { .string($0.description) } ?? .null,
    ]
  }

  private func nearest(
    _ nearest: UncoveredSkill.Nearest,
    _ composition: TeamComposer.Composition
  ) -> JSON {
    [
      "skill": skill(nearest.offer.skill), "level": .integer(nearest.offer.level.rawValue),
      "match": .string("\(nearest.offer.match)"),
      "person": composition.people[nearest.id].map(entry) ?? .null,
    ]
  }

  private func team(
    _ team: Team,
    _ wanted: [JSON],
    _ composition: TeamComposer.Composition
  ) -> JSON {
    [
      "organisations": .array(team.organisations.map(JSON.string)),
      "communication": .integer(team.ranking.communication),
      "people": .array(
        team.members.map { member in
          [
            "entry": composition.people[member.id].map(entry) ?? .null,
            "organisation": .string(member.organisation),
            "kilometres": member.distance.map(Self.kilometres) ?? .null,
            "alone": .array(member.alone.map { wanted[$0] }),
            "brings": .array(
              member.covers.map { offer in
                [
                  "wanted": wanted[offer.wanted], "skill": skill(offer.skill),
                  "level": .integer(offer.level.rawValue), "match": .string("\(offer.match)"),
                ]
              }
            ),
          ]
        }
      ),
    ]
  }
}
