import Foundation
import Model
import Testing

@testable import Storage

@Suite("Actor store")
struct ActorStoreTests {
  private let rsa = ActorKey(
    uri: "https://home.example/users/ada#main-key",
    algorithm: .rsa,
    publicKey: "PEM"
  )
  private let ed25519 = ActorKey(
    uri: "https://home.example/users/ada#ed25519-key",
    algorithm: .ed25519,
    publicKey: "z6Mk"
  )

  private func far(_ key: String, _ text: String = "PEM") -> ActorKey {
    ActorKey(uri: key, algorithm: .rsa, publicKey: text)
  }

  @Test("finds a local actor by number, id, name, address and key, as it was put in")
  func local() throws {
    let scene = try Scene()
    var ada = ActorProfile.sample("ada", host: "home.example")

    try scene { tx in
      ada.id = try tx.actors.insertLocal(
        ada,
        keys: [(rsa, sealed: [1, 2]), (ed25519, sealed: nil)]
      )
      ada.isLocal = true

      #expect(try tx.actors.find(ada.id) == ada)
      #expect(try tx.actors.find(uri: ada.uri) == ada)
      #expect(try tx.actors.find(localName: "ada") == ada)
      #expect(try tx.actors.find(name: "ada", host: "home.example") == ada)
      #expect(try tx.actors.local(.person) == [ada])
      #expect(try tx.actors.local(.group).isEmpty)
      let found = try tx.actors.find(keyURI: ed25519.uri)
      #expect(found?.0 == ada && found?.1 == ed25519)
      #expect(try tx.actors.keys(of: ada.id) == [rsa, ed25519])
      let sealed = try tx.actors.sealedPrivateKey(of: ada.id, .rsa)
      #expect(sealed?.uri == rsa.uri && sealed?.sealed == [1, 2])
      #expect(try tx.actors.sealedPrivateKey(of: ada.id, .ed25519) == nil)
    }
  }

  @Test("publishes an old Ed25519 key beside the new one, which alone signs")
  func rotatedKey() throws {
    let scene = try Scene()
    let new = ActorKey(uri: "\(ed25519.uri)-2", algorithm: .ed25519, publicKey: "z2")
    let third = ActorKey(uri: "\(ed25519.uri)-3", algorithm: .ed25519, publicKey: "z3")

    try scene { tx in
      let ada = ActorProfile.sample("ada", host: "home.example")
      let id = try tx.actors.insertLocal(ada, keys: [(rsa, sealed: [1]), (ed25519, sealed: [2])])

      try tx.actors.rotateKey(new, sealed: [3], of: id, at: Scene.now)
      #expect(try tx.actors.keys(of: id) == [rsa, new, ed25519])
      #expect(try tx.actors.sealedPrivateKey(of: id, .ed25519)?.sealed == [3])
      #expect(try tx.actors.sealedPrivateKey(of: id, .ed25519)?.uri == new.uri)
      #expect(try tx.actors.find(keyURI: ed25519.uri)?.1 == ed25519)

      try tx.actors.rotateKey(third, sealed: [4], of: id, at: Scene.now, isCompromised: true)
      #expect(try tx.actors.keys(of: id) == [rsa, third])
    }
  }

  @Test("has one RSA key at a time, for many servers read but one")
  func rotatedRSA() throws {
    let scene = try Scene()
    let new = ActorKey(uri: "\(rsa.uri)-2", algorithm: .rsa, publicKey: "NEW")

    try scene { tx in
      let ada = ActorProfile.sample("ada", host: "home.example")
      let id = try tx.actors.insertLocal(ada, keys: [(rsa, sealed: [1]), (ed25519, sealed: [2])])

      try tx.actors.rotateKey(new, sealed: [3], of: id, at: Scene.now)

      #expect(try tx.actors.keys(of: id) == [new, ed25519])
      #expect(try tx.actors.sealedPrivateKey(of: id, .rsa)?.sealed == [3])
    }
  }

  @Test("keeps only so many keys that sign no longer")
  func manyRotations() throws {
    let scene = try Scene()

    try scene { tx in
      let ada = ActorProfile.sample("ada", host: "home.example")
      let id = try tx.actors.insertLocal(ada, keys: [(ed25519, sealed: [1])])
      for number in 2...10 {
        let key = ActorKey(uri: "\(ed25519.uri)-\(number)", algorithm: .ed25519, publicKey: "z")
        let time = Scene.now.addingTimeInterval(Double(number))
        try tx.actors.rotateKey(key, sealed: [2], of: id, at: time)
      }

      let names = try tx.actors.keys(of: id).map { $0.uri.suffix(2) }
      #expect(names == ["10", "-9", "-8", "-7", "-6"])
    }
  }

