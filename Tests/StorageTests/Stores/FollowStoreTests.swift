import Foundation
import Model
import Testing

@testable import Storage

@Suite("Follow store")
struct FollowStoreTests {
  @Test("keeps a wish, its answer and its end")
  func life() throws {
    let scene = try Scene()

    try scene { tx in
      let (ada, bob) = (try tx.member("ada"), try tx.stranger("bob"))
      var follow = try tx.follow(ada, bob, .pending)
      #expect(try tx.follows.find(follower: ada, followee: bob) == follow)
      #expect(try tx.follows.find(uri: follow.uri) == follow)
      #expect(try tx.follows.countFollowers(of: bob) == 0)
      #expect(try !tx.follows.hasLocalFollower(bob))

      try tx.follows.accept(follower: ada, followee: bob)
      follow.state = .accepted
      #expect(try tx.follows.find(uri: follow.uri) == follow)
      #expect(try tx.follows.countFollowers(of: bob) == 1)
      #expect(try tx.follows.countFollowing(of: ada) == 1)
      #expect(try tx.follows.hasLocalFollower(bob))

      #expect(try tx.follows.remove(follower: ada, followee: bob))
      #expect(try !tx.follows.remove(follower: ada, followee: bob))
      #expect(try tx.follows.find(uri: follow.uri) == nil)
      #expect(try tx.follows.find(follower: ada, followee: bob) == nil)
    }
  }

  @Test("takes the new id of a wish that comes again, and keeps its state (threat 28)")
  func again() throws {
    let scene = try Scene()

    try scene { tx in
      let (ada, bob) = (try tx.member("ada"), try tx.member("bob"))
      var follow = try tx.follow(ada, bob, .pending)
      follow.uri += "-again"
      follow.state = .accepted

      try tx.follows.save(follow)

      #expect(try tx.follows.find(follower: ada, followee: bob)?.uri == follow.uri)
      #expect(try tx.follows.find(follower: ada, followee: bob)?.state == .pending)
    }
  }

  @Test("refuses the id of another wish, and a wish to follow oneself")
  func conflicts() throws {
    let scene = try Scene()

    try scene { tx in
      let (ada, bob, eve) = (try tx.member("ada"), try tx.member("bob"), try tx.member("eve"))
      var follow = try tx.follow(ada, bob)
      follow.followerID = eve

      #expect(throws: Refusal.self) { try tx.follows.save(follow) }
      #expect(throws: Refusal.self) { try tx.follow(ada, ada) }
      #expect(try tx.follows.find(uri: follow.uri)?.followerID == ada)
      #expect(try tx.follows.countFollowers(of: bob) == 1)
    }
  }

  @Test("pages through followers and followed, without those who still wait")
  func paging() throws {
    let scene = try Scene()

    try scene { tx in
      let star = try tx.member("star")
      let fans = try (1...5).map { try tx.stranger("fan\($0)") }
      for fan in fans {
        try tx.follow(fan, star)
        try tx.follow(star, fan)
      }
      try tx.follow(try tx.stranger("waiting"), star, .pending)

      let newest = fans.reversed().map(\.rawValue)
      let first = try tx.follows.followers(of: star, Page(limit: 3)).map(\.id.rawValue)
      #expect(first == Array(newest.prefix(3)))
      let rest = Page(before: first.last, limit: 3)
      #expect(try tx.follows.followers(of: star, rest).map(\.id.rawValue) == newest.suffix(2))
      #expect(try tx.follows.following(of: star, Page()).map(\.id.rawValue) == newest)
      #expect(try tx.follows.countFollowers(of: star) == 5)
    }
  }

  @Test("lists who waits for an answer, who asked first first")
  func pending() throws {
    let scene = try Scene()

    try scene { tx in
      let star = try tx.member("star")
      let (early, late) = (try tx.stranger("early"), try tx.stranger("late"))
      for (fan, time) in [(early, 10.0), (late, 20.0)].reversed() {
        try tx.follows.save(
          Follow(
            uri: "https://far.example/\(time)",
            followerID: fan,
            followeeID: star,
            state: .pending,
            createdAt: .later(time)
          )
        )
      }
      try tx.follow(try tx.stranger("accepted"), star)

      let waiting = try tx.follows.pending(of: star)

      #expect(waiting.map(\.1.id) == [early, late])
      #expect(waiting.map(\.0.followerID) == [early, late])
      #expect(try tx.follows.pending(of: star, limit: 0).count == 1)
    }
  }

  @Test("reaches all remote followers by each shared inbox once")
  func inboxes() throws {
    let scene = try Scene()

    try scene { tx in
      let star = try tx.member("star")
      try tx.follow(try tx.member("local"), star)
      for (name, host) in [("a", "one.example"), ("b", "one.example"), ("c", "two.example")] {
        try tx.follow(try tx.stranger(name, host: host), star)
      }
      var plain = ActorProfile.sample("plain", host: "three.example")
      plain.endpoints.sharedInbox = nil
      let proof = try OriginProof(of: plain.uri, vouchedBy: plain.uri)
      try tx.follow(try tx.actors.saveRemote(plain, keys: [], proof: proof), star)
      try tx.follow(try tx.stranger("waiting", host: "four.example"), star, .pending)
      let suspended = try tx.stranger("suspended", host: "five.example")
      try tx.follow(suspended, star)
      try tx.actors.setSuspended(suspended, at: Scene.now)

      #expect(
        try Set(tx.follows.remoteInboxes(of: star)) == [
          "https://one.example/inbox", "https://two.example/inbox",
          "https://three.example/users/plain/inbox",
        ]
      )
      #expect(try tx.follows.remoteInboxes(of: star).count == 3)
    }
  }

  @Test("does not count a suspended member as one who follows")
  func suspendedFollower() throws {
    let scene = try Scene()

    try scene { tx in
      let bob = try tx.stranger("bob")
      try tx.follow(try tx.member("ada", .suspended), bob)
      try tx.follow(try tx.stranger("eve"), bob)

      #expect(try !tx.follows.hasLocalFollower(bob))
    }
  }
}
