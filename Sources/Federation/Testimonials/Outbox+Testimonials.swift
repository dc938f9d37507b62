import ActivityStreams
import Model
import Storage
import StrictJSON

/// What a member wants to say of somebody.
package struct TestimonialDraft: Sendable {
  package var subject: ActorProfile
  /// Nothing for a recommendation.
  package var skill: SkillID?
  /// The address of an offer of theirs, where it is that which is recommended.
  package var service: String?
  package var link: TestimonialLink
  package var words: String

  package init(
    about subject: ActorProfile,
    skill: SkillID? = nil,
    service: String? = nil,
    link: TestimonialLink,
    words: String
  ) {
    (self.subject, self.skill, self.link, self.words) = (subject, skill, link, words)
    self.service = service
  }
}

extension Outbox {
  /// Says something of somebody, who is asked whether it may be shown.
  ///
  /// - Throws: `Refusal.conflict` when the author has said something of the same already,
  ///   `Refusal.malformed` for a service that is no offer of theirs,
  ///   `Refusal.againstPolicy` when the node of whom it is about takes no such words from this one.
  package func testify(
    _ draft: TestimonialDraft,
    as author: ActorID
  ) async throws -> Testimonial {
    let (actor, _) = try await active(author)
    try await requireStaying(actor)
    try Self.requireLength(draft.words)
    let now = services.now()
    try requireReach(draft.subject)
    var value = AS.Endorsement(
      id: services.addresses.endorsement(services.numbers.next(at: now)),
      attributedTo: try address(actor.uri),
      about: try address(draft.subject.uri),
      skill: draft.skill?.description,
      link: draft.link.rawValue,
      content: draft.words,
      published: now
    )
    // It is looked up first, so that it is known here whose it is.
    if let service = draft.service {
      value.service = try address(try await offer(service, for: author).post.uri)
    }
    try await submit(
      .endorsementRequest,
      object: AS.Reference(signed: try await signed(value, by: actor)),
      by: actor,
      audience: .direct,
      addressing: try only(draft.subject)
    )
    let uri = value.id.string
    let made = try await services.database.read { try $0.testimonials.find(uri: uri) }
    guard let made else { throw Refusal.absent }
    return made
  }

  /// An offer that a member can read, with whose it is: what can be recommended as a service.
  ///
  /// - Throws: `Refusal.malformed` for what is no offer.
  package func offer(
    _ uri: String,
    for member: ActorID
  ) async throws -> (post: Post, author: ActorProfile) {
    let found = try await readable(uri, by: member)
    guard found.0.body.need?.purpose == .offer else {
      throw Refusal.malformed("\(uri) is no offer: a service is recommended by the address of one.")
    }
    return found
  }

  /// Lets something that was said of an actor be shown, with a reply if there is one to give.
  package func accept(
    _ testimonial: Int64,
    for ring: TalentRing,
    reply: String = "",
    as subject: ActorID
  ) async throws -> Testimonial {
    let (actor, found, author) = try await said(testimonial, of: subject)
    guard found.consent == nil else { throw Refusal.conflict("It is shown already.") }
    let consent = try await consent(to: found, ring, reply, by: actor)
    try await submit(
      .accept,
      object: .id(try address(found.request)),
      by: actor,
      audience: .direct,
      addressing: try only(author),
      result: AS.Reference(signed: consent)
    )
    return try await said(testimonial, of: subject).1
  }

  /// Changes the reply, or for whom it is shown.
  package func reply(
    to testimonial: Int64,
    _ reply: String,
    for ring: TalentRing? = nil,
    as subject: ActorID
  ) async throws -> Testimonial {
    let (actor, found, author) = try await said(testimonial, of: subject)
    guard let known = found.consent else {
      throw Refusal.conflict("It is not shown: say yes to it first.")
    }
    let consent = try await consent(to: found, ring ?? known.ring, reply, by: actor, as: known.uri)
    try await submit(
      .update,
      object: AS.Reference(signed: consent),
      by: actor,
      audience: .direct,
      addressing: try only(author)
    )
    return try await said(testimonial, of: subject).1
  }

