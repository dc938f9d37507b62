import Foundation
import GRDB
import Model
import Testing

@testable import Storage

@Suite("Needs, calls and agreements in the database")
struct NeedStoreTests {
  private func need(_ tx: Transaction, _ number: Int64, by author: ActorID) throws -> Post {
    try tx.write(number, by: author)
    try tx.needs.set(try NeedTour.need(), of: PostID(rawValue: number))
    return try #require(try tx.posts.find(PostID(rawValue: number)))
  }

  @Test("A need is kept with all its parts, and stays matched when it is edited")
  func keeping() throws {
    let scene = try Scene()
    try scene { tx in
      let ada = try tx.member("ada")
      let post = try need(tx, 1, by: ada)
      let written = try NeedTour.need()

      #expect(try tx.needs.find(post.id) == written)
      #expect(try tx.needs.unmatched(limit: 9) == [post.id])
      try tx.needs.markMatched(post.id, at: Scene.now)
      var edited = written
      (edited.reciprocal, edited.place, edited.skills) = (nil, nil, [])
      try tx.needs.set(edited, of: post.id)
      #expect(try tx.needs.find(post.id) == edited)
      #expect(try tx.needs.unmatched(limit: 9).isEmpty)
    }
  }

  @Test(
    "Who can do what is needed is found by the skills that were written down, learners left out"
  )
  func able() throws {
    let scene = try Scene()
    let skills = try ["a", "b"].map { try #require(SkillID("https://skills.example/\($0)")) }
    try scene { tx in
      let people = try ["ada", "bea", "cleo"].map { try tx.member($0) }
      for (index, person) in people.enumerated() {
        var profile = TalentProfile(
          member: person,
          number: String(repeating: "\(index)", count: 32),
          updatedAt: Scene.now
        )
        profile.talents = [
          try Talent(
            skill: skills[index / 2],
            level: index == 1 ? nil : .practice,
            isWanted: index == 1,
            ring: .organisation
          )
        ]
        try tx.talents.put(profile)
      }

      #expect(try tx.talents.members(able: [skills[0].description]) == [people[0]])
      #expect(
        try tx.talents.members(able: Set(skills.map(\.description))) == [people[0], people[2]]
      )
      #expect(try tx.talents.members(able: []).isEmpty)
    }
  }

  @Test("A profile that was changed while it was held against needs is looked at again")
  func changedMeanwhile() throws {
    let scene = try Scene()
    try scene { tx in
      let ada = try tx.member("ada")
      let number = String(repeating: "0", count: 32)
      let first = TalentProfile(member: ada, number: number, updatedAt: Scene.now)
      try tx.talents.put(first)
      #expect(try tx.talents.unmatched(limit: 9) == [ada])

      let second = TalentProfile(member: ada, number: number, updatedAt: .later(1))
      try tx.talents.put(second)
      try tx.talents.markMatched(first, at: .later(2))
      #expect(try tx.talents.unmatched(limit: 9) == [ada])
      try tx.talents.markMatched(second, at: .later(2))
      #expect(try tx.talents.unmatched(limit: 9).isEmpty)
    }
  }

  @Test("What has expired or is closed is not open")
  func open() throws {
    let scene = try Scene()
    try scene { tx in
      let ada = try tx.member("ada")
      let post = try need(tx, 1, by: ada)
      func open(at time: Date) throws -> [PostID] {
        try tx.needs.list(.init(.request), by: .anyone, limit: 9, at: time)
      }

      #expect(try open(at: Scene.now) == [post.id])
      #expect(try open(at: Date.later(3600)).isEmpty)
      #expect(
        try tx.needs.matching(
          .request,
          skills: ["https://skills.example/a"],
          resource: nil,
          at: Date.later(3600)
        ).isEmpty
      )
      var closed = try NeedTour.need()
      closed.status = .withdrawn
      try tx.needs.set(closed, of: post.id)
      #expect(try open(at: Scene.now).isEmpty)
      let all = NeedStore.Choice(.request, onlyOpen: false)
      #expect(try tx.needs.list(all, by: .anyone, limit: 9, at: Scene.now) == [post.id])
      #expect(try tx.needs.list(.init(.offer), by: .anyone, limit: 9, at: Scene.now).isEmpty)
    }
  }

  @Test("An agreement is kept with what was done, for the two alone")
  func agreements() throws {
    let scene = try Scene()
    try scene { tx in
      let (ada, bob) = (try tx.member("ada"), try tx.stranger("bob"))
      let post = try need(tx, 1, by: ada)
      let need = try NeedTour.need()
      let terms = try AgreementTerms(of: need, amount: Amount("8"), inReturn: nil)
      let draft = AgreementStore.Draft(
        offer: "https://far.example/offers/1",
        on: post,
        need,
        by: bob,
        words: "Samedi ?",
        Agreement(terms)
      )
      let id = try #require(try tx.agreements.insert(draft, at: Scene.now))
      #expect(try tx.agreements.insert(draft, at: Scene.now) == nil)

      var agreement = Agreement(terms, stage: .accepted)
      let deed = Agreement.Deed(
        uri: "https://far.example/deeds/1",
        by: .proposer,
        try #require(Amount("7.5")),
        on: Day(number: 20_000)
      )
      agreement.primary.deed = deed
      agreement.reciprocal?.isConfirmed = true
      try tx.agreements.set(
        agreement,
        uri: "https://home.example/agreements/1",
        of: id,
        at: Scene.now
      )

      let found = try #require(try tx.agreements.find(deed: deed.uri))
      #expect(found.agreement == agreement && found.id == id)
      #expect(found.party(ada) == .author && found.party(bob) == .proposer)
      let carl = try tx.member("carl")
      #expect(found.party(carl) == nil)
      #expect(try tx.agreements.list(of: ada, limit: 9).map(\.id) == [id])
      #expect(try tx.agreements.list(of: bob, limit: 9).map(\.id) == [id])
      #expect(try tx.agreements.list(of: carl, limit: 9).isEmpty)
      try tx.posts.delete(post, at: Scene.now)
      #expect(try tx.agreements.find(id)?.postID == nil)
    }
  }

  @Test("Notifications, their numbers and what is to be told survive the wider table")
  func widening() throws {
    let queue = try DatabaseQueue()
    try Schema.migrator.migrate(queue, upTo: M0027Apps2.name)
    try queue.write { db throws in
      let tx = Transaction(db: db)
      let ada = try tx.member("ada")
      let bob = try tx.stranger("bob")
      try db.execute(
        sql: """
          INSERT INTO notification (id, memberID, kind, actorID, isFiltered, createdAt)
          VALUES (5, ?1, 'follow', ?2, 0, 1), (9, ?1, 'mention', ?2, 1, 2);
          """,
        arguments: [ada.rawValue, bob.rawValue]
      )
      try db.execute(
        sql: "INSERT INTO untoldPush VALUES (5); DELETE FROM notification WHERE id = 9"
      )
    }

    try Schema.migrator.migrate(queue)

    try queue.write { db throws in
      #expect(try Int64.fetchAll(db, sql: "SELECT id FROM notification") == [5])
      #expect(try Int64.fetchAll(db, sql: "SELECT notificationID FROM untoldPush") == [5])
      try db.execute(
        sql: """
          INSERT INTO notification (memberID, kind, actorID, isFiltered, createdAt)
          SELECT memberID, 'maillage.call', actorID, 0, 3 FROM notification
          """
      )
      // A number is never used again.
      #expect(db.lastInsertedRowID == 10)
      #expect(try Row.fetchAll(db, sql: "PRAGMA foreign_key_check").isEmpty)
    }
  }
}
