import ActivityStreams
import Foundation
import Model
import Storage

/// Somebody said something of a skill of another, or of another as a whole, and asks whether it may be
/// shown (Protocol/endorsements.md).
package enum EndorsementRequestActivity: ActivityHandler {
  package static let type = AS.ActivityType.endorsementRequest
  package static let objects = ActivityObjects(
    received: AS.Endorsement.types,
    sent: AS.Endorsement.types
  )

  package struct Prepared: Sendable {
    let request: OriginProof
    let uri: OriginProof
    let about: String
    let skill: SkillID?
    let service: String?
    let link: TestimonialLink
    let words: String
    let publishedAt: Date
    let document: String
  }

  package static func prepare(
    _ activity: AS.Activity,
    from sender: VerifiedSender,
    with services: FederationServices
  ) async throws -> Prepared {
    guard let embedded = activity.object?.embedded else {
      throw Refusal.malformed("It does not carry what is said.")
    }
    guard sender.isLocal || embedded.json["about"]?.string.map(services.addresses.isOwn) == true
    else { throw Ignored("It is about nobody of this node.") }
    let word = try await SignedWord<AS.Endorsement>(
      embedded.json,
      by: sender.actor,
      with: services
    )
    let value = word.value
    guard value.attributedTo.string == sender.actor.uri else {
      throw Refusal.forbidden("\(value.id) was not said by \(sender.actor.uri).")
    }
    guard let link = TestimonialLink(rawValue: value.link) else {
      throw Refusal.malformed("A link is one of \(TestimonialLink.allCases.map(\.rawValue)).")
    }
    let skill = value.skill.flatMap { SkillID($0) }
    guard (skill == nil) == (value.skill == nil) else {
      throw Refusal.malformed("The skill is no URI of one.")
    }
    return Prepared(
      request: try sender.proof(of: activity.id.string),
      uri: try sender.proof(of: value.id.string),
      about: value.about.string,
      skill: skill,
      service: value.service?.string,
      link: link,
      words: VisibleText.clean(value.content),
      publishedAt: value.published,
      document: word.document
    )
  }

  package static func authorize(
    _ prepared: Prepared,
    from sender: VerifiedSender,
    in tx: Transaction
  ) throws {
    let subject = try subject(prepared, in: tx)
    guard subject.id != sender.actor.id else {
      throw Refusal.forbidden("Nobody speaks for oneself here.")
    }
    if try tx.blocks.exists(by: subject.id, against: sender.actor.id) {
      throw Ignored("\(subject.uri) has blocked \(sender.actor.uri).")
    }
    let isPerson = subject.kind == .person
    guard isPerson ? prepared.link != .employee : prepared.link != .colleague else {
      throw Refusal.malformed("One is a colleague of a person, and an employee of another.")
    }
    guard isPerson || prepared.skill == nil else {
      throw Refusal.malformed("Skills are endorsed of people.")
    }
    try requireOffer(prepared, of: subject, for: sender, in: tx)
    guard prepared.skill != nil || !prepared.words.isEmpty else {
      throw Refusal.malformed("A recommendation says something.")
    }
  }

  package static func apply(
    _ prepared: Prepared,
    from sender: VerifiedSender,
    in tx: Transaction,
    effects: Effects
  ) throws {
    let subject = try subject(prepared, in: tx)
    let uri = prepared.uri.id
    // What was taken back before it came is known as such.
    guard try tx.testimonials.find(uri: uri) == nil, try !tx.posts.isKnown(uri: uri),
      try tx.testimonials.find(request: prepared.request.id) == nil
    else {
      throw Ignored("\(uri) is known already.")
    }
    guard
      try tx.testimonials.find(
        by: sender.actor.id,
        of: subject.id,
        prepared.skill,
        service: prepared.service
      ) == nil
    else {
      throw Refusal.conflict("There is such a word already: it has to be taken back first.")
    }
    guard try tx.testimonials.countWaiting(for: subject.id) < Testimonial.mostWaiting else {
      throw Refusal.conflict("\(Testimonial.mostWaiting) others wait for an answer.")
    }
    var said = Testimonial(
      uri: uri,
      request: prepared.request.id,
      author: sender.actor.id,
      subject: subject.id,
      skill: prepared.skill,
      link: prepared.link,
      words: prepared.words,
      publishedAt: prepared.publishedAt,
      document: prepared.document
    )
    said.service = prepared.service
    try tx.testimonials.insert(said)
    try NotificationWriter.tell(of: said, about: subject, at: effects.now, in: tx)
  }

  /// A service is an offer of whom it is about, which the author can read: what it cannot read is not there
  /// for it.
  private static func requireOffer(
    _ prepared: Prepared,
    of subject: ActorProfile,
    for sender: VerifiedSender,
    in tx: Transaction
  ) throws {
    guard let service = prepared.service else { return }
    guard let post = try tx.posts.find(uri: service), post.authorID == subject.id,
      post.body.need?.purpose == .offer,
      let facts = try tx.posts.facts(about: post.id, for: sender.reader),
      Permission.allows(sender.reader, toRead: facts)
    else { throw Refusal.malformed("\(service) is no offer of \(subject.uri).") }
  }

  private static func subject(_ prepared: Prepared, in tx: Transaction) throws -> ActorProfile {
    guard let subject = try tx.actors.find(uri: prepared.about), subject.isActive,
      try !subject.isLocal || tx.members.find(subject.id).map({ $0.state == .active }) != false
    else { throw Refusal.absent }
    return subject
  }
}
