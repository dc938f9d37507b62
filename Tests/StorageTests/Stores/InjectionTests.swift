import Foundation
import Model
import Testing

@testable import Storage

@Suite("Hostile strings (threat 27)")
struct InjectionTests {
  static let texts = [
    "'", "\"", "';--", "'); DROP TABLE post; --", "\" OR \"\"=\"", "' OR '1'='1", "%", "_", "\\",
    "\\'", "?1", ":name", "@x", "$1", "/* */", "\r\n", "\t", "`", "[x]", "NULL", "x''", "{}",
    "é", "e\u{301}", "日本語", "👩‍👩‍👧", "\u{202E}gnp", "\u{FEFF}", "\u{FFFD}", "\u{10FFFF}", "ﬁ", "ß",
    String(repeating: "'", count: 5000),
  ]

  @Test("come back from every store as they went in", arguments: texts)
  func roundTrip(text: String) throws {
    let scene = try Scene()

    try scene { tx in
      let (ada, bob) = (try tx.member("ada"), try tx.stranger("bob"))
      try actors(text, in: tx)
      try members(text, ada, in: tx)
      try posts(text, ada, in: tx)
      try ties(text, ada, bob, in: tx)
      try queues(text, ada, bob, in: tx)
      try steering(text, in: tx)
      try peerings(text, in: tx)
      try territories(text, ada, in: tx)
      try held(text, ada, bob, in: tx)
      try moderation(text, ada, bob, in: tx)
      try personal(text, ada, bob, in: tx)

      // Nothing else has been hit.
      #expect(try tx.posts.countLocal() == 1)
      #expect(try tx.members.all().count == 2)
      #expect(try tx.actors.find(ada)?.name == "ada")
    }
  }

  private func actors(_ text: String, in tx: Transaction) throws {
    var actor = ActorProfile.sample("eve", host: text)
    actor.uri = text
    actor.name = text
    actor.displayName = text
    actor.summary = text
    actor.endpoints = ActorEndpoints(
      inbox: text,
      sharedInbox: text,
      outbox: text,
      followers: text,
      following: text,
      featured: text,
      page: text
    )
    let key = ActorKey(uri: text, algorithm: .rsa, publicKey: text)
    actor.id = try tx.actors.insertLocal(actor, keys: [(key, sealed: Array(text.utf8))])
    actor.isLocal = true
    try tx.actors.update(actor, of: actor.id)
    let member = Member(
      actorID: actor.id,
      name: text,
      role: .member,
      state: .active,
      createdAt: Scene.now
    )
    try tx.members.insert(member)

    #expect(try tx.actors.find(uri: text) == actor)
    #expect(try tx.actors.find(localName: text) == actor)
    #expect(try tx.actors.find(name: text, host: text) == actor)
    #expect(try tx.actors.find(keyURI: text)?.1 == key)
    #expect(try tx.actors.sealedPrivateKey(of: actor.id, .rsa)?.sealed == Array(text.utf8))
    #expect(try tx.members.find(name: text) == member)
  }

  private func members(_ text: String, _ id: ActorID, in tx: Transaction) throws {
    var member = try #require(try tx.members.find(id))
    member.email = text
    member.passwordHash = text
    member.language = text
    try tx.members.update(member)
    try tx.members.setInvitation(text, endsAt: .later(1), of: id)

    #expect(try tx.members.find(id) == member)
    #expect(try tx.members.find(invitation: text, at: Scene.now)?.actorID == id)
  }

