import ActivityStreams
import Model
import Storage
import StrictJSON

/// Shows what is said of people and organisations, to those who may see it.
package struct TestimonialReading: Sendable {
  let services: FederationServices

  package init(services: FederationServices) {
    self.services = services
  }

  /// Something that was said, with who said it of whom.
  package struct Shown: Sendable {
    package let testimonial: Testimonial
    package let author: ActorProfile
    package let subject: ActorProfile

    package var voice: TestimonialVoice {
      TestimonialVoice(author: author.host, subject: subject.host, link: testimonial.link)
    }
  }

  /// The most that is asked of another node at once.
  package static let most = 40

  // MARK: What is held here

  /// What this node holds about an actor, as far as a reader may see it, the newest first.
  package func about(_ subject: ActorProfile, for reader: Reader) async throws -> [Shown] {
    try await about(subject, for: reader, Page(limit: Self.most)).shown
  }

  /// A stretch of it, and below which number the next one begins if there is one.
  package func about(
    _ subject: ActorProfile,
    for reader: Reader,
    _ page: Page
  ) async throws -> (shown: [Shown], next: Int64?) {
    let place = place(of: subject)
    return try await services.database.read { tx in
      let held = try tx.testimonials.about(subject.id, page)
      let shown = try held.compactMap { testimonial -> Shown? in
        guard Permission.allows(reader, toRead: testimonial, about: place),
          let author = try tx.actors.find(testimonial.author), author.isActive
        else { return nil }
        return Shown(testimonial: testimonial, author: author, subject: subject)
      }
      return (shown, held.count == page.limit ? held.last?.id : nil)
    }
  }

  /// What is shown of this node's people and groups and of the node, as far as a reader may see it, the
  /// newest first.
  package func shown(to reader: Reader, _ page: Page) async throws -> [Shown] {
    let isForEveryone = reader == .anyone
    let own = Set(services.known.territories.filter { $0.own != nil }.map(\.id.text))
    let place = Permission.SubjectPlace(isHere: true, territories: own)
    return try await services.database.read { tx in
      try tx.testimonials.shown(isForEveryone: isForEveryone, page).compactMap { testimonial in
        guard Permission.allows(reader, toRead: testimonial, about: place),
          let author = try tx.actors.find(testimonial.author), author.isActive,
          let subject = try tx.actors.find(testimonial.subject)
        else { return nil }
        return Shown(testimonial: testimonial, author: author, subject: subject)
      }
    }
  }

  /// What a member said of others, the newest first.
  package func by(
    _ author: ActorProfile,
    _ page: Page = Page(limit: most)
  ) async throws -> [Shown] {
    try await services.database.read { tx in
      try tx.testimonials.by(author.id, page).compactMap { testimonial in
        try tx.actors.find(testimonial.subject).map {
          Shown(testimonial: testimonial, author: author, subject: $0)
        }
      }
    }
  }

  /// One, for a reader.
  ///
  /// - Throws: `Refusal.absent` for one that is not there or not for the reader.
  package func one(_ id: Int64, for reader: Reader) async throws -> Shown {
    try await find(for: reader) { try $0.testimonials.find(id) }
  }

  /// One by its address, or by that of the consent to it.
  package func one(at uri: String, for reader: Reader) async throws -> Shown {
    try await find(for: reader) { tx in
      try tx.testimonials.find(uri: uri) ?? tx.testimonials.find(consent: uri)
    }
  }

  private func find(
    for reader: Reader,
    _ find: @escaping @Sendable (Transaction) throws -> Testimonial?
  ) async throws -> Shown {
    let found = try await services.database.read { tx -> Shown? in
      guard let testimonial = try find(tx), let author = try tx.actors.find(testimonial.author),
        let subject = try tx.actors.find(testimonial.subject), author.isActive, subject.isActive
      else { return nil }
      return Shown(testimonial: testimonial, author: author, subject: subject)
    }
    guard let found,
      Permission.allows(reader, toRead: found.testimonial, about: place(of: found.subject))
    else { throw Refusal.absent }
    return found
  }

  private func place(of subject: ActorProfile) -> Permission.SubjectPlace {
    let own = services.known.territories.filter { $0.own != nil }.map(\.id.text)
    return Permission.SubjectPlace(
      isHere: subject.isLocal,
      territories: subject.isLocal ? Set(own) : services.known.territories(of: subject.uri)
    )
  }

  // MARK: What another node shows

  /// What another node shows of an actor, as far as it holds.
  package struct Fetched: Sendable {
    package var shown: [Shown]
    /// What does not hold, or cannot be verified now: which, and why.
    package var leftOut: [(uri: String, reason: String)] = []

    package init(shown: [Shown] = []) { self.shown = shown }
  }

  /// What the node of an actor shows of it, each word and each consent verified.
  ///
  /// What does not hold is left out and named, and so is what cannot be verified now. Nothing is
  /// kept.
  package func fetched(about subject: ActorProfile) async throws -> Fetched {
    guard !subject.isLocal, let actor = AS.IRI(subject.uri),
      let page = AS.IRI("\(actor.appending("endorsements").string)?page=true")
    else { throw Refusal.absent }
    try services.flows.requireAdmitted(hostOf: subject.uri)
    let document = try await services.documents.document(at: page)
    guard Origin(of: document.finalURL) == Origin(of: subject.uri) else {
      throw Refusal.foreignOrigin(id: page.string, voucher: document.finalURL)
    }
    let all = document.json["orderedItems"]?.array ?? []
    let items = all.prefix(2 * Self.most)
    let (consents, refused) = await consents(in: items, of: subject)
    var fetched = Fetched()
    for item in items where item["type"]?.string != AS.EndorsementAuthorization.type {
      let id = item["id"]?.string ?? ""
      let shownID = VisibleText.oneLine(String(id.prefix(200)))
      guard let given = consents[id] else {
        let reason = refused[id].map { "the consent to it does not hold: \($0)" }
        fetched.leftOut.append((shownID, reason ?? "there is no consent to it"))
        continue
      }
      do {
        let word = try await self.word(item, about: subject)
        var testimonial = word.testimonial
        (testimonial.state, testimonial.consent) = (.shown, given.consent)
        fetched.shown.append(
          Shown(testimonial: testimonial, author: word.author, subject: subject)
        )
      } catch let refusal as Refusal {
        fetched.leftOut.append((shownID, "\(refusal)"))
      }
    }
    if all.count > items.count {
      fetched.leftOut.append(("", "no more than \(2 * Self.most) are read at once"))
    }
    return fetched
  }

  /// The consents in a list by what they stand for, and why others do not hold.
  private func consents(
    in items: ArraySlice<JSON>,
    of subject: ActorProfile
  ) async -> (given: [String: GivenConsent], refused: [String: String]) {
    var given: [String: GivenConsent] = [:]
    var refused: [String: String] = [:]
    for item in items where item["type"]?.string == AS.EndorsementAuthorization.type {
      do {
        let word = try await SignedWord<AS.EndorsementAuthorization>(
          item,
          by: subject,
          with: services
        )
        let consent = try GivenConsent(word, of: subject)
        given[consent.testimonial] = consent
      } catch {
        refused[item["interactingObject"]?.string ?? ""] = "\(error)"
      }
    }
    return (given, refused)
  }

  private func word(
    _ item: JSON,
    about subject: ActorProfile
  ) async throws -> (testimonial: Testimonial, author: ActorProfile) {
    guard let address = item["attributedTo"]?.string.flatMap(AS.IRI.init) else {
      throw Refusal.malformed("It says not who says it.")
    }
    try services.flows.requireAdmitted(hostOf: address.string)
    let author = try await services.actors.actor(address)
    let word = try await SignedWord<AS.Endorsement>(item, by: author, with: services)
    let value = word.value
    _ = try OriginProof(of: value.id.string, vouchedBy: author.uri)
    guard author.isActive, value.attributedTo.string == author.uri,
      value.about.string == subject.uri, author.id != subject.id,
      let link = TestimonialLink(rawValue: value.link)
    else { throw Refusal.malformed("It is not about \(subject.uri).") }
    if let service = value.service {
      _ = try OriginProof(of: service.string, vouchedBy: subject.uri)
    }
    var testimonial = Testimonial(
      uri: value.id.string,
      request: "",
      author: author.id,
      subject: subject.id,
      skill: value.skill.flatMap { SkillID($0) },
      link: link,
      words: VisibleText.clean(value.content),
      publishedAt: value.published,
      document: word.document
    )
    testimonial.service = value.service?.string
    return (testimonial, author)
  }
}