  /// Says no to what waits, or takes back the consent to what is shown.
  package func hide(_ testimonial: Int64, as subject: ActorID) async throws {
    let (actor, found, author) = try await said(testimonial, of: subject)
    switch (found.state, found.consent) {
    case (.hidden, _): return
    case (.shown, let consent?):
      try await submit(
        .delete,
        object: .id(try address(consent.uri)),
        by: actor,
        audience: .direct,
        addressing: try only(author)
      )
    default:
      try await submit(
        .reject,
        object: .id(try address(found.request)),
        by: actor,
        audience: .direct,
        addressing: try only(author)
      )
    }
  }

  /// Takes back what a member said.
  package func withdraw(_ testimonial: Int64, as author: ActorID) async throws {
    let (actor, _) = try await active(author)
    let found = try await services.database.read { tx -> (Testimonial, ActorProfile)? in
      guard let own = try tx.testimonials.find(testimonial), own.author == author,
        let subject = try tx.actors.find(own.subject)
      else { return nil }
      return (own, subject)
    }
    guard let (own, subject) = found else { throw Refusal.absent }
    try await submit(
      .delete,
      object: .id(try address(own.uri)),
      by: actor,
      audience: .direct,
      addressing: try only(subject)
    )
  }

  // MARK: Parts

  /// Something that was said of a local actor, with who said it.
  private func said(
    _ testimonial: Int64,
    of subject: ActorID
  ) async throws -> (ActorProfile, Testimonial, ActorProfile) {
    let (actor, _) = try await active(subject)
    let found = try await services.database.read { tx -> (Testimonial, ActorProfile)? in
      guard let found = try tx.testimonials.find(testimonial), found.subject == subject,
        let author = try tx.actors.find(found.author)
      else { return nil }
      return (found, author)
    }
    guard let (testimonial, author) = found else { throw Refusal.absent }
    return (actor, testimonial, author)
  }

  private func consent(
    to testimonial: Testimonial,
    _ ring: TalentRing,
    _ reply: String,
    by actor: ActorProfile,
    as uri: String? = nil
  ) async throws -> JSONObject {
    try Self.requireLength(reply)
    try await requireNoWider(ring, than: testimonial.service)
    let now = services.now()
    let value = AS.EndorsementAuthorization(
      id: try uri.map(address) ?? services.addresses.consent(services.numbers.next(at: now)),
      attributedTo: try address(actor.uri),
      interactingObject: try address(testimonial.uri),
      ring: ring.rawValue,
      content: reply,
      published: now
    )
    return try await signed(value, by: actor)
  }

  /// What is said of an offer names it: nobody is shown that who may not read the offer.
  private func requireNoWider(_ ring: TalentRing, than service: String?) async throws {
    guard let service else { return }
    let post = try await services.database.read { try $0.posts.find(uri: service) }
    let widest: TalentRing =
      switch post?.audience {
      case .public: .everyone
      case .territory: .territory
      default: .organisation
      }
    guard ring <= widest else {
      throw Refusal.malformed("The offer is for fewer: show this to `\(widest.rawValue)` at most.")
    }
  }

  private func only(_ actor: ActorProfile) throws -> AS.Audience {
    AS.Audience(to: [.address(try address(actor.uri))])
  }

  private static func requireLength(_ words: String) throws(Refusal) {
    guard words.unicodeScalars.count <= Testimonial.longestWords else {
      throw .malformed("It has more than \(Testimonial.longestWords) characters.")
    }
  }

  /// Nobody waits for an answer of somebody who is never asked.
  private func requireReach(_ subject: ActorProfile) throws(Refusal) {
    guard !subject.isLocal else { return }
    let passage = services.flows.decision(about: subject.host, .out, [.talents]).passage
    guard passage != .refused else {
      throw .againstPolicy("This node shares no talents with \(subject.host).")
    }
  }
}
