import Foundation
import Model
import Storage
import TestSupport
import Testing

@testable import Federation

/// Links of profiles count as the member's own only where the page leads back.
@Suite("Links of profiles")
struct ProfileLinkTests {
  private static let page = "https://atelier.example/moi"

  private func html(_ text: String) -> TestSupport.FarSide.Reply {
    .response(200, type: "text/html; charset=utf-8", Array(text.utf8), fields: [], from: nil)
  }

  private func verified(_ actor: ActorProfile, _ node: TestNode) async throws -> [Date?] {
    try await node.database.read { try $0.actors.details(of: actor.id).lines.map(\.verifiedAt) }
  }

  private func save(_ actor: ActorProfile, _ values: [String], _ node: TestNode) async throws {
    let lines = try values.map { try ActorDetails.Line(typed: "Site", $0) }
    try await node.outbox.edit(actor.id, Outbox.ProfileEdit(lines: lines))
  }

  @Test(
    "A page that links back with rel=me is verified when the profile is saved, and told to apps"
  )
  func verified() async throws {
    let node = try await TestNode.make()
    let marie = try await node.member("marie")
    let profile = try required(marie.endpoints.page)
    node.farSide.answer(
      Self.page,
      with: html("<p><a class=x href='\(profile)/' rel='ME nofollow'>")
    )
    try await save(marie, [Self.page, "à Lannion"], node)

    try await ProfileLinkWorker(services: node.services).runOnce()

    let first = node.clock.now
    #expect(try await verified(marie, node) == [first, nil])
    #expect(node.farSide.questions(to: Self.page).count == 1)
    // Saved as it is it stays verified, and is looked at again.
    node.clock.advance(by: 60)
    try await save(marie, [Self.page], node)
    #expect(try await verified(marie, node) == [first])
    try await ProfileLinkWorker(services: node.services).runOnce()
    #expect(try await verified(marie, node) == [first])
    #expect(node.farSide.questions(to: Self.page).count == 2)
  }

  @Test("It is looked at again after a week, not before, and is no longer what it was")
  func again() async throws {
    let node = try await TestNode.make()
    let marie = try await node.member("marie")
    node.farSide.answer(Self.page, with: html("<link rel=me href=\"\(marie.uri)\">"))
    try await save(marie, [Self.page], node)
    let worker = ProfileLinkWorker(services: node.services)
    try await worker.runOnce()
    node.clock.advance(by: 6 * 86_400)
    try await worker.runOnce()
    #expect(node.farSide.questions(to: Self.page).count == 1)

    node.clock.advance(by: 2 * 86_400)
    node.farSide.answer(Self.page, with: .status(503))
    try await worker.runOnce()
    #expect(try await verified(marie, node) != [nil], "a page that is away for now proves nothing")
    node.clock.advance(by: 8 * 86_400)
    node.farSide.answer(Self.page, with: html("<p>rien</p>"))
    try await worker.runOnce()
    #expect(try await verified(marie, node) == [nil])
  }

  @Test(
    "Attack: what does not lead back, or does not say so, proves nothing",
    arguments: [
      "<a rel=me href=https://home.example/@eve>", "<a href=PROFILE>",
      "<!-- <a rel=me href=PROFILE> -->", "<script>'<a rel=me href=PROFILE>'</script>",
      "<a rel=menu href=PROFILE>", "<img rel=me href=PROFILE>", "<a rel=me href=PROFILEx>",
      "<textarea><a rel=me href=PROFILE></textarea>", "PROFILE",
    ]
  )
  func strangers(text: String) async throws {
    let node = try await TestNode.make()
    let marie = try await node.member("marie")
    let profile = try required(marie.endpoints.page)
    node.farSide.answer(Self.page, with: html(text.replacing("PROFILE", with: profile)))
    try await save(marie, [Self.page], node)

    try await ProfileLinkWorker(services: node.services).runOnce()

    #expect(node.farSide.questions(to: Self.page).count == 1)
    #expect(try await verified(marie, node) == [nil])
  }

  @Test("Attack: a page that leads to another origin does not speak for the one that was named")
  func redirected() async throws {
    let node = try await TestNode.make()
    let marie = try await node.member("marie")
    let text = Array("<a rel=me href=\(try required(marie.endpoints.page))>".utf8)
    for (place, isOwn) in [("https://eve.example/", false), ("https://atelier.example/x", true)] {
      node.farSide.answer(
        Self.page,
        with: .response(200, type: "text/html", text, fields: [], from: place)
      )
      try await save(marie, [Self.page], node)

      try await ProfileLinkWorker(services: node.services).runOnce()

      #expect(try await verified(marie, node) == [isOwn ? node.clock.now : nil], "\(place)")
    }
  }

  @Test("Attack: a page of a host that is suspended, and one without TLS, is not asked")
  func notAsked() async throws {
    let node = try await TestNode.make()
    let marie = try await node.member("marie")
    try await node.database.write { tx in
      try tx.policies.save(
        PolicyRule(
          pattern: "atelier.example",
          action: .suspend,
          author: "admin",
          reason: "x",
          createdAt: node.clock.now
        )
      )
    }
    try await node.services.policy.reload(from: node.database)
    node.farSide.forgetQuestions()
    try await save(marie, [Self.page, "http://plain.example/"], node)

    try await ProfileLinkWorker(services: node.services).runOnce()

    #expect(node.farSide.questions.allSatisfy { $0.method != "GET" })
    #expect(try await verified(marie, node) == [nil, nil])
  }

  @Test("A page of any depth and length is read in bounded time")
  func deep() {
    let deep = Array(String(repeating: "<b><i>", count: 100_000).utf8)
    #expect(!BackLinks.lead(from: deep, to: ["https://home.example/@marie"]))
  }
}