  private func posts(_ text: String, _ author: ActorID, in tx: Transaction) throws {
    var post = Post.sample(1, by: author)
    post.uri = text
    post.kind = text
    post.page = text
    post.territory = text
    post.thread = PostThread(inReplyTo: text, conversation: text)
    post.body = PostBody(
      html: text,
      source: text,
      summary: text,
      language: text,
      attachments: [Attachment(url: text, mediaType: text, name: text, blurhash: text)],
      hashtags: [text]
    )
    try tx.posts.insertLocal(post, addressees: [])
    #expect(try tx.posts.find(uri: text) == post)
    #expect(try tx.posts.territory(text, by: .anyone, Page()).map(\.post) == [post])
    #expect(try tx.posts.readable(uri: text, by: .anyone)?.post == post)
    #expect(try tx.posts.replies(to: text, by: .anyone, Page()).map(\.post) == [post])
    #expect(try tx.posts.conversation(text, by: .anyone, Page()).map(\.post) == [post])

    try tx.posts.edit(post, to: post.body, addressees: [], at: .later(1))
    var revision = PostRevision(html: text, source: text, summary: text, replacedAt: .later(1))
    revision.files = [PostRevision.File(url: text, name: text)]
    #expect(try tx.posts.revisions(of: post.id) == [revision])
    var doomed = Post.sample(2, by: author)
    doomed.uri = "doomed \(text)"
    doomed.kind = text
    try tx.posts.insertLocal(doomed, addressees: [])
    try tx.posts.delete(doomed, at: .later(2))
    #expect(try tx.posts.isKnown(uri: doomed.uri))
    #expect(try tx.posts.tombstone(uri: doomed.uri)?.formerKind == text)
  }

  private func ties(_ text: String, _ ada: ActorID, _ bob: ActorID, in tx: Transaction) throws {
    let post = PostID(rawValue: 1)
    var follow = try tx.follow(ada, bob)
    follow.uri = text
    try tx.follows.save(follow)
    for kind in [ReactionStore.Kind.like, .boost] {
      try tx.reactions.add(kind, uri: text, by: bob, to: post, at: Scene.now)
      #expect(try tx.reactions.uri(kind, by: bob, of: post) == text)
      #expect(try tx.reactions.post(kind, uri: text, by: bob) == post)
    }
    try tx.blocks.add(uri: text, by: ada, against: bob, at: Scene.now)
    let report = Report(
      uri: text,
      reporterID: bob,
      objects: [text, text],
      content: text,
      createdAt: Scene.now
    )
    try tx.reports.insert(report)

    #expect(try tx.follows.find(uri: text) == follow)
    #expect(try tx.blocks.target(uri: text, by: ada) == bob)
    #expect(try tx.reports.latest() == [report])
  }

  private func queues(_ text: String, _ ada: ActorID, _ bob: ActorID, in tx: Transaction) throws {
    let uri = "https://far.example/\(text)"
    let proof = try OriginProof(of: uri, vouchedBy: "https://far.example/")
    #expect(
      try tx.inbox.insert(text, body: Array(text.utf8), from: bob, proof: proof, at: Scene.now)
    )
    let waiting = try #require(try tx.inbox.waiting(from: bob, at: Scene.now, limit: 1).first)
    #expect(waiting.uri == uri && waiting.body == Array(text.utf8))
    try tx.inbox.retry(waiting.id, notBefore: Scene.now, outcome: text)
    try tx.inbox.end(waiting.id, .failed, outcome: text)
    #expect(try tx.inbox.outcome(of: uri)?.outcome == text)

    var entry = try tx.publish(1, by: ada)
    entry.id = ActivityID(rawValue: 2)
    entry.uri = text
    entry.type = text
    try tx.outbox.insert(entry)
    #expect(try tx.outbox.find(uri: text) == entry)

