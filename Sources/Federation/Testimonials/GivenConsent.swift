import ActivityStreams
import Model
import Storage
import StrictJSON

/// The consent of whom a testimonial is about, read and verified, before it has its effect.
package struct GivenConsent: Sendable {
  /// The testimonial's id.
  let testimonial: String
  let consent: Testimonial.Consent

  /// Reads a consent that an activity carries.
  ///
  /// - Throws: `Refusal.forbidden` for another's, `Refusal.unauthenticated` for a proof that does not
  ///   hold, `Refusal.malformed`.
  init(
    _ json: JSON,
    by sender: VerifiedSender,
    with services: FederationServices
  ) async throws {
    let word = try await SignedWord<AS.EndorsementAuthorization>(
      json,
      by: sender.actor,
      with: services
    )
    try self.init(word, of: sender.actor)
  }

  init(
    _ word: SignedWord<AS.EndorsementAuthorization>,
    of subject: ActorProfile
  ) throws(Refusal) {
    let value = word.value
    _ = try OriginProof(of: value.id.string, vouchedBy: subject.uri)
    guard value.attributedTo.string == subject.uri, value.interactionTarget.string == subject.uri
    else { throw .forbidden("\(value.id) is no consent of \(subject.uri).") }
    guard let ring = TalentRing(rawValue: value.ring) else {
      throw .malformed("A ring is organisation, territory or everyone.")
    }
    testimonial = value.interactingObject.string
    consent = Testimonial.Consent(
      uri: value.id.string,
      ring: ring,
      reply: VisibleText.clean(value.content),
      publishedAt: value.published,
      document: word.document
    )
  }

  /// The testimonial, if it is the sender's to decide about.
  ///
  /// - Throws: `Refusal.forbidden` when it is about somebody else, `Ignored` for one that is not here.
  func find(from sender: VerifiedSender, in tx: Transaction) throws -> Testimonial {
    guard let found = try tx.testimonials.find(uri: testimonial) else {
      throw Ignored("\(testimonial) is not known here.")
    }
    guard found.subject == sender.actor.id else {
      throw Refusal.forbidden("\(testimonial) is not about \(sender.actor.uri).")
    }
    guard try tx.testimonials.find(consent: consent.uri).map({ $0.id == found.id }) != false else {
      throw Refusal.conflict("\(consent.uri) stands for something else.")
    }
    return found
  }

  /// The testimonial whose consent is replaced by this one, as with a reply.
  ///
  /// - Throws: `Ignored` when it is not shown, or an older consent comes late.
  func replaced(from sender: VerifiedSender, in tx: Transaction) throws -> Testimonial {
    let found = try find(from: sender, in: tx)
    guard let known = found.consent else { throw Ignored("\(testimonial) is not shown.") }
    guard known.publishedAt <= consent.publishedAt else {
      throw Ignored("There is a later consent than \(consent.uri).")
    }
    return found
  }

  // MARK: What is asked, taken back, or refused

  /// The testimonial for which an activity asked the sender's consent.
  ///
  /// - Returns: Nothing when the activity asked for something else.
  /// - Throws: `Refusal.forbidden` when another was asked.
  static func asked(
    by request: String?,
    of sender: VerifiedSender,
    in tx: Transaction
  ) throws -> Testimonial? {
    guard let request, let found = try tx.testimonials.find(request: request) else { return nil }
    guard found.subject == sender.actor.id else {
      throw Refusal.forbidden("\(sender.actor.uri) was not asked.")
    }
    return found
  }

  /// - Throws: `Refusal.forbidden` when a testimonial, or a consent to one, is another's.
  static func requireOwner(_ uri: String, _ sender: VerifiedSender, in tx: Transaction) throws {
    let author = try tx.testimonials.find(uri: uri)?.author
    let subject = try tx.testimonials.find(consent: uri)?.subject
    for owner in [author, subject].compactMap(\.self) where owner != sender.actor.id {
      throw Refusal.forbidden("\(sender.actor.uri) may not take back \(uri).")
    }
  }

  /// Takes back a testimonial or a consent of the sender's.
  ///
  /// - Returns: Whether it was one of the two.
  static func takeBack(_ uri: String, _ sender: VerifiedSender, in tx: Transaction) throws -> Bool {
    if let own = try tx.testimonials.find(uri: uri), own.author == sender.actor.id {
      try tx.testimonials.remove(own.id)
      return true
    }
    guard let own = try tx.testimonials.find(consent: uri), own.subject == sender.actor.id else {
      return false
    }
    try tx.testimonials.hide(own.id)
    return true
  }
}
