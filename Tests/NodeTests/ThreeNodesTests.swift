import Foundation
import Testing

@Suite("Three nodes over TLS", .serialized)
struct ThreeNodesTests {
  @Test("A post reaches whom it is for, and nobody else")
  func audiences() async throws {
    let territory = try await Territory()
    let (atelier, jardins, mairie) = (territory.atelier, territory.jardins, territory.mairie)
    try await territory.follow(jardins, atelier)
    try await territory.follow(mairie, atelier)

    let everyone = try await atelier.post("pour tout le monde", "--audience", "public")
    _ = try await atelier.post("pour mes abonnés", "--audience", "followers")
    _ = try await atelier.post("\(jardins.address) pour toi seule", "--audience", "direct")
    let inside = try await atelier.post("entre nous", "--audience", "node")
    let refused = try await atelier.ask(
      ["post", "create", atelier.member, "pour le territoire", "--audience", "territory"]
    )
    try await territory.settle()

    let (here, there, elsewhere) = try await (
      atelier.timeline(), jardins.timeline(), mairie.timeline()
    )
    // They follow each other and have founded nothing.
    #expect(refused.exitCode != 0)
    #expect(refused.errors.contains("maillage territory found"))
    for text in ["tout le monde", "mes abonnés", "toi seule", "entre nous"] {
      #expect(here.contains(text))
    }
    for text in ["tout le monde", "mes abonnés", "toi seule"] { #expect(there.contains(text)) }
    for text in ["tout le monde", "mes abonnés"] { #expect(elsewhere.contains(text)) }
    #expect(!elsewhere.contains("toi seule"))
    #expect(!there.contains("entre nous"))
    #expect(!elsewhere.contains("entre nous"))
    try await expectAbsent(inside, like: everyone, territory)
  }

  @Test("An erasure is acknowledged by the node that took it, and the receipt says so")
  func erasure() async throws {
    let territory = try await Territory()
    let (atelier, jardins) = (territory.atelier, territory.jardins)
    _ = try await atelier.command("member", "add", "zoe")
    let zoe = atelier.address.replacing("@\(atelier.member)@", with: "@zoe@")
    _ = try await jardins.command("follow", jardins.member, zoe)
    try await territory.settle()
    _ = try await atelier.command("post", "create", "zoe", "je reste peu", "--audience", "public")
    try await territory.settle()
    #expect(try await jardins.timeline().contains("je reste peu"))

    _ = try await atelier.command("member", "delete", "zoe", "--yes")
    try await territory.settle()

    let receipt = try await atelier.command("member", "receipt", "zoe", "--json")
    let json = try JSONSerialization.jsonObject(with: Data(receipt.utf8)) as? [String: Any]
    let hosts = try #require(json?["hosts"] as? [[String: Any]])
    let told = hosts.filter { ($0["host"] as? String)?.contains(jardins.host) == true }
    #expect(told.count == 1)
    #expect(told.allSatisfy { $0["acknowledgedAt"] is String }, "\(receipt)")
    #expect(try await !jardins.timeline().contains("je reste peu"))
  }

  /// What does not leave the node answers like what is not there, whoever asks (threat 29).
  private func expectAbsent(
    _ inside: String,
    like everyone: String,
    _ territory: Territory
  ) async throws {
    let (atelier, jardins) = (territory.atelier, territory.jardins)
    let path = inside.dropping(atelier.origin)
    let nowhere = "/posts/117000000000000000"
    let sender = try NodeSender(jardins)
    let accept = "Accept: application/activity+json"

    let visible = try await atelier.get(everyone.dropping(atelier.origin), accept)
    let signedVisible = try await atelier.exchange(
      try sender.get(everyone.dropping(atelier.origin), of: atelier)
    )
    let document = try await (atelier.get(path, accept), atelier.get(nowhere, accept))
    let page = try await (
      atelier.get(path, "Accept: text/html"), atelier.get(nowhere, "Accept: text/html")
    )
    let signed = try await (
      atelier.exchange(try sender.get(path, of: atelier)),
      atelier.exchange(try sender.get(nowhere, of: atelier))
    )
    let replies = try await (
      atelier.get(path + "/replies", accept), atelier.get(nowhere + "/replies", accept)
    )

    #expect(visible.status == 200 && signedVisible.status == 200)
    for (hidden, absent) in [document, page, signed, replies] {
      #expect(hidden.status == 404)
      #expect(hidden.withoutAccidents == absent.withoutAccidents)
    }
    let fetched = try await jardins.ask(["fetch", inside])
    #expect(fetched.exitCode != 0)
    #expect(!fetched.output.contains("entre nous"))
  }

  @Test("A reply, a like, a boost, an edit and a deletion arrive where the post went")
  func conversation() async throws {
    let territory = try await Territory()
    let (atelier, jardins, mairie) = (territory.atelier, territory.jardins, territory.mairie)
    try await territory.follow(jardins, atelier)
    try await territory.follow(atelier, jardins)
    try await territory.follow(mairie, jardins)
    try await territory.follow(atelier, mairie)

    let question = try await atelier.post("Qui vient demain ?", "--audience", "public")
    try await territory.settle()
    let answer = try await jardins.post("Nous !", "--audience", "public", "--reply-to", question)
    try await territory.settle()
    #expect(try await atelier.timeline().contains("Nous !"))

    try await mairie.command("post", "like", mairie.member, answer)
    try await mairie.command("post", "boost", mairie.member, answer)
    try await territory.settle()
    let shown = try await jardins.command("post", "show", answer, "--json")
    #expect(shown.contains(/"likes" *: *1/))
    #expect(shown.contains(/"boosts" *: *1/))

    try await atelier.command("post", "edit", atelier.member, question, "Qui vient lundi ?")
    try await territory.settle()
    let edited = try await jardins.timeline()
    #expect(edited.contains("lundi"))
    #expect(!edited.contains("demain"))

    try await atelier.command("post", "delete", atelier.member, question, "--yes")
    try await territory.settle()
    #expect(try await !jardins.timeline().contains("lundi"))
    let gone = try await atelier.get(
      question.dropping(atelier.origin),
      "Accept: application/activity+json"
    )
    #expect(gone.status == 410)
    #expect(gone.body.contains("Tombstone"))
  }
}

extension String {
  /// What follows a beginning.
  func dropping(_ beginning: String) -> String { String(dropFirst(beginning.count)) }
}
