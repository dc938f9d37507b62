import ActivityStreams
import Foundation
import Model
import Storage
import StrictJSON

/// What a member takes along of its life among others: one function for each subject.
///
/// Each gives the rows of an archive: flat objects with stable names, times as RFC 3339, the oldest first where
/// there is a time. What was signed is in them as it was signed, so that whoever reads the archive can
/// verify it. It is for the member alone, whatever the rings; who may ask is for the caller to
/// settle.
package struct MemberRecords: Sendable {
  let services: FederationServices

  package init(services: FederationServices) {
    self.services = services
  }

  static func time(_ date: Date?) -> JSON { date.map { .string(AS.Timestamp.text($0)) } ?? .null }

  static func text(_ text: String?) -> JSON { text.map(JSON.string) ?? .null }

  // MARK: How it takes part

  /// The way in which the member takes part, and its goals.
  ///
  /// - Returns: One row; none for a member who never said anything.
  /// - Throws: What the database throws.
  package func participation(of member: ActorID) async throws -> [JSON] {
    let said = try await services.database.read { try $0.participations.find(member) }
    guard said != Participation() else { return [] }
    return [
      [
        "way": Self.text(said.way?.rawValue), "goals": .string(said.goals),
        "circle": .string(said.circle.rawValue),
      ]
    ]
  }

  // MARK: Talents

  /// What the member says of its talents.
  ///
  /// Each row has a `kind`: `listing` (once, with `until`), `skill`,
  /// `place`, `time`, `help`; and its `ring`.
  ///
  /// - Returns: The rows; none for a member who never wrote any.
  /// - Throws: What the database throws.
  package func talents(of member: ActorID) async throws -> [JSON] {
    let profile = try await services.database.read { try $0.talents.profile(of: member) }
    guard let profile else { return [] }
    let catalog = try await services.skillCatalog.current(from: services.database)
    var rows: [JSON] = [["kind": "listing", "until": Self.time(profile.listedUntil)]]
    rows += profile.talents.map { talent in
      [
        "kind": "skill", "id": .string(talent.skill.description),
        "label_fr": .string(catalog.label(of: talent.skill, in: "fr")),
        "label_en": .string(catalog.label(of: talent.skill, in: "en")),
        "level": talent.level.map { .integer($0.rawValue) } ?? .null,
        "to_learn": .bool(talent.isWanted), "evidence": .string(talent.evidence),
        "ring": .string(talent.ring.rawValue),
      ]
    }
    rows += profile.places.map { place in
      [
        "kind": "place", "code": .string(place.value.code),
        "name": Self.text(Communes.find(code: place.value.code)?.name),
        "of": .string(place.value.kind.rawValue), "ring": .string(place.ring.rawValue),
      ]
    }
    if let time = profile.availability {
      rows.append([
        "kind": "time", "hours_per_month": .integer(time.value.hoursPerMonth),
        "from": Self.text(time.value.from?.description),
        "until": Self.text(time.value.until?.description),
        "release": .string(time.value.release.rawValue), "ring": .string(time.ring.rawValue),
      ])
    }
    rows += profile.help.map { help in
      [
        "kind": "help", "with": .string(help.value.rawValue),
        "ring": .string(help.ring.rawValue),
      ]
    }
    return rows
  }

  // MARK: Needs, offers, agreements

  /// What the member needed and offered, calls included: `purpose` is `request` or `offer`.
  ///
  /// The posts themselves, with their words and files, are among the member's posts by their `uri`.
  package func needsAndOffers(of member: ActorID) async throws -> [JSON] {
    let now = services.now()
    return try await services.database.read { tx in
      var posts: [PostID] = []
      for isCall in [false, true] {
        let choice = NeedStore.Choice(onlyOpen: false, author: member, isCall: isCall)
        posts += try Self.all { before in
          try tx.needs.list(
            choice,
            by: .member(member),
            before: before.map(PostID.init(rawValue:)),
            limit: Page.largest,
            at: now
          )
          .map { ($0.rawValue, $0) }
        }
      }
      return try posts.sorted { $0.rawValue < $1.rawValue }.compactMap { id in
        guard let post = try tx.posts.find(id), let need = post.body.need else { return nil }
        return Self.need(need, post)
      }
    }
  }

  private static func need(_ need: Need, _ post: Post) -> JSON {
    [
      "uri": .string(post.uri), "purpose": .string(need.purpose.rawValue),
      "title": .string(need.title), "status": .string(need.status.rawValue),
      "call": .bool(need.isCall), "published_at": time(post.publishedAt),
      "closes_at": time(need.closesAt), "from": text(need.from?.description),
      "until": text(need.until?.description),
      "skills": .array(need.skills.map { .string("\($0.id):\($0.level.rawValue)") }),
      "action": .string(need.primary.action.rawValue),
      "amount": text(need.primary.quantity.amount?.description),
      "unit": .string(need.primary.quantity.unit.description),
      "return_action": text(need.reciprocal?.action.rawValue),
      "return_amount": text(need.reciprocal?.quantity.amount?.description),
      "return_unit": text(need.reciprocal?.quantity.unit.description),
      "place": text(need.place?.name), "place_code": text(need.place?.code),
      "kilometres": need.place?.kilometres.map { .number(String($0)) } ?? .null,
    ]
  }

  /// What the member agreed on with others, whoever began it; `role` is `author` (of the need or offer) or
  /// `proposer`.
  package func agreements(of member: ActorID) async throws -> [JSON] {
    try await services.database.read { tx in
      let entries = try Self.all { before in
        try tx.agreements.list(of: member, before: before, limit: Page.largest)
          .map { ($0.id, $0) }
      }
      return try entries.reversed().map { entry in
        let party = entry.party(member) ?? .proposer
        var row: JSONObject = [
          "uri": Self.text(entry.uri), "offer": .string(entry.offer), "need": .string(entry.need),
          "title": .string(entry.title), "purpose": .string(entry.purpose.rawValue),
          "role": .string(party.rawValue),
          "with": Self.text(try tx.actors.find(entry.actor(party.other))?.uri),
          "stage": .string(entry.agreement.stage.rawValue), "words": .string(entry.words),
          "reason": .string(entry.agreement.reason), "begun_at": Self.time(entry.createdAt),
          "changed_at": Self.time(entry.updatedAt),
        ]
        for (name, side) in [("", Agreement.Side.primary), ("return_", .reciprocal)] {
          let commitment = entry.agreement[side]
          row["\(name)amount"] = Self.text(commitment?.share.amount.description)
          row["\(name)unit"] = Self.text(commitment?.share.unit.description)
          row["\(name)done"] = Self.text(commitment?.deed?.amount.description)
          row["\(name)done_on"] = Self.text(commitment?.deed?.day.description)
          row["\(name)confirmed"] = .bool(commitment?.isConfirmed ?? false)
        }
        return .object(row)
      }
    }
  }

  /// All stretches of a list that goes from the newest down.
  static func all<Value>(
    _ read: (Int64?) throws -> [(number: Int64, value: Value)]
  ) rethrows -> [Value] {
    var values: [Value] = []
    var before: Int64?
    while true {
      let rows = try read(before)
      values += rows.map(\.value)
      guard let last = rows.last, rows.count == Page.largest else { return values }
      before = last.number
    }
  }
}
