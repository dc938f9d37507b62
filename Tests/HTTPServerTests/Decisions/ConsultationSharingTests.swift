import ActivityStreams
import Foundation
import Model
import Signatures
import Storage
import StrictJSON
import TestSupport
import Testing

@testable import Federation

/// A territory decides: each node has one vote, and all come to the same.
@Suite struct ConsultationSharingTests {
  /// Three nodes in a territory, with three members each.
  private struct Scene {
    let founded: Founded
    let members: [[ActorProfile]]

    var nodes: [TestNode] { founded.nodes }

    init() async throws {
      founded = try await Founded("a.example", "b.example", "c.example")
      var members: [[ActorProfile]] = []
      for node in founded.nodes {
        var own: [ActorProfile] = []
        for name in ["ana", "ben", "cleo"] { own.append(try await node.member(name)) }
        members.append(own)
      }
      self.members = members
      let terms = try founded.nodes[0].state(of: founded.id).terms.digest
      let (author, id, now) = (members[0][0].id, founded.id, founded.network.clock.now)
      try await founded.nodes[0].database.write { tx in
        try tx.acceptances.accept(terms, of: id, by: author, at: now)
      }
    }

    func settle() async throws {
      for _ in 0..<4 {
        for node in nodes {
          try await node.drainDeliveries()
          try await node.drainInbox()
        }
      }
    }

    func open(quorum: Int = 0) async throws -> Post {
      var draft = PostDraft(source: "Le mardi.", audience: .territory, language: "fr")
      draft.consultation = Consultation(
        "Une navette",
        options: ["Oui", "Non"],
        fallback: 1,
        quorum: quorum,
        closesAt: founded.network.clock.now.addingTimeInterval(36_000)
      )
      let post = try await nodes[0].outbox.publish(draft, as: members[0][0].id)
      try await settle()
      return post
    }

    /// The members of a node choose, one after the other.
    func vote(_ choices: [String?], at node: Int, in post: Post) async throws {
      for (member, choice) in zip(members[node], choices) {
        try await nodes[node].outbox.cast(choice, in: post.uri, as: member.id)
      }
    }

    /// The clerks of all nodes do what is due, and everything arrives.
    func work() async throws {
      for node in nodes { try await ConsultationClerk(services: node.services).work() }
      try await settle()
    }

    func reading(_ post: Post, at node: Int) async throws -> ConsultationReading {
      let (now, viewer) = (founded.network.clock.now, members[node][0].id)
      let found = try await nodes[node].database.read { tx in
        try tx.posts.readable(uri: post.uri, by: .member(viewer)).flatMap {
          try ConsultationReading($0, for: viewer, in: tx, at: now)
        }
      }
      return try required(found, "a consultation at \(node)")
    }

    func votes(_ post: Post, at node: Int) async throws -> [ConsultationVote] {
      let id = try await reading(post, at: node).post.id
      return try await nodes[node].database.read {
        try $0.consultations.votes(in: id, ofNodes: true)
      }
    }
  }

  @Test func `All nodes come to the same outcome by the votes of nodes`() async throws {
    let scene = try await Scene()
    let post = try await scene.open()
    // By heads it would be five to four the other way.
    try await scene.vote(["Oui", "Oui", "Non"], at: 0, in: post)
    try await scene.vote(["Oui", nil, "Oui"], at: 1, in: post)
    try await scene.vote(["Non", "Non", "Non"], at: 2, in: post)
    #expect(try await scene.reading(post, at: 1).outcome == nil)
    #expect(try await scene.reading(post, at: 1).here == nil)

    scene.founded.network.clock.advance(by: 33_000)
    await #expect(throws: Refusal.self) {
      try await scene.vote(["Non"], at: 1, in: post)
    }
    try await scene.work()
    #expect(try await scene.votes(post, at: 2).count == 3)
    scene.founded.network.clock.advance(by: 3_001)
    try await scene.work()

