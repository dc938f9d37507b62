import Federation
import Foundation
import Model
import Storage
import StrictJSON
import TestSupport
import Testing

@testable import HTTPServer

/// What is revoked ends at once, streams too (threat 31).
@Suite("Revocation", .timeLimit(.minutes(1)))
struct RevocationTests {
  @Test("A revoked token ends its streams and no other")
  func token() async throws {
    let scene = try await ClientScene()
    let hub = scene.node.services.live
    let tokens = try await scene.node.services.database.read { [scene] tx in
      try tx.clients.tokens(of: scene.alice.id).map(\.0)
    }
    let token = try required(tokens.first)
    let mine = try hub.sit(.listener(token: token.id, member: scene.alice.id), [.user])
    let other = try hub.sit(.listener(token: token.id + 1_000, member: scene.bob.id), [.user])

    let reply = try await scene.server.form(
      .post,
      "/oauth/revoke",
      [
        ("token", try required(scene.tokens["alice"])), ("client_id", scene.application.id),
        ("client_secret", scene.application.secret),
      ]
    )

    #expect(reply.status == 200)
    var count = 0
    for await _ in mine.messages { count += 1 }
    #expect(count == 0)
    #expect(hub.seats.map(\.number) == [other.seat])
  }

  @Test("Another application cannot revoke a token")
  func foreignApplication() async throws {
    let scene = try await ClientScene()
    let other = try await ClientScene.register(scene.server)

    let reply = try await scene.server.form(
      .post,
      "/oauth/revoke",
      [
        ("token", try required(scene.tokens["alice"])), ("client_id", other.id),
        ("client_secret", other.secret),
      ]
    )

    #expect(reply.status == 200)
    #expect(try await scene.get("/api/v1/accounts/verify_credentials").status == 200)
  }

  @Test("The token of a member who is not active any more is none")
  func suspended() async throws {
    let scene = try await ClientScene()
    try await scene.node.services.database.write { [scene] tx in
      guard var member = try tx.members.find(scene.alice.id) else { return }
      member.state = .suspended
      try tx.members.update(member)
    }

    #expect(try await scene.get("/api/v1/timelines/home").status == 401)
  }

  @Test("A listener that does not keep up is ended, never waited for")
  func slowListener() async throws {
    let hub = LiveHub()
    let slow = try hub.sit(.listener(token: 1, member: nil), [.everyone(.all, onlyMedia: false)])

    for number in 0..<1_000 { hub.send(.init("update", "\(number)"), to: slow.seat) }

    var received = 0
    for await _ in slow.messages { received += 1 }
    #expect(received < 200 && hub.seats.isEmpty)
  }
}
