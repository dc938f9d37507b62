import ActivityStreams
import Foundation
import Model
import Storage
import StrictJSON

/// What the groups of this node do about what others do: they pass it on to all who follow them,
/// as it came (FEP-1b12).
///
/// It only follows from an activity that was authorized and had its effects; what it finds before
/// (``plan(for:from:in:)``) may be gone afterwards.
struct GroupDistribution {
  let services: FederationServices

  /// How many posts of one author wait for the moderators of a group: what comes after that is
  /// passed over, so that nobody fills the list alone (threat 19).
  static let mostWaiting = 20

  private var outgoing: Outgoing { services.outgoing }

  /// One group's part.
  enum Deed: Sendable {
    /// Shows a new post, or lets it wait.
    case admit(String, [ActorProfile])
    /// Passes an activity on; what is about a post goes when the post goes.
    case passOn(ActorProfile, PostID?)
    /// Takes a post out: its author or a moderator deleted it.
    case takeOut(Post, from: ActorProfile, boost: String?)
  }

  // MARK: Before

  /// What is to be done about an activity once it has its effects.
  func plan(
    for activity: AS.Activity,
    from sender: VerifiedSender,
    in tx: Transaction
  ) throws -> [Deed] {
    guard sender.actor.kind != .group || !sender.isLocal else { return [] }
    switch activity.type {
    case .create:
      guard let uri = activity.object?.id?.string else { return [] }
      let note = activity.object?.embedded.flatMap { try? AS.Note(json: $0.json) }
      let parent = try note?.thread.inReplyTo.flatMap { try tx.posts.find(uri: $0.string) }
      let groups = try self.groups(
        among: activity.audience.addresses.map(\.string) + (note?.names ?? []),
        showing: parent?.id,
        in: tx
      )
      return groups.isEmpty ? [] : [.admit(uri, groups)]
    case .update:
      guard let uri = activity.object?.id?.string, let post = try tx.posts.find(uri: uri) else {
        return []
      }
      return try local(tx.groups.groups(showing: post.id))
        .filter { try isHeard(sender.actor, by: $0, in: tx) }
        .map { .passOn($0, post.id) }
    case .delete: return try removals(by: activity, sender, in: tx)
    case .like, .undo: return try reactions(activity, sender, in: tx)
    case .add, .remove:
      // Of an actor's own pins nobody needs to hear by a group.
      guard let collection = activity.target?.id?.string,
        let end = ["/featured", "/moderators"].first(where: collection.hasSuffix),
        let group = try localGroup(String(collection.dropLast(end.count)), in: tx)
      else { return [] }
      let post = try activity.object?.id.flatMap { try tx.posts.find(uri: $0.string) }
      return [.passOn(group, post?.id)]
    case .block:
      guard let uri = activity.target?.id?.string, let group = try localGroup(uri, in: tx) else {
        return []
      }
      return [.passOn(group, nil)]
    default: return []
    }
  }

  /// The groups of this node among some addresses, and those that show what is answered.
  private func groups(
    among names: [String],
    showing parent: PostID?,
    in tx: Transaction
  ) throws -> [ActorProfile] {
    var groups = try parent.map { local(try tx.groups.groups(showing: $0)) } ?? []
    for name in names where groups.count < GroupStore.mostGroups {
      guard let group = try localGroup(name, in: tx), !groups.contains(where: { $0.id == group.id })
      else { continue }
      groups.append(group)
    }
    return groups
  }

  private func removals(
    by activity: AS.Activity,
    _ sender: VerifiedSender,
    in tx: Transaction
  ) throws -> [Deed] {
    guard let uri = activity.object?.id?.string, let post = try tx.posts.find(uri: uri) else {
      return []
    }
    var groups = local(try tx.groups.groups(showing: post.id))
    if post.authorID != sender.actor.id {
      groups = try groups.filter { try isModerator(sender.actor, of: $0, in: tx) }
    }
    return try groups.map { group in
      let boost = try tx.reactions.uri(.boost, by: group.id, of: post.id)
      return .takeOut(post, from: group, boost: boost)
    }
  }

  /// Likes are passed on only where they were meant for the group: they are nobody else's business.
  private func reactions(
    _ activity: AS.Activity,
    _ sender: VerifiedSender,
    in tx: Transaction
  ) throws -> [Deed] {
    let inner = activity.object?.embedded.flatMap { try? AS.Activity(json: $0.json) }
    let object =
      activity.type == .undo
      ? inner.flatMap { $0.type == .like ? $0.object : nil } : activity.object
    guard let uri = object?.id?.string, let post = try tx.posts.find(uri: uri) else { return [] }
    let named = Set(activity.audience.addresses.map(\.string))
    return try local(try tx.groups.groups(showing: post.id))
      .filter { named.contains($0.uri) }
      .filter { try isHeard(sender.actor, by: $0, in: tx) }
      .map { .passOn($0, post.id) }
  }

  // MARK: Afterwards

  /// Does what was planned, in the transaction of the effects; the document is the activity as it was
  /// received or is sent, with its proof.
  func carryOut(
    _ plan: [Deed],
    _ document: JSON,
    at now: Date,
    in tx: Transaction
  ) throws {
    for deed in plan {
      switch deed {
      case .admit(let uri, let groups):
        guard let post = try tx.posts.find(uri: uri) else { continue }
        for group in groups { try admit(post, to: group, document, at: now, in: tx) }
      case .passOn(let group, let post):
        try announce(embedded(document), by: group, about: post, at: now, in: tx)
      case .takeOut(let post, let group, let boost):
        try takeOut(post, from: group, document, boost: boost, at: now, in: tx)
      }
    }
  }

