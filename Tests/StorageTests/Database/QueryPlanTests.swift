import Foundation
import GRDB
import Model
import Testing

@testable import Storage

/// What the stores really execute is recorded and explained, so that no copy of it can grow stale.
@Suite("Query plans")
struct QueryPlanTests {
  /// The tables that grow with the node's life, and their names inside queries.
  private static let large: Set<String> = [
    "post", "actor", "author", "booster", "follow", "inboxActivity", "delivery", "timelineEntry",
    "outboxActivity", "addressee", "liking", "boost", "block", "hashtag", "pin", "attachment",
    "tombstone", "deliveryLane", "postRevision", "actorKey", "statement", "publication",
    "publicationHead", "introduction", "introduced", "charterAcceptance", "ticket", "valve",
    "settledPublication", "backgroundFetch", "affiliation", "groupPost", "groupRules", "event",
    "eventPlace", "eventOrganizer", "insider", "searchPost", "searchActor", "searchTag", "poll",
    "pollOption", "vote", "profileLine", "alias", "relocation", "quotation", "quoteStamp",
    "policyGrant", "customEmoji", "pushSubscription", "pushMessage", "message", "subscription",
  ]

  /// Indices of a few rows each, which may be walked: those that wait, those of this node.
  private static let partial: Set<String> = [
    "inboxActivity_waiting", "actor_localName", "post_local", "inboxActivity_heldSince",
    "backgroundFetch_due", "poll_untold", "poll_running", "need_open", "need_unmatched",
    "talentProfile_unmatched",
  ]

  /// Statements by which an admin means everything.
  private static let everything: Set<String> = [
    "UPDATE deliveryLane SET failures = 0, openUntil = NULL"
  ]

  private static func offence(in step: String) -> Bool {
    guard step.hasPrefix("SCAN ") else { return false }
    let words = step.split(separator: " ").map(String.init)
    let isPartial = words.last.map(partial.union(DecisionTour.partial).contains) ?? false
    return large.union(DecisionTour.tables).contains(words[1]) && !isPartial
  }

  private func populated() throws -> (Scene, World) {
    let scene = try Scene()
    return (scene, try scene { try World($0) })
  }

  @Test("no store reads a whole table")
  func scans() throws {
    let (scene, world) = try populated()

    try scene.queue.write { db in
      let statements = try StatementLog.record(db) { try world.tour(Transaction(db: db)) }
      #expect(statements.count > 150)
      for sql in statements.subtracting(Self.everything) where Self.isExplainable(sql) {
        let steps = try db.plan(of: sql)
        #expect(!steps.contains(where: Self.offence), "\(sql)\n→ \(steps)")
      }
    }
  }

  @Test("pages and queues are read in the order of an index, without sorting")
  func sorts() throws {
    let (scene, world) = try populated()

    try scene.queue.write { db in
      let statements = try StatementLog.record(db) { try world.pages(Transaction(db: db)) }
      #expect(statements.count > 25)
      for sql in statements where Self.isExplainable(sql) {
        let steps = try db.plan(of: sql)
        #expect(!steps.contains { $0.contains("ORDER BY") }, "\(sql)\n→ \(steps)")
      }
    }
  }

  @Test("a scan would be found")
  func selfTest() throws {
    let (scene, _) = try populated()

    try scene.queue.write { db throws in
      for sql in [
        "SELECT * FROM post WHERE html = ''", "SELECT count(*) FROM delivery WHERE attempts = 1",
        "DELETE FROM follow WHERE createdAt = 0", "SELECT * FROM post ORDER BY publishedAt",
        "SELECT 1 FROM post JOIN actor AS author ON author.name = post.kind WHERE post.id = 1",
      ] {
        #expect(try db.plan(of: sql).contains(where: Self.offence), "\(sql)")
      }
    }
  }

  private static func isExplainable(_ sql: String) -> Bool {
    ["SELECT", "INSERT", "UPDATE", "DELETE", "WITH"].contains { sql.hasPrefix($0) }
  }
}

