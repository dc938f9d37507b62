import Federation
import Foundation
import Model
import Storage
import StrictJSON

/// What members say of each other's skills, of people and of organisations, and what they let be shown
/// of what is said of them.
struct TestimonialRoutes: ClientNoun {
  let client: ClientServices

  init(_ client: ClientServices) { self.client = client }

  private static let read = ClientRoute.Access.member(.named("read:talents"))
  private static let write = ClientRoute.Access.member(.named("write:talents"))
  private static let start = "/api/maillage/v1"

  var routes: [ClientRoute] {
    [
      get("\(Self.start)/endorsements", Self.read) { try await list($0, ofSkills: true) }
        .described("[Testimonial]", takes: Self.listTakes),
      post("\(Self.start)/endorsements", Self.write) { try await make($0, ofSkill: true) }
        .described(
          "Testimonial",
          takes: "account! string, skill! string, link string, text string, language string"
        ),
      get("\(Self.start)/recommendations", Self.read) { try await list($0, ofSkills: false) }
        .described("[Testimonial]", takes: Self.listTakes),
      post("\(Self.start)/recommendations", Self.write) { try await make($0, ofSkill: false) }
        .described(
          "Testimonial",
          takes: "account string, service string, link string, text! string, language string"
        ),
      get("\(Self.start)/testimonials", .reading(.named("read:talents")), everything)
        .paged("Testimonial", takes: "account string, language string"),
      get("\(Self.start)/talents/export", Self.read, export)
        .described("TalentExport", takes: "format string, language string"),
    ] + ["endorsements", "recommendations"].flatMap { noun in deeds("\(Self.start)/\(noun)/:id") }
  }

  private func deeds(_ path: String) -> [ClientRoute] {
    [
      get(path, Self.read, show).described("Testimonial", takes: "language string"),
      post("\(path)/accept", Self.write, accept)
        .described("Testimonial", takes: "ring string, reply string, language string"),
      post("\(path)/reply", Self.write, reply)
        .described("Testimonial", takes: "reply! string, ring string, language string"),
      post("\(path)/hide", Self.write, hide)
        .described("Testimonial", takes: "language string"),
      delete(path, Self.write, withdraw).described("{}", takes: "language string"),
    ]
  }

  private static let listTakes: StaticString =
    "account string, written boolean, fetch boolean, language string"

  private var reading: TestimonialReading { TestimonialReading(services: client.services) }
  private var words: SkillWords { SkillWords(services: client.services) }

  private func entity(_ call: ClientCall) async throws -> TestimonialEntity {
    TestimonialEntity(
      talents: TalentEntity(
        catalog: try await words.catalog(),
        language: call.parameters.filled("language") == "en" ? "en" : "fr"
      )
    )
  }

  // MARK: Reading

  /// What is said of the member, what the member said, or what is said of somebody else.
  private func list(_ call: ClientCall, ofSkills: Bool) async throws -> ClientReply {
    let member = try call.member
    let shown: [TestimonialReading.Shown]
    if let account = call.parameters.filled("account") {
      let isWished = call.parameters.bool("fetch") == true
      // Of what is held here nobody else is asked.
      let known = try await client.database.read { tx -> ActorProfile? in
        try isWished ? nil : tx.actors.find(uri: account)
      }
      var subject = known
      if subject == nil { subject = try await client.somebody(account) }
      guard let subject else { throw Refusal.absent }
      let isFetched = isWished && !subject.isLocal
      shown =
        try await isFetched
        ? reading.fetched(about: subject).shown : reading.about(subject, for: .member(member))
    } else {
      let own = try await client.database.read { try $0.actors.find(member) }
      guard let own else { throw Refusal.absent }
      shown =
        try await call.parameters.bool("written") == true
        ? reading.by(own) : reading.about(own, for: .member(member))
    }
    let entity = try await entity(call)
    return ClientReply(
      .array(shown.filter { ($0.testimonial.skill != nil) == ofSkills }.map(entity.testimonial))
    )
  }

  /// What is said of somebody of this node, or of all who are here, as far as who asks may see it; only
  /// what is shown.
  private func everything(_ call: ClientCall) async throws -> ClientReply {
    let page = call.page(default: 40, most: 80)
    let shown: [TestimonialReading.Shown]
    if let account = call.parameters.filled("account") {
      let name = account.drop { $0 == "@" }
      let found = try await client.database.read { try $0.actors.find(localName: String(name)) }
      guard let found, found.isActive else { throw Refusal.absent }
      shown = try await reading.about(found, for: call.reader, page).shown
    } else {
      shown = try await reading.shown(to: call.reader, page)
    }
    let entity = try await entity(call)
    let items = shown.filter { $0.testimonial.state == .shown }
    let ids = items.map(\.testimonial.id)
    return ClientReply(items.map(entity.testimonial), first: ids.first, last: ids.last, of: call)
  }

  private func show(_ call: ClientCall) async throws -> ClientReply {
    try await shown(try call.number(), call)
  }

