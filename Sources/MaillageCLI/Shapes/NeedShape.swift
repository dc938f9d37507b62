import Federation
import Foundation
import Model

/// A need or an offer as the command line prints it.
struct NeedShape: Encodable, Sendable {
  struct Skill: Encodable, Sendable {
    let id: String
    let label: String
    let level: Int
  }

  struct Side: Encodable, Sendable {
    let action: String
    let amount: String?
    let unit: String
    let resource: String?

    init(_ intent: Need.Intent) {
      action = intent.action.rawValue
      amount = intent.quantity.amount?.description
      unit = intent.quantity.unit.description
      resource = intent.resource
    }

    var shown: String {
      [
        amount.map { "\($0) \(unit)" } ?? "any number of \(unit)", resource.map(ThingName.shown),
      ].compactMap(\.self)
        .joined(separator: " of ")
    }
  }

  struct Place: Encodable, Sendable {
    let name: String?
    let code: String?
    let kilometres: Double?
  }

  let uri: String
  let author: String
  let audience: Audience
  let purpose: String
  let title: String
  let text: String
  let skills: [Skill]
  let primary: Side
  let inReturn: Side?
  let isUnitBased: Bool?
  let place: Place?
  let from: String?
  let until: String?
  let closesAt: Date?
  let status: String
  let isOpen: Bool
  let isCall: Bool
  let publishedAt: Date

  init?(
    _ post: Post,
    by author: ActorProfile,
    _ catalog: SkillCatalog.Loaded,
    _ language: String,
    at now: Date
  ) {
    guard let need = post.body.need else { return nil }
    uri = post.uri
    self.author = author.address
    audience = post.audience
    purpose = need.purpose.rawValue
    title = need.title
    text = PlainText.text(of: post.body.html)
    skills = need.skills.map { skill in
      Skill(
        id: skill.id.description,
        label: catalog.label(of: skill.id, in: language),
        level: skill.level.rawValue
      )
    }
    primary = Side(need.primary)
    inReturn = need.reciprocal.map(Side.init)
    isUnitBased = need.isUnitBased
    place = need.place.map { Place(name: $0.name, code: $0.code, kilometres: $0.kilometres) }
    from = need.from?.description
    until = need.until?.description
    closesAt = need.closesAt
    status = need.status.rawValue
    isOpen = need.isOpen(at: now)
    isCall = need.isCall
    publishedAt = post.publishedAt
  }

  /// Where it stands: what its author says, or that its time is over.
  var standing: String { status == "open" && !isOpen ? "expired" : status }

  var shown: String {
    var facts = Facts([
      "purpose": isCall ? "\(purpose), as a call" : purpose, "author": author,
      "audience": audience.rawValue, "state": standing,
    ])
    facts.add("skills", skills.map { "\($0.label), level \($0.level)" }.joined(separator: "\n"))
    facts.add("how much", primary.shown + (isUnitBased == true ? ", or a multiple" : ""))
    facts.add("in return", inReturn?.shown)
    let around = place?.kilometres.map { ", within \(Int($0)) km" } ?? ""
    facts.add("place", place.map { "\($0.name ?? $0.code ?? "")\(around)" })
    facts.add("from", from)
    facts.add("until", until)
    facts.add("closes", closesAt?.shown)
    return "\(Styled.strong(title))\n\(facts.shown)\n\n\(text)\n\(uri)"
  }
}

/// What answers to a need or an offer, as the command line prints it.
struct NeedMatchesShape: Encodable, Sendable {
  struct Counterpart: Encodable, Sendable {
    let uri: String
    let title: String
    /// From 0 to 1.
    let strength: Double
    let reasons: [String]
  }

  let counterparts: [Counterpart]
  let people: [FoundTalentShape]

  init(_ matches: NeedMatcher.Matches, _ catalog: SkillCatalog.Loaded, _ language: String) {
    counterparts = matches.counterparts.map { found in
      Counterpart(
        uri: found.post.uri,
        title: found.need.title,
        strength: (found.match.strength * 100).rounded() / 100,
        reasons: found.match.reasons.map { reason in
          let asked = catalog.label(of: reason.asked, in: language)
          let offered = catalog.label(of: reason.offered, in: language)
          let level = reason.isWellEnough ? "" : ", less well"
          return asked == offered
            ? "\(asked)\(level)" : "\(offered) for \(asked) (\(reason.match))\(level)"
        }
      )
    }
    people = matches.people.map { FoundTalentShape($0, catalog, language) }
  }

  var shown: String {
    let posts = counterparts.map { found in
      "\(Styled.strong(found.title))  \(found.uri)\n"
        + found.reasons.map { "  \($0)" }.joined(separator: "\n")
    }
    let parts = posts + people.map(\.shown)
    return parts.isEmpty ? "Nothing answers to it yet." : parts.joined(separator: "\n\n")
  }
}
