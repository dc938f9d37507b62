import Foundation
import HTTPServer
import Model
import Storage
import TestSupport
import Testing

@testable import MaillageCLI
@testable import Node

@Suite("Mail of a node (threats 38, 39)")
struct MailCommandTests {
  @Test("an invitation goes by letter, its token nowhere else, and taking it confirms the address")
  func invitation() async throws {
    let mail = try await MailHome.make()

    let reply = try await mail.home.json("member invite bob --email bob@example.org")
    let letter = try await mail.letter(.invitation)
    let token = try mail.token(letter, "/welcome/")

    let shape = try #require(reply as? [String: Any])
    #expect(shape["sentTo"] as? String == "bob@example.org" && shape["token"] == nil)
    #expect(try await mail.accounts.member(invitedBy: token).name == "bob")
    _ = try await mail.accounts.accept(invitation: token, password: "un mot de passe")
    let standing = try await mail.accounts.mailStanding(
      of: try await mail.accounts.member(try LocalName("bob")).actorID
    )
    #expect(standing.preference.isConfirmed("bob@example.org"))
    await #expect(throws: Refusal.self) { try await mail.accounts.member(invitedBy: token) }
    // One that was printed shows nothing of an address.
    let printed = try await mail.home.json("member invite eve --email eve@example.org --print")
    let shown = try #require((printed as? [String: Any])?["token"] as? String)
    _ = try await mail.accounts.accept(invitation: shown, password: "un mot de passe")
    let eve = try await mail.accounts.member(try LocalName("eve")).actorID
    #expect(try await mail.accounts.mailStanding(of: eve).preference.confirmed == nil)
    try await mail.home.close()
  }

