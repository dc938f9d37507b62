import Foundation

/// What somebody says of another's skill (an endorsement), or of a person, an organisation or a service
/// as a whole (a recommendation): one shape, with a skill or without (Protocol/endorsements.md).
package struct Testimonial: Sendable, Hashable {
  /// Where it stands between the two.
  package enum State: String, Sendable, CaseIterable {
    /// Whom it is about has not answered.
    case asked
    /// Whom it is about lets it be shown.
    case shown
    /// Whom it is about does not, or no longer.
    case hidden
  }

  /// The consent of whom it is about (FEP-044f): it stands for this testimonial and nothing else.
  package struct Consent: Sendable, Hashable {
    package var uri: String
    package var ring: TalentRing
    /// The right of reply: shown wherever the testimonial is; empty when there is none.
    package var reply: String
    package var publishedAt: Date
    /// As it was signed, for others to verify.
    package var document: String

    package init(
      uri: String,
      ring: TalentRing,
      reply: String,
      publishedAt: Date,
      document: String
    ) {
      self.uri = uri
      self.ring = ring
      self.reply = reply
      self.publishedAt = publishedAt
      self.document = document
    }
  }

  /// Characters of what is said, and of the reply.
  package static let longestWords = 2_000
  /// How many may wait for one actor's answer.
  package static let mostWaiting = 100

  /// Its number on this node; zero before it is kept.
  package var id: Int64
  package var uri: String
  /// The activity that asked for consent.
  package var request: String
  package var author: ActorID
  package var subject: ActorID
  /// Nothing for a recommendation.
  package var skill: SkillID?
  /// The address of the offer that is recommended; nothing for whom it is about as a whole.
  package var service: String?
  package var link: TestimonialLink
  package var words: String
  package var publishedAt: Date
  /// As it was signed, for others to verify.
  package var document: String
  package var state: State
  /// The consent, while there is one.
  package var consent: Consent?

  package init(
    uri: String,
    request: String,
    author: ActorID,
    subject: ActorID,
    skill: SkillID?,
    link: TestimonialLink,
    words: String,
    publishedAt: Date,
    document: String
  ) {
    id = 0
    (self.uri, self.request, self.author, self.subject) = (uri, request, author, subject)
    (self.skill, self.link, self.words) = (skill, link, words)
    (self.publishedAt, self.document) = (publishedAt, document)
    state = .asked
  }
}

/// How the one who speaks is tied to the one spoken of, as they declare themselves.
package enum TestimonialLink: String, Sendable, CaseIterable {
  case colleague, employee, customer, partner, none

  /// Whether it says that both are of one house.
  package var isInside: Bool { self == .colleague || self == .employee }
}

/// One voice that counts: of which node it is, and its tie.
package struct TestimonialVoice: Sendable, Hashable {
  /// The host of who speaks.
  package var author: String
  /// The host of who is spoken of.
  package var subject: String
  package var link: TestimonialLink

  package init(author: String, subject: String, link: TestimonialLink) {
    (self.author, self.subject, self.link) = (author, subject, link)
  }

  /// The organisation that it counts for: who declares to be of the same house counts for that
  /// house, wherever its account is.
  package var organisation: String { link.isInside ? subject : author }
}

extension Sequence<TestimonialVoice> {
  /// The organisations that speak, each once, however many of its people do.
  package var organisations: Set<String> { Set(map(\.organisation)) }
}
