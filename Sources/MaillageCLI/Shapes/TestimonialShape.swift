import Federation
import Foundation
import Model

/// What somebody said of another, as the command line prints it.
struct TestimonialShape: Encodable, Sendable {
  let id: Int64
  let uri: String
  let author: String
  let subject: String
  /// Nothing for a recommendation.
  let skill: SkillShape?
  /// The offer that is recommended.
  let service: String?
  let link: String
  let text: String
  let said: Date
  let state: String
  let ring: String?
  let reply: String
  /// The organisation that it counts for.
  let organisation: String

  init(
    _ shown: TestimonialReading.Shown,
    _ catalog: SkillCatalog.Loaded,
    _ language: String
  ) {
    let testimonial = shown.testimonial
    (id, uri) = (testimonial.id, testimonial.uri)
    (author, subject) = (shown.author.uri, shown.subject.uri)
    skill = testimonial.skill.map {
      SkillShape(id: $0.description, label: catalog.label(of: $0, in: language))
    }
    service = testimonial.service
    (link, text) = (testimonial.link.rawValue, testimonial.words)
    (said, state) = (testimonial.publishedAt, testimonial.state.rawValue)
    (ring, reply) = (testimonial.consent?.ring.rawValue, testimonial.consent?.reply ?? "")
    organisation = shown.voice.organisation
  }

  var shown: String {
    let number = id == 0 ? "" : "\(id)  "
    var lines = [
      "\(number)\(Styled.strong(skill?.label ?? "Recommendation"))  \(author) → \(subject)",
      "  \(state)\(ring.map { ", for \($0)" } ?? ""), as \(link), counts for \(organisation)",
    ]
    if let service { lines.append("  of the service \(service)") }
    if !text.isEmpty { lines.append("  « \(text) »") }
    if !reply.isEmpty { lines.append("  Reply: « \(reply) »") }
    return lines.joined(separator: "\n")
  }

  /// How many organisations endorse one skill, or recommend as a whole.
  struct Count: Encodable, Sendable {
    let skill: SkillShape?
    let service: String?
    let organisations: [String]
  }

  /// What another node shows and does not hold, or cannot be verified now.
  struct LeftOut: Encodable, Sendable {
    let uri: String
    let reason: String
  }

  private struct Listed: Encodable {
    let said: [TestimonialShape]
    let counts: [Count]
    let leftOut: [LeftOut]
  }

  static func report(
    _ shapes: [TestimonialShape],
    leftOut: [(uri: String, reason: String)] = []
  ) throws -> Report {
    let counted = shapes.filter { $0.state == Testimonial.State.shown.rawValue }
    let counts = Dictionary(grouping: counted) { $0.skill?.id ?? $0.service ?? "" }
      .sorted { $0.key < $1.key }
      .map { _, voices in
        Count(
          skill: voices.first?.skill,
          service: voices.first?.service,
          organisations: Set(voices.map(\.organisation)).sorted()
        )
      }
    let lines = counts.map { count in
      "\(count.skill?.label ?? count.service ?? "As a whole"): \(count.organisations.count) organisations"
    }
    let reasons = Dictionary(grouping: leftOut, by: \.reason).sorted { $0.key < $1.key }
      .map { "  \($0.value.count): \($0.key)" }
    let rest = reasons.isEmpty ? [] : ["Left out: \(leftOut.count)"] + reasons
    let shown = shapes.isEmpty ? ["Nothing."] : shapes.map(\.shown)
    let text = (shown + [lines.joined(separator: "\n"), rest.joined(separator: "\n")])
      .filter { !$0.isEmpty }
    return try Report(
      text.joined(separator: "\n\n"),
      Listed(
        said: shapes,
        counts: counts,
        leftOut: leftOut.map { LeftOut(uri: $0.uri, reason: $0.reason) }
      )
    )
  }
}