/// A node with some life in it, and every question its stores are asked.
private struct World {
  let ada: ActorID
  let bob: ActorID
  let post: Post
  let uri = "https://far.example/posts/1"

  init(_ tx: Transaction) throws {
    ada = try tx.member("ada")
    bob = try tx.stranger("bob")
    try tx.follow(ada, bob)
    try tx.follow(bob, ada)
    for number in 1...300 {
      let isDirect = number % 10 == 0
      try tx.write(Int64(number), by: ada, for: isDirect ? .direct : .public, to: [bob])
      let entry = try tx.publish(Int64(number), by: ada)
      let inbox = "https://h\(number % 7).example/inbox"
      try tx.deliveries.enqueue(entry.id, from: ada, to: [inbox], at: Scene.now)
    }
    post = try #require(try tx.posts.find(PostID(rawValue: 1)))
  }

  /// Calls every function of every store, but for those that count all there is.
  func tour(_ tx: Transaction) throws {
    try pages(tx)
    try reading(tx)
    try people(tx)
    try ties(tx)
    try queues(tx)
    try TerritoryTour(member: ada).tour(tx)
    try moderation(tx)
    try GroupTour(member: ada, stranger: bob, post: post).tour(tx)
    try PersonalTour(member: ada, stranger: bob, post: post).tour(tx)
    try purges(tx)
    try writing(tx)
  }

  func pages(_ tx: Transaction) throws {
    let page = Page()
    _ = try tx.timelines.home(of: ada, page)
    for reader in [Reader.anyone, .member(ada)] {
      _ = try tx.posts.listed(in: .public, by: reader, page)
      _ = try tx.posts.local(by: reader, page)
      _ = try tx.posts.written(by: ada, for: reader, page)
      _ = try tx.posts.replies(to: uri, by: reader, page)
      _ = try tx.posts.conversation(uri, by: reader, page)
      _ = try tx.search.posts(try .init("some words"), for: reader, page)
      _ = try tx.search.actors(try .init("ada"), for: reader, limit: 5)
      _ = try tx.search.tags("tag", for: reader, limit: 5)
    }
    _ = try tx.posts.territory("t", by: .member(ada), page)
    try PersonalTour(member: ada, stranger: bob, post: post).pages(tx)
    try TerritoryTour(member: ada).pages(tx)
    _ = try tx.outbox.published(by: ada, page)
    _ = try tx.reactions.list(.like, of: post.id, page)
    _ = try tx.reactions.list(.boost, of: post.id, page)
    _ = try tx.inbox.busySenders(at: Scene.now)
    _ = try tx.inbox.oldestWaiting()
    _ = try tx.deliveries.busyLanes(except: [])
    _ = try tx.deliveries.waiting(in: "https://h1.example", limit: 10)
    _ = try tx.deliveries.ready(
      in: "https://h1.example",
      at: Scene.now,
      standingAsideAfter: 3,
      limit: 10
    )
    _ = try tx.deliveries.oldestWaiting()
    _ = try tx.deliveries.list(lane: nil, limit: 10)
    _ = try tx.posts.addresses(answering: uri, for: .anyone, page)
    _ = try tx.posts.addresses(inConversation: uri, for: .anyone, after: 0, limit: 20)
    _ = try tx.backgroundFetches.due(at: Scene.now, limit: 10)
  }

