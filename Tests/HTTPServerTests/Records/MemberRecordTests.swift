import ActivityStreams
import Foundation
import Model
import Storage
import StrictJSON
import TestSupport
import Testing

@testable import Federation
@testable import HTTPServer

/// What a member takes along of its life among others.
@Suite("A member’s records")
struct MemberRecordTests {
  private let network = TestNetwork()
  private let node: TestNode
  private let lea: ActorProfile
  private let marc: ActorProfile

  init() async throws {
    node = try await network.node("a.example")
    lea = try await node.member("lea")
    marc = try await node.member("marc")
  }

  private var records: MemberRecords { MemberRecords(services: node.services) }

  @Test func `How the member takes part is there as it said it`() async throws {
    let said = Participation(way: .mentor, goals: "A garden", circle: .nobody)
    try await node.database.write { [lea] in try $0.participations.set(said, of: lea.id) }

    let row = try required(try await records.participation(of: lea.id).first)

    #expect(row["way"] == "mentor" && row["goals"] == "A garden" && row["circle"] == "nobody")
    #expect(try await records.participation(of: marc.id).isEmpty)
  }

  @Test func `Talents are there whole, whatever their ring, and whether they are found or not`()
    async throws
  {
    try await node.talents.edit(lea.id, by: .own) { profile, _ in
      profile.talents = [
        try Talent(skill: .sample(1), level: .mastery, evidence: "Ten years", ring: .everyone),
        try Talent(skill: .sample(2), level: nil, isWanted: true),
      ]
      profile.places = [.init(try TalentPlace(code: "44109", kind: .work), ring: .territory)]
      profile.availability = .init(
        try Availability(hoursPerMonth: 6, until: Day("2027-01-31"), release: .asked)
      )
      profile.help = [.init(.mentoring)]
    }

    let rows = try await records.talents(of: lea.id)

    #expect(
      rows.compactMap { $0["kind"]?.string } == [
        "listing", "skill", "skill", "place", "time", "help",
      ]
    )
    #expect(rows[0]["until"] == .null)
    #expect(rows[1]["evidence"] == "Ten years" && rows[1]["ring"] == "everyone")
    #expect(rows[2]["level"] == .null && rows[2]["to_learn"] == true)
    #expect(rows[3]["name"] == "Nantes" && rows[3]["of"] == "work")
    #expect(rows[4]["until"] == "2027-01-31" && rows[4]["release"] == "asked")
    #expect(try await records.talents(of: marc.id).isEmpty)
  }

  @Test func `Needs, offers and agreements are there, of both sides`() async throws {
    let need = try await node.outbox.publish(NeedScene.draft(NeedScene.need()), as: lea.id)
    let offer = try await node.outbox.publish(NeedScene.draft(NeedScene.need(.offer)), as: lea.id)
    let entry = try await node.outbox.propose(on: need.uri, words: "Moi", as: marc.id)
    _ = try await node.outbox.act(.accept, on: entry.id, as: lea.id)
    _ = try await node.outbox.settle(need.id, as: .answered, by: lea.id)

    let rows = try await records.needsAndOffers(of: lea.id)
    #expect(rows.compactMap { $0["uri"]?.string } == [need.uri, offer.uri])
    #expect(rows.compactMap { $0["purpose"]?.string } == ["request", "offer"])
    #expect(rows.first?["status"] == "answered" && rows.first?["amount"] == "4")
    #expect(try await records.needsAndOffers(of: marc.id).isEmpty)
    for (member, role, other) in [(lea, "author", marc), (marc, "proposer", lea)] {
      let agreements = try await records.agreements(of: member.id)
      #expect(agreements.count == 1 && agreements.first?["role"]?.string == role)
      #expect(agreements.first?["with"]?.string == other.uri)
      #expect(agreements.first?["stage"] == "accepted" && agreements.first?["words"] == "Moi")
    }
  }

  @Test func `Words are there as they were signed, given and received`() async throws {
    func say(_ skill: SkillID?) async throws -> Testimonial {
      try await node.outbox.testify(
        TestimonialDraft(about: lea, skill: skill, link: .colleague, words: "Good"),
        as: marc.id
      )
    }
    let endorsement = try await say(.sample(1))
    _ = try await say(nil)
    _ = try await node.outbox.accept(endorsement.id, for: .everyone, reply: "Merci", as: lea.id)

    for (member, direction) in [(lea, "received"), (marc, "given")] {
      let endorsements = try await records.endorsements(of: member.id)
      #expect(endorsements.count == 1 && endorsements.first?["direction"]?.string == direction)
      #expect(endorsements.first?["reply"] == "Merci")
      let document = try #require(endorsements.first?["document"]?.string)
      #expect(try JSON.parse(Array(document.utf8))["proof"] != nil)
      #expect(endorsements.first?["consent"]?.string?.contains("proof") == true)
      let recommendations = try await records.recommendations(of: member.id)
      #expect(recommendations.count == 1 && recommendations.first?["state"] == "asked")
    }
  }

  @Test func `Events, teams and votes are there`() async throws {
    var draft = PostDraft(source: "Venez.", audience: .node, language: "fr")
    draft.event = Event(
      title: "Atelier",
      startsAt: node.clock.now.addingTimeInterval(3_600),
      joinMode: .free
    )
    let event = try await node.outbox.publish(draft, as: lea.id)
    _ = try await node.outbox.join(event.uri, saying: "Oui", as: marc.id)
    let team = try await TestAccounts(node: node).addTeam("pont", title: nil, by: lea.id)
    try await node.outbox.invite(marc, to: team, saying: "Pour le pont", as: lea.id)
    var vote = PostDraft(source: "Le mardi.", audience: .node, language: "fr")
    vote.consultation = Consultation(
      "Une navette",
      options: ["Oui", "Non"],
      fallback: 1,
      closesAt: node.clock.now.addingTimeInterval(36_000)
    )
    let consultation = try await node.outbox.publish(vote, as: lea.id)
    try await node.outbox.cast("Oui", in: consultation.uri, as: marc.id)

    let events = try await records.events(of: marc.id)
    #expect(events.map { $0["title"] } == ["Atelier"] && events.first?["message"] == "Oui")
    #expect(try await records.events(of: lea.id).isEmpty)
    let received = try await records.teams(of: marc.id)
    #expect(received.map { $0["team"]?.string } == [team.uri])
    #expect(received.first?["message"] == "Pour le pont")
    let given = try await records.teams(of: lea.id).filter { $0["direction"] == "given" }
    #expect(given.map { $0["person"]?.string } == [marc.uri])
    let votes = try await records.votes(of: marc.id)
    #expect(votes.map { $0["choice"] } == ["Oui"])
    #expect(votes.first?["consultation"]?.string == consultation.uri)
    #expect(votes.first?["document"]?.string?.contains("proof") == true)
    #expect(try await records.votes(of: lea.id).isEmpty)
  }
}
