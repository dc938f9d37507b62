import ActivityStreams
import Foundation
import Model
import Signatures
import Storage
import StrictJSON
import TestSupport
import Testing

@testable import Federation

/// What people say of each other passes between real nodes, and is shown with consent only.
@Suite struct TestimonialTests {
  private let network = TestNetwork()
  private let nodes: [TestNode]
  /// Of a.example: who is spoken of.
  private let lea: ActorProfile
  /// Of b.example: who speaks.
  private let paul: ActorProfile

  init() async throws {
    nodes = try await network.nodes("a.example", "b.example", "c.example")
    lea = try await nodes[0].member("lea")
    paul = try await nodes[1].member("paul")
  }

  private func pass() async throws {
    for node in nodes { try await node.drainDeliveries() }
    for node in nodes { try await node.drainInbox() }
  }

  private func known(_ actor: ActorProfile, at node: TestNode) async throws -> ActorProfile {
    try await node.services.actors.actor(try required(AS.IRI(actor.uri)))
  }

  /// Paul, or another, says something of Lea.
  @discardableResult
  private func endorse(
    by author: ActorProfile,
    at node: TestNode,
    _ skill: Int? = 1,
    link: TestimonialLink = .customer
  ) async throws -> Testimonial {
    let made = try await node.services.outbox.testify(
      TestimonialDraft(
        about: try await known(lea, at: node),
        skill: skill.map { .sample($0) },
        link: link,
        words: "Clean work, on time"
      ),
      as: author.id
    )
    try await pass()
    return made
  }

  private func held(_ uri: String, at node: TestNode) async throws -> Testimonial? {
    try await node.database.read { try $0.testimonials.find(uri: uri) }
  }

  private func agree(
    _ uri: String,
    _ ring: TalentRing = .everyone,
    reply: String = ""
  ) async throws {
    let waiting = try #require(try await held(uri, at: nodes[0]))
    _ = try await nodes[0].services.outbox.accept(waiting.id, for: ring, reply: reply, as: lea.id)
    try await pass()
  }

  /// What a third node gets to see of Lea, with every proof checked.
  private func seen() async throws -> [TestimonialReading.Shown] {
    try await TestimonialReading(services: nodes[2].services)
      .fetched(about: try await known(lea, at: nodes[2])).shown
  }

  // MARK: Consent

  @Test func `What was said waits, and nobody sees it until whom it is about agrees`() async throws
  {
    let said = try await endorse(by: paul, at: nodes[1])

    #expect(try await held(said.uri, at: nodes[0])?.state == .asked)
    #expect(try await seen().isEmpty)
    for (node, path) in [(nodes[1], said.uri), (nodes[0], "\(lea.uri)/endorsements?page=true")] {
      let server = try #require(network.server(node.host))
      let reply = try await server.read(String(path.dropFirst(node.origin.count)), of: node.host)
      #expect(!reply.text.contains("Clean work"))
      #expect(reply.status == (node.host == "b.example" ? 404 : 200))
    }

    try await agree(said.uri, reply: "Thank you")

    #expect(try await held(said.uri, at: nodes[1])?.state == .shown)
    #expect(try await held(said.uri, at: nodes[1])?.consent?.reply == "Thank you")
    let shown = try #require(try await seen().first)
    #expect(shown.testimonial.words == "Clean work, on time")
    #expect(shown.testimonial.consent?.reply == "Thank you")
    #expect(shown.author.uri == paul.uri)
    #expect(shown.voice.organisation == "b.example")
  }

  @Test func `A reply can be changed, the consent taken back, and given again`() async throws {
    let said = try await endorse(by: paul, at: nodes[1])
    try await agree(said.uri)
    let own = try #require(try await held(said.uri, at: nodes[0]))

    network.clock.advance(by: 60)
    _ = try await nodes[0].services.outbox.reply(to: own.id, "Two days late", as: lea.id)
    try await pass()
    #expect(try await held(said.uri, at: nodes[1])?.consent?.reply == "Two days late")
    #expect(try await seen().first?.testimonial.consent?.reply == "Two days late")

    try await nodes[0].services.outbox.hide(own.id, as: lea.id)
    try await pass()
    #expect(try await held(said.uri, at: nodes[1])?.state == .hidden)
    #expect(try await seen().isEmpty)

    try await agree(said.uri)
    #expect(try await held(said.uri, at: nodes[1])?.state == .shown)
    #expect(try await seen().count == 1)
  }