  @Test("finds nothing where there is nothing")
  func nothing() throws {
    let scene = try Scene()

    try scene { tx throws in
      #expect(try tx.actors.find(ActorID(rawValue: 7)) == nil)
      #expect(try tx.actors.find(uri: "") == nil)
      #expect(try tx.actors.find(localName: "ada") == nil)
      #expect(try tx.actors.find(keyURI: "x") == nil)
      #expect(try tx.actors.keys(of: ActorID(rawValue: 7)).isEmpty)
    }
  }

  @Test("takes a local name once, while other nodes have their own")
  func names() throws {
    let scene = try Scene()

    try scene { tx in
      _ = try tx.member("ada")
      let far = try tx.stranger("ada")
      #expect(try tx.actors.find(localName: "ada")?.id != far)
      #expect(try tx.actors.find(name: "ada", host: "far.example")?.id == far)
    }
    #expect(throws: (any Error).self) { try scene { try $0.member("ada") } }
  }

  @Test("replaces what was known of a remote actor, under the proven id only")
  func remote() throws {
    let scene = try Scene()
    var bob = ActorProfile.sample("bob", host: "far.example")
    let key = "\(bob.uri)#main-key"
    let proof = try OriginProof(of: bob.uri, vouchedBy: bob.uri)

    try scene { tx in
      let id = try tx.actors.saveRemote(bob, keys: [far(key, "old")], proof: proof)
      bob.displayName = "Bobby"
      bob.endpoints.sharedInbox = nil
      bob.uri = "https://victim.example/users/bob"

      #expect(try tx.actors.saveRemote(bob, keys: [far(key, "new")], proof: proof) == id)

      let found = try #require(try tx.actors.find(id))
      #expect(found.uri == proof.id)
      #expect(found.displayName == "Bobby")
      #expect(found.endpoints.sharedInbox == nil)
      #expect(try tx.actors.keys(of: id) == [far(key, "new")])
      #expect(try tx.actors.find(uri: bob.uri) == nil)
    }
  }

  @Test("never lets another node speak for an actor of this one (threat 10)")
  func ownActor() throws {
    let scene = try Scene()
    let ada = ActorProfile.sample("ada", host: "home.example")

    try scene { tx in
      _ = try tx.member("ada")
      let proof = try OriginProof(of: ada.uri, vouchedBy: "https://home.example/x")
      #expect(throws: Refusal.self) { try tx.actors.saveRemote(ada, keys: [], proof: proof) }
      #expect(try tx.actors.find(uri: ada.uri)?.isLocal == true)
    }
  }

