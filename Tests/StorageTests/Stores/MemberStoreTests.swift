import Foundation
import Model
import Testing

@testable import Storage

@Suite("Member store")
struct MemberStoreTests {
  @Test("keeps and changes an account")
  func account() throws {
    let scene = try Scene()

    try scene { tx in
      let id = try tx.actors.insertLocal(.sample("ada", host: "home.example"), keys: [])
      var member = Member(
        actorID: id,
        name: "ada",
        role: .moderator,
        state: .pending,
        email: "ada@example.org",
        passwordHash: "$scrypt$",
        defaultAudience: .territory,
        language: "fr",
        createdAt: Scene.now
      )
      try tx.members.insert(member)
      #expect(try tx.members.find(id) == member)
      #expect(try tx.members.find(name: "ada") == member)

      member.role = .admin
      member.state = .active
      member.email = nil
      member.defaultAudience = nil
      try tx.members.update(member)
      #expect(try tx.members.find(id) == member)
      #expect(try tx.members.find(ActorID(rawValue: 99)) == nil)
    }
  }

  @Test("is not had by an actor of another node with the same name")
  func strangers() throws {
    let scene = try Scene()

    try scene { tx in
      _ = try tx.stranger("ada")
      #expect(try tx.members.find(name: "ada") == nil)
    }
  }

  @Test("lists by name and counts by state and by who wrote lately")
  func counts() throws {
    let scene = try Scene()

    try scene { tx in
      let bob = try tx.member("bob")
      let ada = try tx.member("ada")
      let eve = try tx.member("eve", .suspended)
      let numbers = TimedNumberSource()
      try tx.write(numbers.next(at: .later(-100)), by: bob)
      try tx.write(numbers.next(at: .later(100)), by: ada)
      try tx.write(numbers.next(at: .later(100)), by: eve)

      #expect(try tx.members.all().map(\.name) == ["ada", "bob", "eve"])
      #expect(try tx.members.count(in: .active) == 2)
      #expect(try tx.members.count(in: .suspended) == 1)
      #expect(try tx.members.count(in: .deleted) == 0)
      #expect(try tx.members.countActive(since: Scene.now) == 1)
      #expect(try tx.members.countActive(since: .later(-200)) == 2)
      #expect(try tx.members.countActive(since: .later(200)) == 0)
    }
  }

  @Test("an invitation stands until its end, or until it is taken back")
  func invitations() throws {
    let scene = try Scene()

    try scene { tx in
      let ada = try tx.member("ada", .pending)
      try tx.members.setInvitation("digest", endsAt: .later(60), of: ada)
      #expect(try tx.members.find(invitation: "digest", at: .later(59))?.actorID == ada)
      #expect(try tx.members.find(invitation: "digest", at: .later(60)) == nil)
      #expect(try tx.members.find(invitation: "", at: Scene.now) == nil)

      try tx.members.setInvitation(nil, endsAt: nil, of: ada)
      #expect(try tx.members.find(invitation: "digest", at: Scene.now) == nil)
    }
  }

  @Test("an invitation is worth nothing to the suspended and the deleted")
  func suspended() throws {
    let scene = try Scene()

    try scene { tx in
      for (name, state) in [("ada", Member.State.suspended), ("bob", .deleted)] {
        let id = try tx.member(name, state)
        try tx.members.setInvitation(name, endsAt: .later(60), of: id)
        #expect(try tx.members.find(invitation: name, at: Scene.now) == nil)
      }
    }
  }
}
