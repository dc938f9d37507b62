import Foundation
import Model
import Testing

@testable import Storage

@Suite("Sessions and codes")
struct SignedInTests {
  private let scene: Scene
  private let ada: ActorID
  private let bob: ActorID

  init() throws {
    scene = try Scene()
    (ada, bob) = try scene { (try $0.member("ada"), try $0.member("bob")) }
  }

  @Test("a member has so many sessions; the oldest gives way, and no other member’s")
  func sessions() throws {
    try scene { tx throws in
      _ = try tx.webSessions.insert(digest: [0], of: bob, userAgent: "", at: Scene.now)
      for number in 1...(WebSessionStore.most + 5) {
        _ = try tx.webSessions.insert(
          digest: [UInt8(number)],
          of: ada,
          userAgent: "\(number)",
          at: Scene.now
        )
      }
      let kept = try tx.webSessions.all(of: ada)
      #expect(kept.count == WebSessionStore.most)
      #expect(!kept.contains { $0.userAgent == "5" } && kept.contains { $0.userAgent == "6" })
      #expect(try tx.webSessions.all(of: bob).count == 1)
    }
  }

  @Test("a member has so many codes that wait; the oldest gives way")
  func codes() throws {
    try scene { tx throws in
      let application = try tx.clients.insert(
        ClientApplication(
          id: 0,
          clientID: "c",
          name: "Phone",
          redirectURIs: ["x:y"],
          scopes: try OAuthScopes("read"),
          createdAt: Scene.now
        ),
        secretDigest: [1]
      )
      for number in 1...(ClientStore.mostCodes + 5) {
        let grant = AuthorizationGrant(
          applicationID: application.id,
          member: ada,
          redirectURI: "x:y",
          scopes: try OAuthScopes("read"),
          challenge: nil,
          endsAt: .later(Double(number))
        )
        try tx.clients.insert(grant, digest: [UInt8(number)])
      }
      #expect(try tx.clients.grant(digest: [5]) == nil)
      #expect(try tx.clients.grant(digest: [6]) != nil)
    }
  }
}