  @Test func `No is told to the author, and shows nothing`() async throws {
    let said = try await endorse(by: paul, at: nodes[1])
    let own = try #require(try await held(said.uri, at: nodes[0]))

    try await nodes[0].services.outbox.hide(own.id, as: lea.id)
    try await pass()

    #expect(try await held(said.uri, at: nodes[1])?.state == .hidden)
    #expect(try await seen().isEmpty)
  }

  @Test func `The author takes it back on both nodes`() async throws {
    let said = try await endorse(by: paul, at: nodes[1])
    try await agree(said.uri)

    try await nodes[1].services.outbox.withdraw(said.id, as: paul.id)
    try await pass()

    #expect(try await held(said.uri, at: nodes[0]) == nil)
    #expect(try await held(said.uri, at: nodes[1]) == nil)
    #expect(try await seen().isEmpty)
  }

  @Test func `What an author said goes with the author`() async throws {
    let said = try await endorse(by: paul, at: nodes[1])
    try await agree(said.uri)

    try await nodes[1].services.outbox.deleteActor(paul.id)
    try await pass()

    #expect(try await held(said.uri, at: nodes[1]) == nil)
    #expect(try await seen().isEmpty)
  }

  @Test func `Between peers it needs the scope of talents`() async throws {
    try await nodes[1].join(nodes[0], [.posts])

    await #expect(throws: Refusal.self) { try await endorse(by: paul, at: nodes[1]) }
  }

  @Test func `A ring that is narrower is not seen from outside`() async throws {
    let said = try await endorse(by: paul, at: nodes[1])
    try await agree(said.uri, .organisation)

    #expect(try await seen().isEmpty)
    let here = TestimonialReading(services: nodes[0].services)
    let colleague = try await nodes[0].member("ines")
    #expect(try await here.about(lea, for: .member(colleague.id)).count == 1)
    #expect(try await here.about(lea, for: .anyone).isEmpty)
    let there = TestimonialReading(services: nodes[1].services)
    let stranger = try await nodes[1].member("otto")
    let subject = try await known(lea, at: nodes[1])
    #expect(try await there.about(subject, for: .member(stranger.id)).isEmpty)
  }