  private func reading(_ tx: Transaction) throws {
    try polls(tx)
    try quotes(tx)
    _ = try tx.posts.tagged(try #require(HashtagName("tag")), by: .member(ada), Page())
    _ = try tx.posts.addressing(bob, by: .member(ada), Page())
    _ = try tx.posts.addresses(tagged: "tag", Page())
    _ = try tx.posts.hashtags(mostUsedBy: ada)
    _ = try tx.posts.find(uri: uri)
    _ = try tx.posts.isKnown(uri: uri)
    _ = try tx.posts.addressees(of: post.id)
    _ = try tx.posts.revisions(of: post.id)
    _ = try tx.posts.facts(about: post.id, for: .member(ada))
    _ = try tx.posts.readable(post.id, by: .anyone)
    _ = try tx.posts.readable(uri: uri, by: .anyone)
    _ = try tx.posts.pinned(by: ada, for: .anyone)
    _ = try tx.posts.countLocal()
    _ = try tx.posts.tombstone(uri: uri)
  }

  private func quotes(_ tx: Transaction) throws {
    let rule = InteractionPolicy.Rule(automatic: [uri])
    try tx.quotes.setPolicy(InteractionPolicy([.like: rule]), of: post.id, author: uri)
    _ = try tx.quotes.policy(of: post.id)
    try tx.quotes.set(Quotation(quoted: uri), of: post.id)
    try tx.quotes.setRequest(uri, of: post.id)
    _ = try tx.quotes.post(askedBy: uri)
    _ = try tx.quotes.posts(stampedBy: uri)
    _ = try tx.quotes.unverified(at: Scene.now, limit: 10)
    try tx.quotes.setState(.accepted, of: post.id)
    try tx.quotes.putOff(post.id, until: Scene.now)
    try tx.quotes.insert(
      QuoteStamp(uri: uri, post: post.id, quoting: uri, quoter: bob),
      at: Scene.now
    )
    _ = try tx.quotes.stamp(uri: uri)
    _ = try tx.quotes.stamp(of: post.id, for: uri)
    _ = try tx.quotes.stamp(for: uri, by: ada)
    try tx.quotes.removeStamp(uri: uri)
    try tx.quotes.remove(post.id)
  }

  private func polls(_ tx: Transaction) throws {
    let question = Poll(options: [Poll.Option(name: "a"), Poll.Option(name: "b")])
    try tx.polls.replace(with: question, of: post.id)
    try tx.polls.replace(with: question, of: post.id)
    _ = try tx.polls.choices(of: bob, in: post.id)
    try tx.polls.add(0, by: bob, in: post.id, uri: uri, counting: true, at: Scene.now)
    _ = try tx.polls.due(at: Scene.now, limit: 10)
    _ = try tx.polls.untold(since: Scene.now, limit: 10)
    _ = try tx.polls.remoteInboxes(of: post.id)
    try tx.polls.close(post.id, at: Scene.now)
    try tx.polls.markTold(post.id, votes: 1, at: Scene.now)
  }

  private func people(_ tx: Transaction) throws {
    _ = try tx.actors.find(uri: uri)
    _ = try tx.actors.find(keyURI: uri)
    _ = try tx.actors.find(localName: "ada")
    _ = try tx.actors.find(name: "bob", host: "far.example")
    _ = try tx.actors.keys(of: ada)
    let line = ActorDetails.Line(name: "Site", value: "a")
    try tx.actors.setDetails(ActorDetails(lines: [line], aliases: [uri], movedTo: uri), of: bob)
    try tx.actors.setDetails(ActorDetails(), of: bob)
    try tx.actors.recordMove(of: bob, to: uri, at: Scene.now)
    _ = try tx.actors.details(of: bob)
    _ = try tx.actors.lastMove(of: bob)
    _ = try tx.follows.localFollowers(of: bob)
    _ = try tx.actors.sealedPrivateKey(of: ada, .rsa)
    _ = try tx.actors.local(.person)
    _ = try tx.members.find(ada)
    _ = try tx.members.find(name: "ada")
    _ = try tx.members.all()
    _ = try tx.members.count(in: .active)
    _ = try tx.members.countActive(since: Scene.now)
    _ = try tx.members.find(invitation: "x", at: Scene.now)
    try tx.members.setInvitation(nil, endsAt: nil, of: ada)
    try tx.members.update(try #require(try tx.members.find(ada)))
  }

  private func ties(_ tx: Transaction) throws {
    _ = try tx.follows.find(follower: ada, followee: bob)
    _ = try tx.follows.find(uri: uri)
    _ = try tx.follows.countFollowers(of: ada)
    _ = try tx.follows.countFollowing(of: ada)
    _ = try tx.follows.pending(of: ada)
    _ = try tx.follows.remoteInboxes(of: ada)
    _ = try tx.follows.hasLocalFollower(bob)
    _ = try tx.follows.followers(of: ada, at: "far.example")
    _ = try tx.follows.localFollows(of: bob)
    _ = try tx.follows.localFollowerURIs(of: bob)
    try tx.follows.accept(follower: ada, followee: bob)
    for kind in [ReactionStore.Kind.like, .boost] {
      _ = try tx.reactions.post(kind, uri: uri, by: bob)
      _ = try tx.reactions.uri(kind, by: bob, of: post.id)
      _ = try tx.reactions.count(kind, of: post.id)
      try tx.reactions.add(kind, uri: uri, by: bob, to: post.id, at: Scene.now)
      try tx.reactions.remove(kind, by: bob, of: post.id)
    }
    _ = try tx.reactions.remoteInboxes(of: post.id)
    try tx.blocks.add(uri: uri, by: ada, against: bob, at: Scene.now)
    _ = try tx.blocks.exists(by: ada, against: bob)
    _ = try tx.blocks.target(uri: uri, by: ada)
    _ = try tx.blocks.uri(by: ada, against: bob)
    try tx.blocks.remove(by: ada, against: bob)
    _ = try tx.reports.latest()
    _ = try tx.audit.tail(10)
    _ = try tx.policies.all()
    _ = try tx.state.value("origin")
  }

  private func moderation(_ tx: Transaction) throws {
    let report = Report(
      uri: uri,
      reporterID: bob,
      objects: [uri, post.uri],
      content: "",
      createdAt: Scene.now
    )
    let id = try #require(try tx.reports.insert(report))
    _ = try tx.reports.number(uri: uri)
    _ = try tx.reports.find(id)
    for isOpen in [nil, true, false] { _ = try tx.reports.list(isOpen: isOpen, Page()) }
    _ = try tx.reports.countOpen(by: bob)
    try tx.reports.add(ReportCase.Note(author: "", text: "", createdAt: Scene.now), to: id)
    _ = try tx.reports.notes(on: id)
    try tx.reports.assign(id, to: ada)
    try tx.reports.markForwarded(id, at: Scene.now)
    try tx.reports.setResolution(nil, of: id)
    let entry = AccountLimitStore.Entry(author: "", reason: "", createdAt: Scene.now)
    try tx.limits.set(entry, on: bob)
    _ = try tx.limits.find(bob)
    _ = try tx.limits.limited()
    _ = try tx.limits.suspended()
    try tx.limits.lift(from: bob)
    try rules(tx)
  }

  private func rules(_ tx: Transaction) throws {
    let (far, now) = ("far.example", Scene.now)
    let rule = PolicyRule(pattern: far, action: .silence, author: "", reason: "", createdAt: now)
    try tx.policies.save(rule)
    let list = PolicyList(
      url: uri,
      kind: .blocks,
      mode: .drafts,
      author: "",
      reason: "",
      createdAt: Scene.now
    )
    try tx.policyLists.save(list)
    _ = try tx.policyLists.find(uri)
    let draft = PolicyDraft(list: uri, change: .save, rule: rule)
    try tx.policyLists.replaceDrafts(of: uri, by: [draft])
    #expect(try tx.policyLists.drafts().map(\.rule.pattern) == [rule.pattern])
    try tx.policyLists.dismiss(draft)
    try tx.policyLists.removeDraft(draft)
    try tx.policyLists.remove(uri)
    _ = try tx.policies.rules(about: "far.example")
    _ = try tx.standings.find("far.example")
    try tx.policies.remove(pattern: "far.example")
  }

  private func queues(_ tx: Transaction) throws {
    let lane = "https://h1.example"
    _ = try tx.inbox.waiting(from: bob, at: Scene.now, limit: 10)
    try tx.inbox.forestall(OriginProof(of: uri, vouchedBy: uri), from: bob, at: Scene.now)
    _ = try tx.inbox.countWaiting()
    _ = try tx.inbox.outcome(of: uri)
    let proof = try OriginProof(of: uri, vouchedBy: uri)
    _ = try tx.inbox.insert("Create", body: [], from: bob, proof: proof, at: Scene.now)
    try tx.inbox.retry(1, notBefore: Scene.now, outcome: "")
    try tx.inbox.end(1, .done, outcome: nil)
    _ = try tx.outbox.find(ActivityID(rawValue: 1))
    _ = try tx.outbox.find(uri: uri)
    _ = try tx.outbox.isForFollowers(ActivityID(rawValue: 1))
    try tx.backgroundFetches.enqueue(.thread, uri, at: Scene.now, pause: 60)
    try tx.backgroundFetches.retry(1, notBefore: Scene.now)
    try tx.backgroundFetches.end(1, at: Scene.now)
    _ = try tx.outbox.countPublished(by: ada)
    _ = try tx.deliveries.count(.waiting)
    try tx.deliveries.prefer("messageSignature", in: lane, at: Scene.now)
    _ = try tx.deliveries.list(lane: lane, limit: 10)
    _ = try tx.deliveries.lane(lane)
    try tx.deliveries.save(DeliveryLane(lane: lane), at: Scene.now)
    try tx.deliveries.retry(1, notBefore: Scene.now, error: "")
    try tx.deliveries.abandon(2, error: "")
    try tx.deliveries.remove(3)
    _ = try tx.deliveries.retryAll(lane: lane, at: Scene.now)
    _ = try tx.deliveries.drop(lane: lane)
    _ = try tx.deliveries.retryAll(lane: nil, at: Scene.now)
  }

  private func purges(_ tx: Transaction) throws {
    _ = try tx.inbox.purge(before: Scene.now)
    _ = try tx.limits.purgePosts(ofSuspendedBefore: Scene.now)
    _ = try tx.deliveries.purge(before: Scene.now)
    _ = try tx.posts.purgeTombstones(before: Scene.now)
    _ = try tx.backgroundFetches.purge(before: Scene.now)
  }

  private func writing(_ tx: Transaction) throws {
    try tx.search.startOver()
    while try tx.search.goOn() > 0 {}
    try tx.posts.pin(post.id, by: ada, at: Scene.now)
    try tx.posts.unpin(post.id, by: ada)
    try tx.posts.edit(post, to: post.body, addressees: [bob], at: Scene.now)
    var root = post
    root.thread.conversation = "c"
    try tx.posts.placeAnswers(to: root)
    try tx.timelines.addBoost(of: post.id, by: bob, id: 1000)
    try tx.timelines.removeBoost(of: post.id, by: bob)
    try tx.timelines.remove(author: bob, from: ada)
    try tx.outbox.remove(about: post.id)
    try tx.outbox.remove(uri: uri, by: ada)
    try tx.posts.delete(post, at: Scene.now)
    let actor = try #require(try tx.actors.find(bob))
    let key = ActorKey(uri: "\(actor.uri)#main-key", algorithm: .rsa, publicKey: "PEM")
    let origin = try OriginProof(of: actor.uri, vouchedBy: actor.uri)
    _ = try tx.actors.saveRemote(actor, keys: [key], proof: origin)
    try tx.actors.replaceKey(key, sealed: [], of: bob)
    try tx.actors.rotateKey(key, sealed: [], of: bob, at: Scene.now)
    let proofKey = ActorKey(uri: "\(actor.uri)#ed", algorithm: .ed25519, publicKey: "z")
    try tx.actors.rotateKey(proofKey, sealed: [], of: bob, at: Scene.now)
    try tx.actors.rotateKey(key, sealed: [], of: bob, at: Scene.now, isCompromised: true)
    try tx.actors.setSuspended(bob, at: nil)
    try tx.follows.remove(follower: bob, followee: ada)
    try tx.actors.markDeleted(bob, at: Scene.now)
  }
}