  @Test("keeps no key under an id of another origin, and takes nobody’s key away (threat 4)")
  func foreignKeys() throws {
    let scene = try Scene()
    let victim = ActorProfile.sample("victim", host: "victim.example")
    let mallory = ActorProfile.sample("mallory", host: "evil.example")
    let neighbour = ActorProfile.sample("neighbour", host: "victim.example")
    let key = "\(victim.uri)#main-key"

    try scene { tx in
      #expect(throws: Refusal.foreignOrigin(id: key, voucher: mallory.uri)) {
        try tx.actors.saveRemote(mallory, keys: [far(key)], proof: try proof(mallory))
      }
      let id = try tx.actors.saveRemote(victim, keys: [far(key, "own")], proof: try proof(victim))
      _ = try tx.actors.saveRemote(neighbour, keys: [far(key)], proof: try proof(neighbour))

      #expect(try tx.actors.find(uri: mallory.uri) == nil)
      let found = try tx.actors.find(keyURI: key)
      #expect(found?.0.id == id && found?.1.publicKey == "own")
    }
  }

  private func proof(_ actor: ActorProfile) throws -> OriginProof {
    try OriginProof(of: actor.uri, vouchedBy: actor.uri)
  }

  @Test("updates a profile, replaces a key, suspends and brings back")
  func changes() throws {
    let scene = try Scene()
    var ada = ActorProfile.sample("ada", host: "home.example")
    var newKey = rsa
    newKey.publicKey = "NEW"

    try scene { tx in
      ada.id = try tx.actors.insertLocal(ada, keys: [(rsa, sealed: [1]), (ed25519, sealed: [2])])
      ada.isLocal = true
      ada.summary = "<p>new</p>"
      ada.traits.isDiscoverable = true
      ada.fetchedAt = nil
      try tx.actors.update(ada, of: ada.id)
      #expect(try tx.actors.find(ada.id) == ada)

      try tx.actors.replaceKey(newKey, sealed: [3], of: ada.id)
      #expect(try tx.actors.keys(of: ada.id) == [newKey, ed25519])
      #expect(try tx.actors.sealedPrivateKey(of: ada.id, .rsa)?.sealed == [3])

      try tx.actors.setSuspended(ada.id, at: .later(5))
      #expect(try tx.actors.find(ada.id)?.suspendedAt == .later(5))
      try tx.actors.setSuspended(ada.id, at: nil)
      #expect(try tx.actors.find(ada.id)?.isActive == true)
    }
  }

  @Test("a deleted member leaves a name that is taken, and nothing else")
  func deleted() throws {
    let scene = try Scene()

    try scene { tx in
      let (ada, bob) = (try tx.member("ada"), try tx.member("bob"))
      try leaveTraces(of: ada, among: bob, in: tx)

      try tx.actors.markDeleted(ada, at: .later(1))

      let actor = try #require(try tx.actors.find(ada))
      #expect(actor.deletedAt == .later(1) && actor.displayName.isEmpty && actor.summary.isEmpty)
      let member = try #require(try tx.members.find(ada))
      #expect(member.state == .deleted && member.email == nil && member.passwordHash == nil)
      #expect(try tx.members.find(invitation: "digest", at: Scene.now) == nil)
      #expect(try tx.posts.find(PostID(rawValue: 1)) == nil)
      #expect(try tx.outbox.countPublished(by: ada) == 0)
      #expect(try tx.deliveries.count(.waiting) == 0)
      #expect(try tx.follows.countFollowers(of: ada) + tx.follows.countFollowing(of: ada) == 0)
      #expect(try tx.reactions.count(.like, of: PostID(rawValue: 2)) == 0)
      #expect(try tx.reactions.count(.boost, of: PostID(rawValue: 2)) == 0)
      #expect(try tx.home(ada).isEmpty)
      #expect(try tx.home(bob) == [2])
      #expect(try !tx.blocks.exists(by: ada, against: bob))
      #expect(try !tx.blocks.exists(by: bob, against: ada))
      #expect(throws: (any Error).self) { try tx.attempt { try $0.member("ada") } }
    }
  }

  private func leaveTraces(of ada: ActorID, among bob: ActorID, in tx: Transaction) throws {
    var member = try #require(try tx.members.find(ada))
    member.email = "ada@example.org"
    member.passwordHash = "$scrypt$"
    try tx.members.update(member)
    try tx.members.setInvitation("digest", endsAt: .later(60), of: ada)
    try tx.follow(ada, bob)
    try tx.follow(bob, ada)
    let post = try tx.write(1, by: ada)
    try tx.posts.pin(post.id, by: ada, at: Scene.now)
    let other = try tx.write(2, by: bob, to: [ada])
    _ = try tx.reactions.add(.like, uri: "like", by: ada, to: other.id, at: Scene.now)
    _ = try tx.reactions.add(.boost, uri: "boost", by: ada, to: other.id, at: Scene.now)
    try tx.timelines.addBoost(of: other.id, by: ada, id: 3)
    try tx.blocks.add(uri: "block 1", by: ada, against: bob, at: Scene.now)
    try tx.blocks.add(uri: "block 2", by: bob, against: ada, at: Scene.now)
    let entry = try tx.publish(10, by: ada, about: post.id)
    try tx.deliveries.enqueue(entry.id, from: ada, to: ["https://far.example/inbox"], at: Scene.now)
  }

  @Test("prefers the living of two actors with one address")
  func sameAddress() throws {
    let scene = try Scene()

    try scene { tx in
      let old = try tx.stranger("bob")
      var again = ActorProfile.sample("bob", host: "far.example")
      again.uri += "-again"
      let new = try tx.actors.saveRemote(again, keys: [], proof: try proof(again))

      #expect(try tx.actors.find(name: "bob", host: "far.example")?.id == new)
      try tx.actors.markDeleted(new, at: Scene.now)
      #expect(try tx.actors.find(name: "bob", host: "far.example")?.id == old)
    }
  }
}