  private func shown(_ id: Int64, _ call: ClientCall) async throws -> ClientReply {
    let shown = try await reading.one(id, for: .member(try call.member))
    return ClientReply(try await entity(call).testimonial(shown))
  }

  /// The member's own, in a form that other programs read.
  private func export(_ call: ClientCall) async throws -> ClientReply {
    guard let format = TalentExport.Format(rawValue: call.parameters.filled("format") ?? "vcard")
    else { throw Refusal.malformed("A format is vcard, jcard or openbadges.") }
    let text = try await TalentExport(services: client.services)
      .text(
        of: try call.member,
        as: format,
        in: call.parameters.filled("language") == "en" ? "en" : "fr"
      )
    return ClientReply([
      "format": .string(format.rawValue), "media_type": .string(format.mediaType),
      "content": .string(text),
    ])
  }

  // MARK: Doing

  private func make(_ call: ClientCall, ofSkill: Bool) async throws -> ClientReply {
    let parameters = call.parameters
    guard let link = TestimonialLink(rawValue: parameters.filled("link") ?? "none") else {
      throw Refusal.malformed("A link is one of \(TestimonialLink.allCases.map(\.rawValue)).")
    }
    let skill: SkillID? =
      ofSkill
      ? try await words.skill(
        try parameters.require("skill"),
        in: parameters.filled("language") == "en" ? "en" : "fr"
      ) : nil
    let service = ofSkill ? nil : parameters.filled("service")
    let draft = TestimonialDraft(
      about: try await subject(parameters, service, for: try call.member),
      skill: skill,
      service: service,
      link: link,
      words: parameters.text("text") ?? ""
    )
    let made = try await client.services.outbox.testify(draft, as: try call.member)
    return try await shown(made.id, call)
  }

  private func accept(_ call: ClientCall) async throws -> ClientReply {
    let id = try call.number()
    _ = try await client.services.outbox.accept(
      id,
      for: try ring(call) ?? .organisation,
      reply: call.parameters.text("reply") ?? "",
      as: try call.member
    )
    return try await shown(id, call)
  }

  private func reply(_ call: ClientCall) async throws -> ClientReply {
    let id = try call.number()
    _ = try await client.services.outbox.reply(
      to: id,
      call.parameters.text("reply") ?? "",
      for: try ring(call),
      as: try call.member
    )
    return try await shown(id, call)
  }

  private func hide(_ call: ClientCall) async throws -> ClientReply {
    let id = try call.number()
    try await client.services.outbox.hide(id, as: try call.member)
    return try await shown(id, call)
  }

  private func withdraw(_ call: ClientCall) async throws -> ClientReply {
    try await client.services.outbox.withdraw(try call.number(), as: try call.member)
    return .empty
  }

  private func ring(_ call: ClientCall) throws(Refusal) -> TalentRing? {
    guard let word = call.parameters.filled("ring") else { return nil }
    guard let ring = TalentRing(rawValue: word) else {
      throw .malformed("A ring is organisation, territory or everyone.")
    }
    return ring
  }

  /// Of whom something is said: who is named, or whose the service is.
  private func subject(
    _ parameters: Parameters,
    _ service: String?,
    for member: ActorID
  ) async throws -> ActorProfile {
    if let account = parameters.filled("account") { return try await client.somebody(account) }
    guard let service else {
      return try await client.somebody(try parameters.require("account"))
    }
    return try await client.services.outbox.offer(service, for: member).author
  }
}

/// What apps are told about what was said.
struct TestimonialEntity {
  let talents: TalentEntity

  func testimonial(_ shown: TestimonialReading.Shown) -> JSON {
    let testimonial = shown.testimonial
    let consent = testimonial.consent
    return [
      "id": .string(String(testimonial.id)), "uri": .string(testimonial.uri),
      "author": Self.person(shown.author), "subject": Self.person(shown.subject),
      "skill": testimonial.skill.map(talents.skill) ?? .null,
      "service": testimonial.service.map(JSON.string) ?? .null,
      "link": .string(testimonial.link.rawValue), "text": .string(testimonial.words),
      "created_at": EntityMaker.time(testimonial.publishedAt),
      "state": .string(testimonial.state.rawValue),
      "ring": consent.map { .string($0.ring.rawValue) } ?? .null,
      "reply": .string(consent?.reply ?? ""),
      "answered_at": EntityMaker.time(consent?.publishedAt),
      "organisation": .string(shown.voice.organisation),
    ]
  }

  private static func person(_ actor: ActorProfile) -> JSON {
    [
      "uri": .string(actor.uri), "id": EntityMaker.id(actor.id.rawValue),
      "acct": .string(actor.isLocal ? actor.name : "\(actor.name)@\(actor.host)"),
      "name": .string(actor.displayName.isEmpty ? actor.name : actor.displayName),
      "host": .string(actor.host), "kind": .string(actor.kind.rawValue),
    ]
  }
}