    try tx.deliveries.enqueue(entry.id, from: ada, to: [uri], at: Scene.now)
    let lane = "https://far.example"
    let job = try #require(try tx.deliveries.waiting(in: lane, limit: 1).first)
    #expect(job.delivery.inbox == uri && job.activityURI == text)
    try tx.deliveries.retry(job.delivery.id, notBefore: Scene.now, error: text)
    try tx.deliveries.abandon(job.delivery.id, error: text)
    #expect(try tx.deliveries.list(lane: lane, limit: 1).first?.delivery.lastError == text)
    #expect(try tx.deliveries.waiting(in: text, limit: 1).isEmpty)
    #expect(try tx.deliveries.drop(lane: text) == 0)
    #expect(try tx.deliveries.retryAll(lane: text, at: Scene.now) == 0)
    let record = DeliveryLane(lane: text, lastError: text)
    try tx.deliveries.save(record, at: Scene.now)
    #expect(try tx.deliveries.lane(text) == record)
  }

  private func steering(_ text: String, in tx: Transaction) throws {
    let rule = PolicyRule(
      pattern: text,
      action: .silence,
      author: text,
      reason: text,
      createdAt: Scene.now
    )
    try tx.policies.save(rule)
    #expect(try tx.policies.all() == [rule])
    #expect(try tx.policies.remove(pattern: text))
    try tx.state.set(text, to: text)
    #expect(try tx.state.value(text) == text)
    let entry = AuditEntry(at: Scene.now, who: text, what: text, target: text, why: text)
    try tx.audit.append(entry)
    #expect(try tx.audit.tail(1) == [entry])
  }

  private func moderation(
    _ text: String,
    _ ada: ActorID,
    _ bob: ActorID,
    in tx: Transaction
  ) throws {
    let entry = AccountLimitStore.Entry(author: text, reason: text, createdAt: Scene.now)
    try tx.limits.set(entry, on: bob)
    #expect(try tx.limits.find(bob) == entry)
    let report = Report(
      uri: "case \(text)",
      kind: .appeal,
      reporterID: bob,
      objects: [text],
      content: text,
      createdAt: Scene.now
    )
    let id = try #require(try tx.reports.insert(report))
    let note = ReportCase.Note(author: text, text: text, createdAt: Scene.now)
    try tx.reports.add(note, to: id)
    let end = ReportCase.Resolution(text: text, at: Scene.now)
    try tx.reports.setResolution(end, of: id)
    #expect(try tx.reports.number(uri: report.uri) == id)
    #expect(try tx.reports.find(id)?.resolution == end)
    #expect(try tx.reports.notes(on: id) == [note])
  }

  private func personal(
    _ text: String,
    _ ada: ActorID,
    _ bob: ActorID,
    in tx: Transaction
  ) throws {
    let short = "k" + text.prefix(99)
    try tx.domainBlocks.add(text, by: ada, at: Scene.now)
    #expect(try tx.domainBlocks.list(of: ada, Page()).map(\.domain) == [text])
    try tx.accountNotes.set(short, on: bob, by: ada)
    #expect(try tx.accountNotes.find(bob, by: ada) == short)
    let list = try tx.lists.insert(MemberList(title: short), of: ada)
    #expect(try tx.lists.find(list.id, of: ada)?.title == short)
    let filter = try tx.filters.insert(
      ContentFilter(title: short, contexts: [.home], keywords: [.init(text: short)]),
      of: ada
    )
    #expect(filter.keywords.map(\.text) == [short])
    #expect(try tx.filters.find(filter.id, of: ada)?.title == short)
    let id = try tx.scheduledPosts.insert(text, by: ada, dueAt: .later(900), at: Scene.now)
    let entry = try #require(try tx.scheduledPosts.find(id, of: ada))
    #expect(entry.draft == text)
    try tx.scheduledPosts.fail(entry, because: text, retryAt: nil)
    #expect(try tx.scheduledPosts.find(id, of: ada)?.failure == text)
    try tx.idempotency.insert(.scheduled(id), under: short, of: ada, at: Scene.now)
    #expect(try tx.idempotency.find(short, of: ada, at: Scene.now) == .scheduled(id))
  }

  private func peerings(_ text: String, in tx: Transaction) throws {
    var peering = Peering.sample(text)
    peering.reason = text
    peering.charters = [text: text]
    peering.ours.valves[0].author = text
    peering.ours.valves[0].reason = text
    let stored = PeeringStore.Stored(peering: peering, record: Array(text.utf8))
    try tx.peerings.save(stored)
    try tx.peerings.markHeard(text, at: .later(5))
    #expect(try tx.peerings.find(host: text) == stored)
    #expect(try tx.peerings.all() == [stored])

    let ticket = PeeringTicket(
      id: [1, 2, 3, 4, 5, 6, 7, 8],
      sealedSecret: Array(text.utf8),
      host: text,
      scopes: [.posts],
      expiresAt: .later(1),
      createdAt: Scene.now
    )
    try tx.tickets.insert(ticket)
    #expect(try tx.tickets.find(id: ticket.id) == ticket)
    #expect(try !tx.tickets.use(id: ticket.id, by: "x" + text, at: Scene.now))
    #expect(try tx.tickets.use(id: ticket.id, by: text, at: Scene.now))
    #expect(try tx.peerings.remove(host: text))
  }

  private func territories(_ text: String, _ ada: ActorID, in tx: Transaction) throws {
    let entry = TerritoryStore.Entry(
      id: .sample(1),
      charter: Array(text.utf8),
      state: .invited,
      localName: text,
      sponsor: text,
      joinedAt: Scene.now
    )
    try tx.territories.insert(entry)
    #expect(try tx.territories.find(localName: text) == entry)

    let statement = StatementStore.Entry.sample(2, body: text)
    #expect(try tx.statements.insert(statement))
    #expect(try tx.statements.entries(.sample(9), in: entry.id) == [statement])
    var publication = PublicationStore.Entry.sample(3, 1, post: text, body: text)
    publication.activityURI = text
    #expect(try tx.publications.insert(publication))
    #expect(try tx.publications.find(activityURI: text) == publication)
    #expect(try tx.publications.forget(postURI: text) == 1)

    let word = IntroductionStore.Entry(
      actorURI: text,
      host: text,
      body: Array(text.utf8),
      publishedAt: Scene.now
    )
    #expect(try tx.introductions.save(word))
    #expect(try tx.introductions.of([text]) == [word])
    try tx.introductions.markIntroduced(text, .sample(1), to: text)
    #expect(try tx.introductions.isIntroduced(text, .sample(1), to: text))
  }

  private func held(_ text: String, _ ada: ActorID, _ bob: ActorID, in tx: Transaction) throws {
    let uri = "https://far.example/held/\(text)"
    let proof = try OriginProof(of: uri, vouchedBy: "https://far.example/")
    let body = Array(text.utf8)
    let isNew = try tx.inbox.insert(
      text,
      body: body,
      from: bob,
      proof: proof,
      at: Scene.now,
      heldFor: text
    )
    #expect(isNew)
    let held = try #require(try tx.inbox.held(peer: text, limit: 1).first)
    #expect(held.uri == uri && held.body == body && held.type == text && held.peer == text)
    #expect(try tx.inbox.dropHeld(peer: text) == 1)
    let lane = "https://far.example"
    #expect(try tx.deliveries.held(lane: text, limit: 1).isEmpty)
    #expect(try tx.deliveries.release(lane: text, at: Scene.now) == 0)
    #expect(try tx.deliveries.collect(lane: text, acknowledged: 9, limit: 1).isEmpty)
    #expect(try tx.deliveries.abandon(lane: text, before: .later(9), error: text) == 0)
    #expect(try tx.deliveries.list(lane: lane, limit: 9).count == 1)
  }

  @Test("with U+0000 are refused, never cut short", arguments: ["\0", "a\0b", "\0'--", "a\0"])
  func null(text: String) throws {
    let scene = try Scene()

    try scene { tx in
      try tx.state.set("a", to: "whole")
      var post = Post.sample(1, by: try tx.member("ada"))
      post.body.html = text

      #expect(throws: Refusal.self) { try tx.state.set("key", to: text) }
      #expect(throws: Refusal.self) { try tx.state.value(text) }
      #expect(throws: Refusal.self) { try tx.posts.insertLocal(post, addressees: []) }
      #expect(throws: Refusal.self) { try tx.posts.find(uri: text) }
      #expect(throws: Refusal.self) { try tx.posts.replies(to: text, by: .anyone, Page()) }
      #expect(throws: Refusal.self) { try tx.peerings.find(host: text) }
      #expect(throws: Refusal.self) { try tx.peerings.save(.init(peering: .sample(text))) }
      #expect(throws: Refusal.self) { try tx.introductions.find(text) }
      #expect(throws: Refusal.self) { try tx.publications.forget(postURI: text) }
      #expect(try tx.state.value("a") == "whole")
    }
  }

  @Test("that only look alike are not the same")
  func lookalikes() throws {
    let scene = try Scene()

    try scene { tx in
      try tx.state.set("é", to: "one letter")
      try tx.state.set("e\u{301}", to: "two")
      try tx.state.set("É", to: "large")

      #expect(try tx.state.value("é") == "one letter")
      #expect(try tx.state.value("e\u{301}") == "two")
    }
  }
}