  @Test("a forgotten password: a confirmed address alone, one hour, once, and all sessions end")
  func reset() async throws {
    let mail = try await MailHome.make()
    let alice = try await mail.confirmed("alice")
    _ = await mail.home.run("member add bob --email bob@example.org")

    for name in ["nobody", "bob", "bob@example.org", "", "a@b@c"] {
      try await mail.accounts.askForPassword(name)
    }
    #expect(try await mail.waiting().isEmpty)
    try await mail.accounts.askForPassword("ALICE@example.org")
    let late = try mail.token(try await mail.letter(.passwordReset), "/password/")
    mail.clock.advance(by: 3_600)
    await #expect(throws: Refusal.self) { try await mail.accounts.member(resettingBy: late) }

    try await mail.accounts.askForPassword("alice")
    let queued = try #require(try await mail.waiting().first)
    let token = try mail.token(try await mail.letter(.passwordReset), "/password/")
    #expect(!queued.sealed.contains(subsequence: Array(token.utf8)))
    let now = mail.clock.now
    try await mail.node.database.write { tx in
      _ = try tx.webSessions.insert(
        digest: Array(repeating: 1, count: 32),
        of: alice.actorID,
        userAgent: "",
        at: now
      )
    }
    try await mail.accounts.setPassword("un autre mot", resettingBy: token)

    let sessions = try await mail.node.database.read { try $0.webSessions.all(of: alice.actorID) }
    #expect(sessions.isEmpty)
    guard
      case .member = try await mail.accounts.signIn("alice", password: "un autre mot", code: nil)
    else {
      Issue.record("the new password is not taken")
      return
    }
    await #expect(throws: Refusal.self) {
      try await mail.accounts.setPassword("encore", resettingBy: token)
    }
    // Who reads the old address need not be who has the new one.
    try await mail.accounts.askForPassword("alice")
    let old = try mail.token(try await mail.letter(.passwordReset), "/password/")
    #expect(await mail.home.run("member mail alice --address alice@new.example").exitCode == 0)
    await #expect(throws: Refusal.self) {
      try await mail.accounts.setPassword("encore", resettingBy: old)
    }
    try await mail.home.close()
  }

  @Test(
    "a new address gets nothing but its confirmation, the old one word of it, and one that is somebody's is refused"
  )
  func address() async throws {
    let mail = try await MailHome.make()
    let alice = try await mail.confirmed("alice")
    _ = try await mail.confirmed("bob")

    let taken = await mail.home.run("member mail alice --address BOB@example.org")
    #expect(taken.exitCode == 1)
    #expect(await mail.home.run("member mail alice --address alice@b").exitCode == 0)
    // Who could get a new password until now is told that this is over.
    let told = try await mail.next(.signIn)
    #expect(told.recipient == "alice@example.org" && told.letter.text.contains("alice"))
    #expect(!told.letter.text.contains("alice@b"))
    let old = try mail.token(try await mail.letter(.confirmation), "/mail/confirm/")
    try await mail.accounts.askForPassword("alice")
    #expect(try await mail.waiting().isEmpty)

    // The link of an address that the member has no more does nothing.
    _ = await mail.home.run("member mail alice --address alice@c")
    _ = try await mail.letter(.confirmation)
    await #expect(throws: Refusal.self) { try await mail.accounts.confirmAddress(by: old) }
    let preference = try await mail.accounts.mailStanding(of: alice.actorID).preference
    #expect(!preference.isConfirmed("alice@c") && !preference.isConfirmed("alice@b"))
    try await mail.home.close()
  }

  @Test(
    "a password that somebody else chose is told by letter, by notification and in the audit log"
  )
  func given() async throws {
    let mail = try await MailHome.make()
    let alice = try await mail.confirmed("alice")
    // Whatever the member wants to hear of, and whoever set it so.
    #expect(await mail.home.run("member mail alice --sign-ins no --pace never").exitCode == 0)

    let reply = await mail.home.run("member password alice --password-stdin", input: "mot donné")

    #expect(reply.exitCode == 0, "\(reply.errors)")
    let letter = try await mail.letter(.signIn)
    #expect(letter.text.contains("https://atelier.example/account"))
    #expect(letter.text.contains("agir à votre place") && !letter.text.contains("mot donné"))
    #expect(try await mail.told(alice) == [.passwordGiven])
    let entry = try await mail.node.database.read { try $0.audit.tail(1) }.first
    #expect(entry?.target == "alice" && entry?.what.contains("password") == true)
    try await mail.home.close()
  }

  @Test("what such a password shows of talents is told, until the member has a password of its own")
  func widened() async throws {
    let mail = try await MailHome.make()
    let alice = try await mail.confirmed("alice")
    let (given, own) = ("mot donné", "mon propre mot")
    func run(_ line: String, _ password: String) async {
      let reply = await mail.home.run("\(line) --password-stdin", input: password)
      #expect(reply.exitCode == 0, "\(line): \(reply.errors)")
    }
    await run("member password alice", given)
    _ = try await mail.letter(.signIn)
    await run("talent add alice soudure --level 3", given)
    #expect(try await mail.told(alice) == [.passwordGiven])
    await run("talent add alice soudure --level 3 --ring territory", given)
    #expect(try await mail.told(alice) == [.talentsShown, .passwordGiven])
    let before = try await mail.newest()
    await run("talent list alice", given)
    let listed = try await mail.newest()
    let told = try await mail.told(alice)
    #expect(listed > before && told.count == 2)

    try await mail.accounts.askForPassword("alice")
    let token = try mail.token(try await mail.letter(.passwordReset), "/password/")
    try await mail.accounts.setPassword(own, resettingBy: token)
    await run("talent add alice soudure --level 4 --ring everyone", own)

    #expect(try await mail.newest() == listed)
    try await mail.home.close()
  }

  @Test("what happened is told at the member's pace, once, in its language, never without anything")
  func digests() async throws {
    let mail = try await MailHome.make()
    let (alice, bob) = (try await mail.confirmed("alice"), try await mail.confirmed("bob"))
    let worker = MailWorker(node: mail.node)
    _ = await mail.home.run("member mail alice --pace daily")

    mail.clock.advance(by: 2 * 86_400)
    try await worker.digest()
    #expect(try await mail.waiting().isEmpty)
    // Whom a call means is for no server that a letter passes.
    let now = mail.clock.now
    try await mail.node.database.write { tx throws in
      let call = MemberNotification.Cause(.call, by: bob.actorID)
      #expect(try tx.notifications.add(call, to: alice.actorID, at: now) != nil)
    }
    try await worker.digest()
    #expect(try await mail.waiting().isEmpty)
    try await mail.follow(bob, alice)
    try await worker.digest()
    let letter = try await mail.letter(.notifications)
    try await worker.digest()

    #expect(letter.language == "fr" && letter.text.contains("- bob "))
    #expect(letter.html.contains("<li>bob ") && !letter.text.contains("appel"))
    #expect(try await mail.waiting().isEmpty)
    let ending = try mail.token(letter, "/mail/unsubscribe/")
    #expect(letter.unsubscribe == "https://atelier.example/mail/unsubscribe/\(ending)")
    await #expect(throws: Refusal.self) {
      try await mail.accounts.endLetters(by: String(ending.dropLast(4)) + "AAAA")
    }
    try await mail.accounts.endLetters(by: ending)
    #expect(try await mail.accounts.mailStanding(of: alice.actorID).preference.pace == .never)
    mail.clock.advance(by: 40 * 86_400)
    try await mail.follow(bob, alice)
    try await worker.digest()
    #expect(try await mail.waiting().isEmpty)
    try await mail.home.close()
  }

  @Test("a letter waits for its server, less and less often, and is dropped at the end of its life")
  func retrying() async throws {
    let mail = try await MailHome.make()
    _ = await mail.home.run("member invite bob --email bob@example.org")
    let worker = MailWorker(node: mail.node)

    try await worker.send()
    let first = try #require(try await mail.waiting().first)
    #expect(first.attempts == 1 && first.lastError?.isEmpty == false)
    #expect(first.notBefore == mail.clock.now.addingTimeInterval(30))
    try await worker.send()
    #expect(try await mail.waiting().first?.attempts == 1)
    mail.clock.advance(by: 6 * 86_400)
    try await worker.send()
    #expect(try await mail.waiting().isEmpty)
    try await mail.home.close()
  }

  @Test("a paused address gets no letters until it is resumed")
  func pausing() async throws {
    let mail = try await MailHome.make()
    _ = await mail.home.run("member invite bob --email bob@example.org")

    #expect(await mail.home.run("mail pause Bob@Example.org --reason gone").exitCode == 0)
    #expect(try await mail.waiting().isEmpty)
    let status = await mail.home.run("mail status")
    #expect(status.output.contains("gone"))
    let printed = try await mail.home.json("member invite bob") as? [String: Any]
    #expect(printed?["token"] is String)
    #expect(await mail.home.run("mail resume bob@example.org").exitCode == 0)
    #expect(await mail.home.run("mail resume bob@example.org").exitCode == 3)
    _ = await mail.home.run("member invite bob")
    #expect(try await mail.waiting().count == 1)
    try await mail.home.close()
  }

  @Test("HumHub's list of users becomes accounts, each invited, with a word on each line")
  func humHub() async throws {
    let mail = try await MailHome.make()
    let file = """
      ID,Status,Username,Email,First name,Last name
      1,1,Jean.Dupont,jean@example.org,Jean,Dupont
      2,0,closed,closed@example.org,A,B
      3,1,jean_dupont,other@example.org,C,D
      4,1,nomail,,E,F
      5,1,wrong,not an address,G,H
      """

    let trial = await mail.home.run("member import - --invite --dry-run", input: file)
    #expect(trial.exitCode == 0)
    #expect(try await mail.node.database.read { try $0.members.all() }.isEmpty)
    let reply = try await mail.home.json("member import - --invite", input: file)

    let outcomes = (reply as? [[String: Any]])?.compactMap { $0["outcome"] as? String }
    #expect(outcomes == ["added", "refused", "unchanged", "added", "refused"])
    let letters = try await mail.waiting()
    #expect(letters.map(\.recipient) == ["jean@example.org"])
    let jean = try await mail.accounts.member(try LocalName("jean_dupont"))
    #expect(jean.state == .pending)
    try await mail.home.close()
  }

  @Test("HumHub's list is read in French too, with all the columns that HumHub writes")
  func frenchHumHub() async throws {
    let mail = try await MailHome.make()
    let file = """
      ID,Guid,Statut,Identifiant,e-mail,Auth Mode,Mots-clés,Langue,Time Zone,Créé le,Créé par,\
      Mis à jour le,Mis à jour par,Dernière connexion,Authclient ID,Visibilité,Prénom,Nom,Titre
      1,5b0f,1,lea.roux,lea@example.org,local,,fr,Europe/Paris,2021-03-04,,,,,,1,Léa,Roux,Menuisière
      2,5b10,2,max,max@example.org,local,,fr,Europe/Paris,2021-03-04,,,,,,1,Max,Petit,
      """

    let reply = try await mail.home.json("member import -", input: file)

    let outcomes = (reply as? [[String: Any]])?.compactMap { $0["outcome"] as? String }
    #expect(outcomes == ["added", "refused"])
    let lea = try await mail.accounts.member(try LocalName("lea_roux"))
    #expect(lea.email == "lea@example.org")
    let actor = try await mail.node.database.read { try $0.actors.find(lea.actorID) }
    #expect(actor?.displayName == "Léa Roux")
    try await mail.home.close()
  }

  @Test("who looks after as many groups as one may makes no other, and its name stays free")
  func tooMany() async throws {
    let mail = try await MailHome.make()
    _ = await mail.home.run("member add bob")
    let bob = try await mail.accounts.member(try LocalName("bob")).actorID
    let now = mail.clock.now
    let first = try await mail.node.database.write { tx in
      let groups = try (0..<GroupRules.mostPerAdmin).map { number in
        var group = try required(try tx.actors.find(bob))
        (group.kind, group.name, group.uri) = (.group, "g\(number)", "\(group.uri)/g\(number)")
        return try tx.actors.insertLocal(group, keys: [])
      }
      for group in groups { try tx.groups.affiliate(bob, with: group, as: .admin, at: now) }
      return try required(groups.first)
    }
    await #expect(throws: Refusal.self) {
      try await mail.accounts.addTeam("atelier", title: nil, by: bob)
    }
    try await mail.node.database.write {
      try $0.groups.affiliate(bob, with: first, as: nil, at: now)
    }
    let team = try await mail.accounts.addTeam("atelier", title: nil, by: bob)
    let standing = try await mail.node.database.read {
      try $0.groups.standing(of: bob, in: team.id)
    }
    #expect(standing.affiliation == .admin && standing.isFollower)
    try await mail.home.close()
  }

  @Test("who leaves is closed at once, its groups are handed over, and it is erased on the day")
  func leaving() async throws {
    let mail = try await MailHome.make()
    _ = await mail.home.run("member add alice")
    _ = await mail.home.run("member add bob")
    let bob = try await mail.accounts.member(try LocalName("bob"))
    _ = try await mail.accounts.addTeam("atelier", title: nil, by: bob.actorID)

    #expect(await mail.home.run("member leave bob").exitCode == 1)
    #expect(await mail.home.run("member leave bob --hand-groups-to bob").exitCode == 1)
    let line = "member leave bob --hand-groups-to alice --erase-on 2027-01-31"
    let left = try await mail.home.json(line) as? [String: Any]

    #expect(left?["groups"] as? [String] == ["atelier"])
    #expect(try await mail.accounts.member(try LocalName("bob")).state == .suspended)
    let alice = try await mail.accounts.member(try LocalName("alice"))
    let groups = try await mail.node.database.read {
      try $0.groups.administered(by: alice.actorID)
    }
    #expect(groups.map(\.name) == ["atelier"])
    try await LeavingClerk(services: mail.node.services).work()
    #expect(try await mail.accounts.member(try LocalName("bob")).state == .suspended)
    mail.clock.advance(by: 70 * 86_400)
    try await LeavingClerk(services: mail.node.services).work()

    await #expect(throws: Refusal.self) { try await mail.accounts.member(try LocalName("bob")) }
    let receipt = try await mail.home.json("member receipt bob") as? [String: Any]
    #expect(receipt?["actor"] as? String == bob.actorID.uri(on: mail.node))
    #expect(await mail.home.run("audit export").output.contains("member erase"))
    #expect(await mail.home.run("member receipt alice").exitCode == 3)
    try await mail.home.close()
  }

  @Test("a record of processing names what is stored, for how long, and who gets it")
  func record() async throws {
    let mail = try await MailHome.make(["MAILLAGE_RETENTION_NOTIFICATIONS": "77"])
    _ = await mail.home.run("member add alice --email alice@example.org")

    let text = await mail.home.run("privacy record").output
    let held = try await mail.home.json("privacy holdings alice") as? [[String: Any]]

    #expect(text.contains("77 days") && text.contains("127.0.0.1:1") && text.contains("1 active"))
    let address = held?.first { $0["kind"] as? String == "mailAddress" }
    #expect(address?["count"] as? Int == 1)
    #expect(held?.count == Holding.Kind.allCases.count)
    try await mail.home.close()
  }
}

extension ActorID {
  fileprivate func uri(on node: OpenNode) -> String {
    node.services.addresses.actor(.person, named: "bob").string
  }
}

extension [UInt8] {
  fileprivate func contains(subsequence other: [UInt8]) -> Bool {
    guard count >= other.count else { return false }
    return (0...(count - other.count)).contains { Array(self[$0..<$0 + other.count]) == other }
  }
}
