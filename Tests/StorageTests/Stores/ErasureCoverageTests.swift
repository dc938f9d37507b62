import GRDB
import Model
import Testing

@testable import Storage

/// Whatever refers to an actor goes when it is erased, or stays for a reason that is written down here.
@Suite("What an erasure takes away")
struct ErasureCoverageTests {
  private static let kept: [String: String] = [
    "member.actorID": "the mark that the name is taken",
    "actorKey.actorID": "what the key signed stays verifiable, the erasure among it",
    "searchActor.actorID": "forgotten by the store of the search",
    "vote.actorID": "forgotten by the store of polls, which counts anew",
    "listEntry.boosterID": "goes with the entry of the timeline",
    "upload.ownerID": "goes with its post or picture, or after a day",
    "waitingPublication.actorID":
      "forgotten with the publications, but for the word that it is gone",
    "talentProfile.memberID": "goes when the directories have taken its entry back",
    "accessToken.memberID": "ended with the sessions, which open streams hear of",
    "pushSubscription.memberID": "goes with its token",
    "authorizationCode.memberID": "ended with the sessions",
    "webSession.memberID": "ended with the sessions",
    "inboxActivity.senderID": "goes when it is old",
    "delivery.senderID": "the word that the account is gone is among them",
    "accountLimit.actorID": "a decision of the node's",
    "report.reporterID": "a case of the moderators'",
    "report.targetID": "a case of the moderators'",
    "report.assigneeID": "a case of the moderators'",
    "agreement.authorID": "the other side's record too",
    "agreement.proposerID": "the other side's record too",
    "affiliation.groupID": "who may still read what was written in a closed group",
    "groupPost.groupID": "who may still read what was written in a closed group",
    "groupRules.groupID": "who may still read what was written in a closed group",
    "teamInvitation.groupID": "the record of who was invited",
    "territory.groupID": "the territory's own",
  ]

  /// Each column that refers to an actor or a member.
  private func columns(_ db: Database) throws -> Set<String> {
    try Set(
      String.fetchAll(
        db,
        sql: """
          SELECT child.name || '.' || "from" FROM pragma_table_list AS child
          JOIN pragma_foreign_key_list(child.name) AS reference
          WHERE child.schema = 'main' AND reference."table" IN ('actor', 'member')
          """
      )
    )
  }

  @Test("each reference to an actor is among what is erased, or is kept for a reason")
  func coverage() throws {
    let scene = try Scene()
    let references = try scene.queue.read { db in try columns(db) }

    let erased = Set(ActorStore.tiedTables.map { "\($0.name).\($0.column)" })
    let kept = Set(Self.kept.keys)
    #expect(references.subtracting(erased).subtracting(kept).sorted() == [])
    #expect(kept.intersection(erased).sorted() == [])
    #expect(kept.subtracting(references).sorted() == [])
  }

  @Test(
    "of who is erased no calendar address, paused address, muted caller or invitation stays"
  )
  func rows() throws {
    let scene = try Scene()
    try scene { tx throws in
      let (ada, bob) = (try tx.member("ada"), try tx.stranger("bob"))
      let team = try tx.actors.insertLocal(
        .sample("jardin", host: "home.example", kind: .group),
        keys: []
      )
      try tx.calls.mute(bob, by: ada)
      var member = try #require(try tx.members.find(ada))
      member.email = "ada@home.example"
      try tx.members.update(member)
      try tx.mail.pause("Ada@home.example", reason: "550", at: Scene.now)
      try tx.groupTurns.take(by: ada, at: Scene.now)
      try tx.attendances.setFeed(digest: [1], of: ada, at: Scene.now)
      for (inviter, person) in [(ada, bob), (bob, ada)] {
        try tx.teams.save(
          TeamInvitation(
            groupID: team,
            inviterID: inviter,
            personID: person,
            uri: "https://home.example/invitations/\(person.rawValue)",
            message: "Viens",
            createdAt: Scene.now
          )
        )
      }

      try tx.actors.markDeleted(ada, at: Scene.now)
    }

    let tables = ["callMute", "groupTurn", "calendarFeed", "mailPause", "teamInvitation"]
    var left: [String] = []
    for table in tables {
      let count = try scene.queue.read { db in
        try Int.fetchOne(db, sql: "SELECT count(*) FROM \(table)")
      }
      if count != 0 { left.append(table) }
    }
    #expect(left == [])
  }
}
