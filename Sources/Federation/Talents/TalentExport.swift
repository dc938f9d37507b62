import ActivityStreams
import Foundation
import Model
import Signatures
import Storage
import StrictJSON

/// Gives a member what it said of its talents, and what others said of them, in other programs' forms.
///
/// It is for the member itself, whatever the rings.
package struct TalentExport: Sendable {
  /// How it is written.
  package enum Format: String, Sendable, CaseIterable {
    /// vCard 4.0 (RFC 6350) with EXPERTISE, INTEREST and ORG-DIRECTORY (RFC 6715).
    case vcard
    /// The same as JSON (RFC 7095).
    case jcard
    /// Open Badges 3.0: a credential as JWT for each endorsed skill, one a line.
    case openbadges

    package var mediaType: String {
      switch self {
      case .vcard: "text/vcard"
      case .jcard: "application/vcard+json"
      case .openbadges: "text/plain"
      }
    }
  }

  let services: FederationServices

  package init(services: FederationServices) {
    self.services = services
  }

  /// What a member takes along.
  ///
  /// - Parameters:
  ///   - member: The member.
  ///   - format: How it is written.
  ///   - language: The language of the names of skills.
  /// - Returns: The text; empty when there is nothing.
  /// - Throws: `Refusal.absent` for no active member.
  package func text(
    of member: ActorID,
    as format: Format,
    in language: String
  ) async throws -> String {
    let (actor, profile) = try await services.database.read { tx in
      (try tx.actors.find(member), try tx.talents.profile(of: member))
    }
    guard let actor, actor.isLocal, actor.isActive else { throw Refusal.absent }
    let catalog = try await services.skillCatalog.current(from: services.database)
    switch format {
    case .vcard: return card(of: actor, profile, catalog, language).text
    case .jcard:
      let json = card(of: actor, profile, catalog, language).json
      return String(decoding: json.serialized(), as: UTF8.self)
    case .openbadges: return try await badges(of: actor, catalog, language)
    }
  }

  // MARK: Cards

  private func card(
    of actor: ActorProfile,
    _ profile: TalentProfile?,
    _ catalog: SkillCatalog.Loaded,
    _ language: String
  ) -> ContactCard {
    var card = ContactCard()
    card.add("fn", actor.displayName.isEmpty ? actor.name : actor.displayName)
    card.add("uid", actor.uri, type: "uri")
    if let page = actor.endpoints.page { card.add("url", page, type: "uri") }
    card.add("org-directory", services.addresses.origin.string, type: "uri", [("index", "1")])
    let talents = (profile?.talents ?? [])
      .map { (catalog.label(of: $0.skill, in: language), $0) }
      .sorted { ($0.1.level?.rawValue ?? 0, $1.0) > ($1.1.level?.rawValue ?? 0, $0.0) }
    for (place, (label, talent)) in talents.filter({ $0.1.level != nil }).enumerated() {
      let level = talent.level.map(Self.word) ?? "beginner"
      card.add("expertise", label, [("index", "\(place + 1)"), ("level", level)])
    }
    for (place, (label, _)) in talents.filter({ $0.1.isWanted }).enumerated() {
      card.add("interest", label, [("index", "\(place + 1)"), ("level", "high")])
    }
    return card
  }

  /// RFC 6715 §2.1.
  private static func word(_ level: SkillLevel) -> String {
    switch level {
    case .notions: "beginner"
    case .practice, .mastery: "average"
    case .expertise: "expert"
    }
  }

  // MARK: Badges

  /// One credential for each skill that is endorsed with the member's consent: this node says that it
  /// verified the endorsements, which are its evidence.
  private func badges(
    of actor: ActorProfile,
    _ catalog: SkillCatalog.Loaded,
    _ language: String
  ) async throws -> String {
    let shown = try await TestimonialReading(services: services)
      .about(actor, for: .member(actor.id))
      .filter { $0.testimonial.state == .shown && $0.testimonial.skill != nil }
    let bySkill = Dictionary(grouping: shown) { $0.testimonial.skill?.description ?? "" }
    let key = try services.keys.nodeSigner(.rsa).key
    let now = services.now()
    return try bySkill.sorted { $0.key < $1.key }
      .compactMap { _, voices in voices.first?.testimonial.skill.map { ($0, voices) } }
      .map { skill, voices in
        let label = catalog.label(of: skill, in: language)
        let badge = badge(for: skill, label, of: actor, voices, at: now)
        return try JSONWebSignature.sign(badge, with: key)
      }
      .joined(separator: "\n")
  }

  /// The credential with the claims that repeat it (Open Badges 3.0 §8.2.4).
  private func badge(
    for skill: SkillID,
    _ label: String,
    of actor: ActorProfile,
    _ voices: [TestimonialReading.Shown],
    at now: Date
  ) -> JSONObject {
    let issuer = services.addresses.nodeActor.string
    // Whole seconds: the claim and the member say the same.
    let second = Date(timeIntervalSince1970: now.timeIntervalSince1970.rounded(.down))
    let id = "\(actor.uri)#badge-\(Digest(of: skill.description.utf8).text)"
    let organisations = voices.map(\.voice).organisations.count
    return [
      "@context": [
        "https://www.w3.org/ns/credentials/v2",
        "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
      ],
      "id": .string(id), "type": ["VerifiableCredential", "OpenBadgeCredential"],
      "name": .string(label),
      "issuer": [
        "id": .string(issuer), "type": ["Profile"],
        "name": .string(services.addresses.origin.authority),
        "url": .string(services.addresses.origin.string),
      ],
      "validFrom": .string(AS.Timestamp.text(second)),
      "credentialSubject": [
        "id": .string(actor.uri), "type": ["AchievementSubject"],
        "achievement": [
          "id": .string(skill.description), "type": ["Achievement"],
          "achievementType": "Competency", "name": .string(label),
          "description": .string(label),
          "criteria": [
            "narrative": .string(
              "Organisations that endorse it, each by a signature: \(organisations)"
            )
          ],
          "alignment": [
            [
              "type": ["Alignment"], "targetName": .string(label),
              "targetUrl": .string(skill.description),
            ]
          ],
        ],
      ],
      "evidence": .array(voices.map(Self.evidence)),
      "iss": .string(issuer), "jti": .string(id), "sub": .string(actor.uri),
      "nbf": .integer(Int(second.timeIntervalSince1970)),
    ]
  }

  private static func evidence(_ shown: TestimonialReading.Shown) -> JSON {
    var evidence: JSONObject = [
      "id": .string(shown.testimonial.uri), "type": ["Evidence"],
      "name": .string("\(shown.author.uri) (\(shown.testimonial.link.rawValue))"),
    ]
    let reply = shown.testimonial.consent?.reply ?? ""
    let words = [shown.testimonial.words, reply.isEmpty ? "" : "Reply: \(reply)"]
      .filter { !$0.isEmpty }.joined(separator: "\n\n")
    if !words.isEmpty { evidence["narrative"] = .string(words) }
    return .object(evidence)
  }
}