    for node in 0..<3 {
      let reading = try await scene.reading(post, at: node)
      let outcome = try #require(reading.outcome)
      #expect(reading.state == .decided)
      #expect(outcome.choice == 0 && outcome.reason == .decided)
      #expect(outcome.counts == [2, 1] && outcome.electorate == 3)
      #expect(reading.standing.missing == 0)
      let counts = Set(try await scene.votes(post, at: node).map(\.counts))
      #expect(counts == [[0, 3, 0], [2, 0, 1], [2, 1, 0]])
    }
  }

  @Test
  func `The votes that decided are shown as they were signed, after the end, to the territory`()
    async throws
  {
    let scene = try await Scene()
    let post = try await scene.open()
    for node in 0..<2 { try await scene.vote(["Oui", "Oui"], at: node, in: post) }
    let address = try #require(AS.IRI("\(post.uri)/votes"))
    let member = scene.nodes[2].services
    scene.founded.network.clock.advance(by: 33_000)
    try await scene.work()
    await #expect(throws: Refusal.self) { _ = try await member.documents.document(at: address) }

    scene.founded.network.clock.advance(by: 3_001)
    try await scene.work()

    let shown = try await member.documents.document(at: address).json
    let votes = shown["orderedItems"]?.array ?? []
    #expect(shown["totalItems"] == .integer(2) && votes.count == 2)
    for vote in votes {
      #expect(vote["type"] == "ConsultationVote" && vote["proof"] != nil && vote["choice"] == "Oui")
    }
    let server = try #require(scene.founded.network.server("a.example"))
    let path = String(address.string.dropFirst(scene.nodes[0].origin.count))
    let stranger = try await server.send(
      .get,
      path,
      [("accept", "application/activity+json")],
      route: .init(host: "a.example")
    )
    #expect(stranger.status == 404)
    let note = try await member.documents.document(at: try #require(AS.IRI(post.uri))).json
    #expect(note["maillage:votes"]?.string == address.string)
  }

  @Test func `What members chose never leaves their node`() async throws {
    let scene = try await Scene()
    let post = try await scene.open()
    try await scene.vote(["Oui", "Oui", "Oui"], at: 1, in: post)
    try await scene.settle()
    #expect(try await scene.reading(post, at: 0).ballots == 0)
    scene.founded.network.clock.advance(by: 33_000)
    try await scene.work()

    let bodies = scene.founded.network.exchanges.filter { $0.from == "b.example" }
      .map { String(decoding: $0.question.body, as: UTF8.self) }
    #expect(bodies.contains { $0.contains("ConsultationVote") })
    for body in bodies where body.contains("ConsultationVote") {
      #expect(!body.contains("/users/"))
    }
  }

  @Test func `A node that cannot be reached learns the outcome later, with the votes`() async throws
  {
    let scene = try await Scene()
    let post = try await scene.open()
    let network = scene.founded.network
    for node in 0..<2 { try await scene.vote(["Oui", "Oui"], at: node, in: post) }
    network.cut(scene.nodes[2], scene.nodes[0], scene.nodes[1])
    network.clock.advance(by: 33_000)
    try await scene.work()
    network.clock.advance(by: 3_001)
    try await scene.work()
    #expect(try await scene.reading(post, at: 2).state == .counting)
    #expect(try await scene.votes(post, at: 2).isEmpty)

    network.heal()
    network.clock.advance(by: 7_200)
    try await scene.settle()
    for _ in 0..<3 {
      await settle(scene.nodes)
      try await scene.settle()
    }

    let reading = try await scene.reading(post, at: 2)
    #expect(reading.outcome?.counts == [2, 0] && reading.standing.missing == 0)
    #expect(try await scene.votes(post, at: 2).filter(\.isCounted).count == 2)
  }

  @Test func `Below the quorum, and where a node is divided, the default holds`() async throws {
    let scene = try await Scene()
    let post = try await scene.open(quorum: 60)
    try await scene.vote(["Oui", "Oui"], at: 0, in: post)
    // One of three members is below the quorum of the node, two are divided.
    try await scene.vote(["Oui"], at: 1, in: post)
    try await scene.vote(["Oui", "Non"], at: 2, in: post)
    scene.founded.network.clock.advance(by: 33_000)
    try await scene.work()
    #expect(try await scene.votes(post, at: 0).count == 1)
    scene.founded.network.clock.advance(by: 3_001)
    try await scene.work()

    for node in 0..<3 {
      let outcome = try #require(try await scene.reading(post, at: node).outcome)
      #expect(outcome.choice == 1 && outcome.reason == .noQuorum && outcome.counts == [1, 0])
    }
  }

  @Test func `What became of it is told, and nothing else can be changed`() async throws {
    let scene = try await Scene()
    let post = try await scene.open()
    _ = try await scene.nodes[0].outbox.followUp(
      "Elle roule.",
      of: post.uri,
      as: scene.members[0][0].id
    )
    try await scene.settle()

    let there = try await scene.reading(post, at: 1)
    #expect(there.consultation.followUp == "Elle roule.")
    #expect(there.post.body.html.contains("Elle roule."))
    #expect(there.consultation.options == ["Oui", "Non"])
    await #expect(throws: Refusal.self) {
      _ = try await scene.nodes[1].outbox.followUp("Non", of: post.uri, as: scene.members[1][0].id)
    }
  }

  // MARK: Attacks

  @Test func `Nobody but a node of the territory has a vote, and it has one`() async throws {
    let scene = try await Scene()
    let post = try await scene.open()
    let (node, now) = (scene.nodes[1], scene.founded.network.clock.now)
    let outsider = try RemoteActor("oscar", at: "out.example", key: 3)
    try scene.founded.network.farSide.host(outsider)
    func vote(by actor: String, id: String) -> JSON {
      [
        "@context": AS.Context.consultation.json, "id": .string(id), "type": "ConsultationVote",
        "attributedTo": .string(actor), "consultation": .string(post.uri), "choice": "Oui",
        "published": .string(AS.Timestamp.text(now)),
      ]
    }
    let own = try outsider.proven(
      vote(by: outsider.uri, id: outsider.newID("votes")),
      at: now
    )
    try await node.process(outsider.activity("Create", own), from: outsider)
    let forged = try outsider.proven(
      vote(by: "https://c.example/actor", id: "https://c.example/votes/1"),
      at: now
    )
    try await node.process(outsider.activity("Create", forged), from: outsider)
    #expect(try await scene.votes(post, at: 1).isEmpty)

    // A second vote of the same node stands in place of the first.
    try await scene.vote(["Oui", "Oui"], at: 2, in: post)
    scene.founded.network.clock.advance(by: 33_000)
    let there = try await scene.reading(post, at: 2).post.id
    try await scene.nodes[2].outbox.decide(there)
    try await scene.nodes[2].outbox.decide(there)
    try await scene.settle()
    #expect(try await scene.votes(post, at: 1).count == 1)
  }

  @Test func `Attack: a node outside the territory has no vote, whoever lists one`() async throws {
    let scene = try await Scene()
    let post = try await scene.open()
    let (network, author) = (scene.founded.network, scene.nodes[0])
    let outside = try await network.node("d.example")
    for node in scene.nodes.prefix(2) { try await outside.join(node) }
    let uri = outside.services.addresses.nodeActor
    let actor = try #require(
      try await outside.database.read { try $0.actors.find(uri: uri.string) }
    )
    let value = AS.ConsultationVote(
      id: outside.services.addresses.vote(7),
      attributedTo: uri,
      consultation: try #require(AS.IRI(post.uri)),
      choice: "Oui",
      counts: [],
      published: network.clock.now
    )
    let signed = try await outside.outbox.signed(value, in: .consultation, by: actor)
    let document = String(decoding: signed.serialized(), as: UTF8.self)
    let (voter, now) = (try await author.services.actors.actor(uri), network.clock.now)
    // The author counts it, and tells everybody that it does.
    try await author.database.write { tx in
      let vote = ConsultationVote(
        uri: value.id.string,
        voter: voter.id,
        isOfNode: true,
        choice: 0,
        counts: [],
        castAt: now,
        document: document
      )
      try tx.consultations.put(vote, in: post.id)
    }
    network.clock.advance(by: 36_001)
    try await scene.work()

    let told = try await scene.reading(post, at: 1)
    let outcome = try #require(told.outcome)
    #expect(told.state == .decided && outcome.choice == 1)
    #expect(outcome.counts == [0, 0] && told.standing.missing == 1)
    #expect(try await scene.votes(post, at: 1).isEmpty)
  }

  @Test func `Only the author ends it, and not before its time`() async throws {
    let scene = try await Scene()
    let post = try await scene.open()
    let node = scene.nodes[1]
    let id = try await scene.reading(post, at: 1).post.id
    try await node.outbox.conclude(id)
    #expect(try await scene.reading(post, at: 1).state == .open)
    await #expect(throws: Refusal.self) {
      try await scene.nodes[0].outbox.conclude(try await scene.reading(post, at: 0).post.id)
    }
    #expect(try await scene.reading(post, at: 0).state == .open)
  }
}