  /// What becomes of a post that is for a group.
  func admission(
    of post: Post,
    to group: ActorProfile,
    in tx: Transaction
  ) throws -> GroupAdmission {
    let parent = try post.thread.inReplyTo.flatMap(tx.posts.find(uri:))
    let isReply = try parent.map { try tx.groups.state(of: $0.id, in: group.id) == .shown } ?? false
    return Permission.admission(
      of: post.audience,
      isReply: isReply,
      from: try tx.groups.standing(of: post.authorID, in: group.id),
      by: try tx.groups.rules(of: group.id)
    )
  }

  private func admit(
    _ post: Post,
    to group: ActorProfile,
    _ document: JSON,
    at now: Date,
    in tx: Transaction
  ) throws {
    guard try tx.groups.state(of: post.id, in: group.id) == nil else { return }
    switch try admission(of: post, to: group, in: tx) {
    case .refused: return
    case .waiting:
      guard try tx.groups.countWaiting(by: post.authorID, in: group.id) < Self.mostWaiting else {
        return
      }
      try tx.groups.put(post.id, in: group.id, .waiting, activity: document.serialized())
    case .shown: try show(post, in: group, document, at: now, in: tx)
    }
  }

  /// Shows a post to all who follow a group: the activity for those who know groups, and the post's
  /// id for those who know boosts only (Mastodon).
  func show(
    _ post: Post,
    in group: ActorProfile,
    _ document: JSON,
    at now: Date,
    in tx: Transaction
  ) throws {
    try tx.groups.put(post.id, in: group.id, .shown)
    var boost = try announce(embedded(document), by: group, about: post.id, at: now, in: tx)
    if try !tx.groups.rules(of: group.id).isClosed, let id = AS.IRI(post.uri) {
      boost = try announce(.id(id), by: group, about: post.id, at: now, in: tx)
    }
    let entry = services.numbers.next(at: now)
    try tx.reactions.add(
      .boost,
      uri: boost.string,
      by: group.id,
      to: post.id,
      at: now,
      number: entry
    )
    try tx.timelines.addBoost(of: post.id, by: group.id, id: entry)
  }

  /// Tells all who follow a group that a post is gone from it, in both ways of speaking.
  private func takeOut(
    _ post: Post,
    from group: ActorProfile,
    _ document: JSON,
    boost: String?,
    at now: Date,
    in tx: Transaction
  ) throws {
    if try tx.posts.find(post.id) != nil {
      try tx.groups.put(post.id, in: group.id, .removed)
      try tx.reactions.remove(.boost, by: group.id, of: post.id)
      try tx.timelines.removeBoost(of: post.id, by: group.id)
    }
    // What was said about it is not said again, nor sent to those who wait for it.
    try tx.outbox.remove(about: post.id, by: group.id)
    try announce(embedded(document), by: group, at: now, in: tx)
    guard let boost = boost.flatMap(AS.IRI.init), let actor = AS.IRI(group.uri),
      let id = AS.IRI(post.uri)
    else { return }
    let inner = AS.Activity(id: boost, type: .announce, actor: actor, object: .id(id))
    try publish(.undo, AS.Reference(inner), by: group, at: now, in: tx)
  }

  @discardableResult
  private func announce(
    _ object: AS.Reference,
    by group: ActorProfile,
    about post: PostID? = nil,
    at now: Date,
    in tx: Transaction
  ) throws -> AS.IRI {
    try publish(.announce, object, by: group, about: post, at: now, in: tx)
  }

  /// Publishes something of a group: for everyone, or for those who are in a closed one.
  @discardableResult
  private func publish(
    _ type: AS.ActivityType,
    _ object: AS.Reference,
    by group: ActorProfile,
    about post: PostID? = nil,
    at now: Date,
    in tx: Transaction
  ) throws -> AS.IRI {
    let audience: Audience = try tx.groups.rules(of: group.id).isClosed ? .followers : .public
    var activity = try outgoing.activity(type, by: group, object: object, at: now)
    activity.audience = AS.Audience(
      audience,
      of: group,
      addressing: [],
      addresses: services.addresses
    )
    try outgoing.enqueue(
      OutgoingActivity(actor: group, activity: activity, audience: audience, postID: post),
      at: now,
      in: tx
    )
    return activity.id
  }

  /// The activity as it came; only its id where it would not fit into another one.
  private func embedded(_ document: JSON) throws -> AS.Reference {
    let reference = try AS.Reference(json: document)
    let isLarge = document.serialized().count > services.settings.maximumInboxBytes / 2
    guard isLarge, let id = reference.id else { return reference }
    return .id(id)
  }

  // MARK: Groups of this node

  func localGroup(_ uri: String, in tx: Transaction) throws -> ActorProfile? {
    guard services.addresses.isOwn(uri), let group = try tx.actors.find(uri: uri) else {
      return nil
    }
    return local([group]).first
  }

  private func local(_ groups: [ActorProfile]) -> [ActorProfile] {
    groups.filter { $0.isLocal && $0.kind == .group && $0.isActive }
  }

  /// Whether a group passes on anything of somebody: not of whom it keeps out.
  private func isHeard(
    _ actor: ActorProfile,
    by group: ActorProfile,
    in tx: Transaction
  ) throws -> Bool {
    try tx.groups.standing(of: actor.id, in: group.id).affiliation != .outcast
  }

  private func isModerator(
    _ actor: ActorProfile,
    of group: ActorProfile,
    in tx: Transaction
  ) throws -> Bool {
    Permission.mayModerate(try tx.groups.standing(of: actor.id, in: group.id))
  }
}

extension AS.Note {
  /// Everyone whom a post names: as addressee or in its text.
  var names: [String] { (audience.addresses + mentions).map(\.string) }
}
