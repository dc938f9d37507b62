import ActivityStreams
import Foundation
import Model
import Storage

/// Somebody wrote something (ActivityPub §6.2, §7.2), or says that what was agreed on is done.
package enum CreateActivity: ActivityHandler {
  package static let type = AS.ActivityType.create
  package static let objects = ActivityObjects(
    received: ActivityObjects.posts + statements,
    sent: ["Note", "Question", "Event"] + statements
  )

  /// What is no post, and says something that counts.
  private static let statements = [
    AS.EconomicEvent.type, AS.ConsultationVote.type, AS.ConsultationResult.type,
  ]

  package enum Prepared: Sendable {
    case post(Written)
    case deed(StatedDeed)
    case ballot(CastBallot)
    case result(StatedResult)
  }

  package struct Written: Sendable {
    let post: Post
    /// Everyone the post names; those known here become its addressees.
    let addresses: [String]
    /// Those of them that it mentions: they are told.
    let mentions: [String]
    let proof: OriginProof?
    /// Set when it has the form of a vote; it is one if what it answers is a poll.
    var vote: CastVote?
  }

  package static func prepare(
    _ activity: AS.Activity,
    from sender: VerifiedSender,
    with services: FederationServices
  ) async throws -> Prepared {
    guard let embedded = activity.object?.embedded else {
      return .post(try await prepareNote(activity, from: sender, with: services))
    }
    switch embedded.type {
    case AS.EconomicEvent.type:
      return .deed(try StatedDeed(embedded, by: sender, at: services.now()))
    case AS.ConsultationVote.type:
      return .ballot(try await CastBallot(embedded, in: activity, by: sender, with: services))
    case AS.ConsultationResult.type:
      return .result(try await StatedResult(embedded, in: activity, by: sender, with: services))
    default: return .post(try await prepareNote(activity, from: sender, with: services))
    }
  }

  private static func prepareNote(
    _ activity: AS.Activity,
    from sender: VerifiedSender,
    with services: FederationServices
  ) async throws -> Written {
    let note = try await WrittenNote.find(in: activity, by: sender, with: services)
    let now = services.now()
    if let vote = CastVote(note, in: activity, at: now) {
      return Written(
        post: received(note, by: sender, with: services, at: now),
        addresses: names(in: note),
        mentions: note.mentions.map(\.string),
        proof: sender.isLocal ? nil : try sender.proof(of: note.id.string),
        vote: vote
      )
    }
    switch sender.door {
    case .outbox(let audience):
      guard let id = services.addresses.postID(of: note.id.string) else {
        throw Refusal.malformed("\(note.id) is no post of this node.")
      }
      var post = Post(note, by: sender.actor, as: id, for: audience, at: now)
      post.policy = InteractionPolicy(chosenIn: post, by: sender.actor)
      return Written(
        post: post,
        addresses: names(in: note),
        mentions: note.mentions.map(\.string),
        proof: nil
      )
    case .inbox:
      return Written(
        post: received(note, by: sender, with: services, at: now),
        addresses: names(in: note),
        mentions: note.mentions.map(\.string),
        proof: try sender.proof(of: note.id.string)
      )
    }
  }

  package static func authorize(
    _ prepared: Prepared,
    from sender: VerifiedSender,
    in tx: Transaction
  ) throws {
    switch prepared {
    case .post(let written): try authorize(written, from: sender, in: tx)
    case .deed(let deed): _ = try deed.move(by: sender, in: tx).outcome()
    case .ballot(let ballot): try ballot.authorize(by: sender, in: tx)
    case .result(let result): try result.authorize(by: sender, in: tx)
    }
  }

  private static func authorize(
    _ prepared: Written,
    from sender: VerifiedSender,
    in tx: Transaction
  ) throws {
    let parent = try prepared.post.thread.inReplyTo.flatMap(tx.posts.find(uri:))
    if let vote = prepared.vote, try vote.authorize(in: parent, by: sender, in: tx) { return }
    if !sender.isLocal {
      try requireRing(prepared.post, parent, by: sender)
      try requireCircle(prepared.post, parent, in: tx)
      try requireConcern(prepared, parent, by: sender, in: tx)
    }
    guard let parent else { return }
    try InteractionGate.require(.reply, of: parent, by: sender, in: tx)
    if try tx.blocks.exists(by: parent.authorID, against: sender.actor.id) {
      throw Ignored("The author of what this answers has blocked \(sender.actor.uri).")
    }
  }

  package static func apply(
    _ prepared: Prepared,
    from sender: VerifiedSender,
    in tx: Transaction,
    effects: Effects
  ) throws {
    switch prepared {
    case .post(let written): try apply(written, from: sender, in: tx, effects: effects)
    case .deed(let deed):
      try deed.move(by: sender, in: tx).carryOut(by: sender, at: effects.now, in: tx)
    case .ballot(let ballot): try ballot.apply(by: sender, in: tx)
    case .result(let result): try result.apply(by: sender, in: tx)
    }
  }

  private static func apply(
    _ prepared: Written,
    from sender: VerifiedSender,
    in tx: Transaction,
    effects: Effects
  ) throws {
    if let vote = prepared.vote, try vote.count(by: sender, at: effects.now, in: tx) { return }
    let post = try prepared.post.placed(in: tx, effects.services.addresses)
    let addressees = try prepared.addresses.compactMap { try tx.actors.find(uri: $0)?.id }
    if let proof = prepared.proof {
      let isNew = try tx.posts.insertRemote(post, addressees: addressees, proof: proof)
      guard isNew else { return try show(known: prepared, effects, in: tx) }
      try tx.posts.placeAnswers(to: post)
    } else {
      try tx.posts.insertLocal(post, addressees: addressees)
      try agree(to: post, by: sender, effects, in: tx)
    }
    try QuoteConsent.settle(post, at: effects.now, in: tx)
    try show(post, in: tx)
    try NotificationWriter.tell(
      of: post,
      naming: prepared.mentions,
      at: effects.now,
      in: tx
    )
    if !sender.isLocal { try fetchParent(of: post, effects, in: tx) }
  }

  /// Between members of this node a quote is agreed to, or not, as it is made.
  private static func agree(
    to post: Post,
    by sender: VerifiedSender,
    _ effects: Effects,
    in tx: Transaction
  ) throws {
    guard let quote = post.quote, let stamp = quote.authorization,
      let quoted = try tx.posts.find(uri: quote.quoted), quoted.isLocal,
      try InteractionGate.verdict(.quote, of: quoted, for: sender.actor, in: tx) == .automatic
    else { return }
    try tx.quotes.insert(
      QuoteStamp(uri: stamp, post: quoted.id, quoting: post.uri, quoter: sender.actor.id),
      at: effects.now
    )
  }

  /// Asks for what a post answers, later and without holding anything up.
  private static func fetchParent(of post: Post, _ effects: Effects, in tx: Transaction) throws {
    guard let uri = post.thread.inReplyTo, let parent = AS.IRI(uri),
      try !tx.posts.isKnown(uri: uri), !effects.services.addresses.isOwn(uri)
    else { return }
    try tx.backgroundFetches.enqueue(
      .parent,
      parent.string,
      at: effects.now,
      pause: BackgroundFetchWorker.pause(.parent)
    )
  }

  /// A boost or an answer may have overtaken the Create: then the post is stored, but in no
  /// timeline of those who follow its author.
  ///
  /// Or it is for a group of this node, which has not seen it yet.
  private static func show(
    known prepared: Written,
    _ effects: Effects,
    in tx: Transaction
  ) throws {
    let post = prepared.post
    let groups = GroupDistribution(services: effects.services)
    guard let known = try tx.posts.find(uri: post.uri), known.authorID == post.authorID,
      try show(known, in: tx) > 0
        || prepared.addresses.contains(where: { address in
          guard let group = try groups.localGroup(address, in: tx) else { return false }
          return try tx.groups.state(of: known.id, in: group.id) == nil
        })
    else { throw Ignored("\(post.uri) is known already.") }
    try NotificationWriter.tell(
      of: known,
      naming: prepared.mentions,
      at: effects.now,
      in: tx
    )
  }

  @discardableResult
  private static func show(_ post: Post, in tx: Transaction) throws -> Int {
    guard post.audience != .direct else {
      return try tx.conversations.add(post) + tx.timelines.addDirect(post.id, by: post.authorID)
    }
    let count = try tx.timelines.add(post.id, by: post.authorID)
    // Who follows a hashtag comes across what is listed, as in the hashtag's own timeline.
    if post.isListed, post.audience != .followers { try tx.timelines.addTagged(post.id) }
    return count
  }

  private static func received(
    _ note: AS.Note,
    by sender: VerifiedSender,
    with services: FederationServices,
    at now: Date
  ) -> Post {
    let audience = Audience(note, followersOfAuthor: sender.actor.endpoints.followers)
    let id = PostID(rawValue: services.numbers.next(at: now))
    let post = Post(note, by: sender.actor, as: id, for: audience, at: now)
    return services.flows.received(post, by: sender.actor)
  }

  private static func names(in note: AS.Note) -> [String] {
    var seen: Set<String> = []
    return note.names.filter { seen.insert($0).inserted }
  }

  /// What is for a territory comes from its members, and what answers it goes no further.
  private static func requireRing(
    _ post: Post,
    _ parent: Post?,
    by sender: VerifiedSender
  ) throws(Refusal) {
    if post.audience == .territory {
      guard let territory = post.territory, sender.territories.contains(territory) else {
        throw .forbidden(
          "\(sender.actor.uri) is in no territory with this node that it writes for."
        )
      }
    }
    guard let parent, parent.audience == .territory, post.audience != .direct else { return }
    guard post.audience == .territory, post.territory == parent.territory else {
      throw .forbidden("What answers a post for a territory stays in it.")
    }
  }

  /// What answers a post of a closed group stays in the group.
  private static func requireCircle(_ post: Post, _ parent: Post?, in tx: Transaction) throws {
    guard try isInClosedGroup(parent, in: tx), post.audience != .direct else { return }
    throw Refusal.forbidden("What answers a post of a closed group stays in it.")
  }

  private static func isInClosedGroup(_ post: Post?, in tx: Transaction) throws -> Bool {
    guard let post, post.audience == .direct else { return false }
    return try !tx.groups.groups(showing: post.id).isEmpty
  }

  /// A node keeps what is for its territory, and what its members follow, are named in, or are
  /// answered by; nothing else.
  private static func requireConcern(
    _ prepared: Written,
    _ parent: Post?,
    by sender: VerifiedSender,
    in tx: Transaction
  ) throws {
    if let parent,
      try parent.isLocal || parent.audience == .territory || isInClosedGroup(parent, in: tx),
      try !mayRead(parent, sender, in: tx)
    {
      throw Ignored("It answers something that \(sender.actor.uri) cannot have read.")
    }
    if prepared.post.audience == .territory { return }
    let isConcern =
      try parent != nil || tx.follows.hasLocalFollower(sender.actor.id)
      || prepared.addresses.contains { try concerns($0, prepared.post, in: tx) }
    guard isConcern else { throw Ignored("Nobody here follows, is named in or is answered by it.") }
  }

  /// Whether somebody here is named; a group only if it has the post.
  private static func concerns(
    _ address: String,
    _ post: Post,
    in tx: Transaction
  ) throws -> Bool {
    guard let named = try tx.actors.find(uri: address), named.isLocal else { return false }
    guard named.kind == .group else { return true }
    return Permission.admission(
      of: post.audience,
      isReply: false,
      from: try tx.groups.standing(of: post.authorID, in: named.id),
      by: try tx.groups.rules(of: named.id)
    ) != .refused
  }

  private static func mayRead(
    _ post: Post,
    _ sender: VerifiedSender,
    in tx: Transaction
  ) throws -> Bool {
    let facts = try tx.posts.facts(about: post.id, for: sender.reader)
    return facts.map { Permission.allows(sender.reader, toRead: $0) } ?? false
  }
}