  @Test func `An organisation is recommended, and shows it`() async throws {
    let organisation = try await nodes[0].database.read { tx in
      try required(tx.actors.find(uri: "https://a.example/actor"), "the node")
    }
    let said = try await nodes[1].services.outbox.testify(
      TestimonialDraft(
        about: try await known(organisation, at: nodes[1]),
        link: .partner,
        words: "They lend their tools"
      ),
      as: paul.id
    )
    try await pass()
    let own = try #require(try await held(said.uri, at: nodes[0]))
    _ = try await nodes[0].services.outbox.accept(own.id, for: .everyone, as: organisation.id)

    let server = try #require(network.server("a.example"))
    let page = try await server.read("/actor/endorsements?page=true", of: "a.example").json()

    #expect(
      page["orderedItems"]?.array?.map { $0["type"]?.string } == [
        "Recommendation", "EndorsementAuthorization",
      ]
    )
    #expect(page["orderedItems"]?.array?.first?["content"] == "They lend their tools")
  }

  @Test func `A service is recommended beside whom it is of, and only an offer of theirs is one`()
    async throws
  {
    let offer = try await nodes[0].outbox.publish(
      NeedScene.draft(NeedScene.need(.offer)),
      as: lea.id
    )
    let need = try await nodes[0].outbox.publish(NeedScene.draft(NeedScene.need()), as: lea.id)
    let other = try await nodes[0].outbox.publish(
      NeedScene.draft(NeedScene.need(.offer)),
      as: try await nodes[0].member("ines").id
    )
    func recommend(_ service: String?) async throws -> Testimonial {
      let made = try await nodes[1].services.outbox.testify(
        TestimonialDraft(
          about: try await known(lea, at: nodes[1]),
          service: service,
          link: .customer,
          words: "The gate holds"
        ),
        as: paul.id
      )
      try await pass()
      return made
    }

    let whole = try await recommend(nil)
    let said = try await recommend(offer.uri)
    await #expect(throws: Refusal.self) { _ = try await recommend(offer.uri) }
    for wrong in [need.uri, other.uri, "https://a.example/posts/99"] {
      await #expect(throws: Refusal.self) { _ = try await recommend(wrong) }
    }
    for made in [whole, said] { try await agree(made.uri) }

    let shown = try await seen().map(\.testimonial.service)
    #expect(Set(shown) == [nil, offer.uri])
    #expect(try await held(said.uri, at: nodes[0])?.service == offer.uri)
    #expect(said.document.contains("maillage:service"))
  }

  @Test func `What does not hold is left out, with the reason`() async throws {
    let (changed, bare) = (
      try await endorse(by: paul, at: nodes[1], 1), try await endorse(by: paul, at: nodes[1], 2)
    )
    let good = try await endorse(by: paul, at: nodes[1], 3)
    for said in [changed, bare, good] { try await agree(said.uri) }
    try await nodes[0].execute(
      """
      UPDATE testimonial SET document = replace(document, 'Clean work', 'Bad work!!')
      WHERE uri = '\(changed.uri)'
      """
    )
    try await nodes[0].execute(
      """
      UPDATE testimonialConsent SET document = replace(document, '"everyone"', '"territory"')
      WHERE testimonialID = (SELECT id FROM testimonial WHERE uri = '\(bare.uri)')
      """
    )

    let fetched = try await TestimonialReading(services: nodes[2].services)
      .fetched(about: try await known(lea, at: nodes[2]))

    #expect(fetched.shown.map(\.testimonial.uri) == [good.uri])
    #expect(Set(fetched.leftOut.map(\.uri)) == [changed.uri, bare.uri])
    #expect(fetched.leftOut.allSatisfy { $0.reason.contains("proof") }, "\(fetched.leftOut)")
  }

  // MARK: Counting

  @Test func `A search counts organisations, not voices`() async throws {
    _ = try await nodes[0].talented("marc", [(1, .everyone)])
    try await nodes[0].talents.edit(lea.id, by: .own) { profile, _ in
      profile.talents = [
        try Talent(skill: .sample(1), level: .mastery, evidence: "", ring: .everyone)
      ]
    }
    try await nodes[0].talents.list(lea.id)
    let speakers = [
      (paul, nodes[1], TestimonialLink.customer),
      (try await nodes[1].member("otto"), nodes[1], .partner),
      (try await nodes[2].member("nina"), nodes[2], .customer),
      (try await nodes[0].member("ines"), nodes[0], .colleague),
    ]
    for (author, node, link) in speakers {
      let said = try await endorse(by: author, at: node, link: link)
      try await agree(said.uri)
    }

    let wish = try TalentWish(skills: [TalentWish.Skill(id: .sample(1))])
    let found = try await TalentSearch(services: nodes[0].services).find(wish, limit: 5)

    #expect(found.map(\.shown.entry.person.uri).first == lea.uri)
    #expect(found.map { $0.reasons.first?.organisations } == [3, 0])
  }

  // MARK: What does not pass

  @Test func `Nobody says the same twice, of oneself, or what makes no sense`() async throws {
    try await endorse(by: paul, at: nodes[1])

    await #expect(throws: Refusal.self) { try await endorse(by: paul, at: nodes[1]) }
    await #expect(throws: Refusal.self) { try await endorse(by: lea, at: nodes[0]) }
    await #expect(throws: Refusal.self) {
      try await endorse(by: paul, at: nodes[1], 2, link: .employee)
    }
  }

  @Test func `Who is blocked is not heard`() async throws {
    let author = try await known(paul, at: nodes[0])
    try await nodes[0].services.outbox.block(author, as: lea.id)

    let said = try await endorse(by: paul, at: nodes[1])

    #expect(try await held(said.uri, at: nodes[0]) == nil)
  }

  @Test func `A word that was changed after it was signed is left out`() async throws {
    let said = try await endorse(by: paul, at: nodes[1])
    try await agree(said.uri)
    try await nodes[0].execute(
      "UPDATE testimonial SET document = replace(document, 'Clean work', 'Bad work!!')"
    )

    #expect(try await seen().isEmpty)
  }

  @Test func `A consent without the proof of whom it is about shows nothing`() async throws {
    let said = try await endorse(by: paul, at: nodes[1])
    try await agree(said.uri)
    try await nodes[0].execute(
      "UPDATE testimonialConsent SET document = replace(document, 'everyone', 'territory')"
    )

    #expect(try await seen().isEmpty)
  }
}

extension TestServer {
  fileprivate func read(_ target: String, of host: String) async throws -> Reply {
    try await send(
      .get,
      target,
      [("accept", "application/activity+json")],
      route: Route(host: host)
    )
  }
}
