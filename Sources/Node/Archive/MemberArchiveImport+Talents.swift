import Federation
import Foundation
import Model
import Storage
import StrictJSON

// What only nodes like this one have: talents and filters, out of `maillage/`.
extension MemberArchiveImport {
  /// The rows of a list; one that is too large or no list is counted, and all that comes after it comes.
  func rows(_ name: String, _ count: inout Count) -> [JSON] {
    do {
      return try list(name)
    } catch {
      count.refuse(error)
      return []
    }
  }

  private func list(_ name: String) throws -> [JSON] {
    let bytes = try archive.bytes("maillage/\(name).json", limit: archive.bounds.list)
    guard let bytes else { return [] }
    guard let list = try? JSON.parse(bytes, limits: .init(maxBytes: archive.bounds.list)).array
    else { throw Refusal.malformed("maillage/\(name).json is no list.") }
    return list
  }

  /// Talents, as the person wrote them and in its own hands: nobody finds them before it opts in.
  ///
  /// Where it has written of its talents here already, these stay alone: adding to what is shown would
  /// show what it did not choose to.
  func takeTalents(isTrial: Bool) async throws -> Count {
    var count = Count(part: "talents")
    let rows = rows("talents", &count)
    let talents = rows.filter { $0["kind"] == "skill" }
    let others = rows.count { ["place", "time", "help"].contains($0["kind"]?.string) }
    guard !talents.isEmpty || others > 0 else { return count }
    let id = member.actorID
    let known = try await node.database.read { try $0.talents.profile(of: id) }
    guard known?.talents.isEmpty ?? true, known?.listedUntil == nil else {
      count.known = talents.count
      return count
    }
    var taken: [Talent] = []
    for entry in talents {
      do {
        guard let skill = entry["id"]?.string.flatMap({ SkillID($0) }) else {
          throw Refusal.malformed("A talent names no skill.")
        }
        let talent = try Talent(
          skill: skill,
          level: entry["level"]?.int.flatMap(SkillLevel.init(rawValue:)),
          isWanted: entry["to_learn"] == true,
          evidence: entry["evidence"]?.string ?? "",
          ring: .organisation
        )
        guard taken.count < TalentProfile.mostTalents,
          !taken.contains(where: { $0.skill == skill })
        else { throw Refusal.conflict("A profile holds each skill once, and so many at most.") }
        taken.append(talent)
      } catch {
        count.refuse(error)
      }
    }
    count.new = taken.count
    guard !isTrial, !taken.isEmpty || others > 0 else { return count }
    let (places, time, help) = (Self.places(in: rows), Self.time(in: rows), Self.help(in: rows))
    try await TalentDesk(services: node.services).edit(id, by: .other) { [taken] profile, _ in
      profile.talents = taken
      if profile.places.isEmpty { profile.places = places }
      if profile.availability == nil { profile.availability = time }
      if profile.help.isEmpty { profile.help = help }
    }
    return count
  }

  private static func time(in rows: [JSON]) -> TalentProfile.Ringed<Availability>? {
    guard let entry = rows.first(where: { $0["kind"] == "time" }),
      let time = try? Availability(
        hoursPerMonth: entry["hours_per_month"]?.int ?? 0,
        from: entry["from"]?.string.flatMap { Day($0) },
        until: entry["until"]?.string.flatMap { Day($0) },
        // Whether this employer lets the person is for it to say.
        release: entry["release"] == "no" ? .no : .asked
      )
    else { return nil }
    return TalentProfile.Ringed(time)
  }

  private static func help(in rows: [JSON]) -> [TalentProfile.Ringed<HelpKind>] {
    let kinds = rows.filter { $0["kind"] == "help" }
      .compactMap { $0["with"]?.string.flatMap(HelpKind.init(rawValue:)) }
    return Set(kinds).sorted().map { TalentProfile.Ringed($0) }
  }

  private static func places(in rows: [JSON]) -> [TalentProfile.Ringed<TalentPlace>] {
    rows.filter { $0["kind"] == "place" }.prefix(TalentProfile.mostPlaces).compactMap { entry in
      guard let code = entry["code"]?.string,
        let kind = entry["of"]?.string.flatMap(TalentPlace.Kind.init(rawValue:)),
        let place = try? TalentPlace(code: code, kind: kind)
      else { return nil }
      return TalentProfile.Ringed(place)
    }
  }

  func takeFilters(isTrial: Bool) async throws -> Count {
    var count = Count(part: "filters")
    let words = Dictionary(grouping: rows("filterKeywords", &count)) { $0["filter"]?.int ?? 0 }
    let id = member.actorID
    var known = Set(try await node.database.read { try $0.filters.filters(of: id) }.map(\.title))
    for entry in rows("filters", &count) {
      guard let title = entry["title"]?.string, known.insert(title).inserted else {
        count.known += 1
        continue
      }
      do {
        let filter = Self.filter(entry, titled: title, words[entry["id"]?.int ?? 0] ?? [])
        if !isTrial {
          try await node.database.write { _ = try $0.filters.insert(filter, of: id) }
        }
        count.new += 1
      } catch {
        count.refuse(error)
      }
    }
    return count
  }

  private static func filter(_ entry: JSON, titled title: String, _ words: [JSON]) -> ContentFilter
  {
    let contexts = (entry["contexts"]?.string ?? "").split(separator: " ")
      .compactMap { ContentFilter.Context(rawValue: String($0)) }
    return ContentFilter(
      title: title,
      contexts: Set(contexts),
      action: entry["action"]?.string.flatMap(ContentFilter.Action.init(rawValue:)) ?? .warn,
      endsAt: entry["endsAt"]?.string.flatMap { try? Date($0, strategy: .iso8601) },
      keywords: words.prefix(ContentFilter.mostKeywords).compactMap { word in
        (word["keyword"]?.string).map {
          ContentFilter.Keyword(text: $0, isWholeWord: word["isWholeWord"] != false)
        }
      }
    )
  }
}
