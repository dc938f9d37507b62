import ActivityStreams
import Federation
import Foundation
import Model
import Storage
import StrictJSON
import TestSupport
import Testing

@testable import HTTPServer

/// Teams of people of several nodes, each of whom was asked (after FEP-7aa9).
@Suite("Teams over the wire")
struct TeamTests {
  private let network = TestNetwork()
  private let here: TestNode
  private let there: TestNode
  private let lea: ActorProfile
  private let bob: ActorProfile
  private let team: ActorProfile

  init() async throws {
    here = try await network.node("here.example")
    there = try await network.node("there.example")
    lea = try await here.member("lea")
    bob = try await there.member("bob")
    team = try await TestAccounts(node: here).addTeam("pont", title: nil, by: lea.id)
  }

  /// Lets everything reach everybody.
  private func settle() async throws {
    for _ in 0..<4 {
      for node in [here, there] {
        try await node.drainDeliveries()
        try await node.drainInbox()
      }
    }
  }

  /// Bob as the team's node knows him.
  private func guest() async throws -> ActorProfile {
    try await here.services.actors.actor(try required(AS.IRI(bob.uri)))
  }

  private func invite() async throws {
    try await here.outbox.invite(try await guest(), to: team, saying: "Pour le pont", as: lea.id)
    try await settle()
  }

  /// The team as Bob's node knows it.
  private func known() async throws -> ActorProfile {
    try await there.services.actors.actor(try required(AS.IRI(team.uri)))
  }

  private func states() async throws -> [TeamInvitation.State?] {
    let (guest, known) = (try await guest(), try await known())
    return [
      try await here.database.read { [team] in try $0.teams.find(guest.id, in: team.id)?.state },
      try await there.database.read { [bob] in try $0.teams.find(bob.id, in: known.id)?.state },
    ]
  }

  private func isIn() async throws -> Bool {
    let guest = try await guest()
    return try await here.database.read { [team] tx in
      try tx.follows.find(follower: guest.id, followee: team.id)?.state == .accepted
    }
  }

  @Test("Who says yes is in, reads and writes; nobody is before")
  func accepted() async throws {
    try await invite()
    #expect(try await states() == [.pending, .pending])
    #expect(try await !isIn())
    let told = try await there.database.read { [bob] tx in
      try tx.notifications.list(of: bob.id, Page()).map(\.notification.kind)
    }
    #expect(told == [.teamInvitation])

    try await there.outbox.answer(invitationTo: try await known().id, isWelcome: true, as: bob.id)
    try await settle()

    #expect(try await states() == [.accepted, .accepted])
    #expect(try await isIn())
    var draft = PostDraft(source: "Bonjour l’équipe")
    draft.group = team
    _ = try await here.outbox.publish(draft, as: lea.id)
    try await settle()
    #expect(try await there.home(of: bob).contains { $0.contains("Bonjour") })
    let loads = try await here.database.read { try $0.teams.loads() }
    #expect(loads == [bob.uri: 1])
  }

  @Test("Who says no is not in, also after a yes, and counts in no team")
  func declined() async throws {
    try await invite()
    let team = try await known()
    try await there.outbox.answer(invitationTo: team.id, isWelcome: true, as: bob.id)
    try await settle()
    try await there.outbox.answer(invitationTo: team.id, isWelcome: false, as: bob.id)
    try await settle()

    #expect(try await states() == [.declined, .declined])
    #expect(try await !isIn())
    let loads = try await here.database.read { try $0.teams.loads() }
    #expect(loads.isEmpty)
  }

  @Test("An invitation that is taken back lets nobody in, and puts out who was")
  func withdrawn() async throws {
    try await invite()
    let team = try await known()
    try await there.outbox.answer(invitationTo: team.id, isWelcome: true, as: bob.id)
    try await settle()
    try await here.outbox.withdraw(try await guest(), from: self.team, as: lea.id)
    try await settle()

    #expect(try await states() == [.revoked, .revoked])
    #expect(try await !isIn())
    await #expect(throws: Refusal.self) {
      try await there.outbox.answer(invitationTo: team.id, isWelcome: true, as: bob.id)
    }
    // And asking by oneself is of no use.
    try await there.outbox.follow(team, as: bob.id)
    try await settle()
    #expect(try await !isIn())
  }

  @Test("Leaving the group is leaving the team")
  func left() async throws {
    try await invite()
    let team = try await known()
    try await there.outbox.answer(invitationTo: team.id, isWelcome: true, as: bob.id)
    try await settle()
    try await there.outbox.unfollow(team, as: bob.id)
    try await settle()

    #expect(try await states() == [.revoked, .revoked])
    #expect(try await !isIn())
  }

  @Test("Who was let go is out at both nodes, and can be invited again")
  func letGo() async throws {
    try await invite()
    let team = try await known()
    try await there.outbox.answer(invitationTo: team.id, isWelcome: true, as: bob.id)
    try await settle()
    #expect(try await isIn())
    try await here.outbox.affiliate(try await guest(), with: self.team, as: nil, by: lea.id)
    try await settle()

    #expect(try await states() == [.revoked, .revoked])
    #expect(try await !isIn())
    try await invite()
    #expect(try await states() == [.pending, .pending])
    try await there.outbox.answer(invitationTo: team.id, isWelcome: true, as: bob.id)
    try await settle()
    #expect(try await isIn())
  }

  @Test("Nobody invites to a group that another node or another person looks after")
  func strangers() async throws {
    let mallory = try await here.member("mallory")
    await #expect(throws: Refusal.self) {
      try await here.outbox.invite(try await guest(), to: team, as: mallory.id)
    }
    let eve = try RemoteActor("eve", at: "evil.example", key: 2)
    try network.farSide.host(eve)
    try await there.know(eve)
    let forged = eve.activity("Invite", .string(bob.uri)).setting("target", to: .string(team.uri))
    try await there.process(forged, from: eve)
    let got = try await there.database.read { [bob] in try $0.teams.list(for: bob.id) }
    #expect(got.isEmpty)

    // Nor does anybody accept for another.
    try await invite()
    let invitation = try await here.database.read { [team] in try $0.teams.list(of: team.id)[0] }
    try await here.know(eve)
    try await here.process(eve.activity("Accept", .string(invitation.uri)), from: eve)
    #expect(try await states()[0] == .pending)
  }

  @Test("Who has blocked an inviter hears nothing of it")
  func blocked() async throws {
    let lea = try await there.services.actors.actor(try required(AS.IRI(self.lea.uri)))
    try await there.outbox.block(lea, as: bob.id)
    try await invite()

    let got = try await there.database.read { [bob] in try $0.teams.list(for: bob.id) }
    #expect(got.isEmpty)
  }
}
