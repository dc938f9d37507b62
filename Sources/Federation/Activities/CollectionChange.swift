import ActivityStreams
import Model
import Storage

/// What an Add or a Remove is about: a post in the sender's own featured collection, or, by one of its
/// moderators, what is on top of a group of this node and who moderates it (FEP-1b12, Lemmy).
struct CollectionChange: Sendable {
  /// What is changed, once it is known that the sender may.
  enum Subject {
    case pin(PostID, by: ActorID)
    case moderator(ActorProfile, of: ActorProfile)
  }

  private let collection: String?
  private let object: String

  init(_ activity: AS.Activity) throws(Refusal) {
    guard let id = activity.object?.id else { throw .malformed("It says not what is meant.") }
    collection = activity.target?.id?.string
    object = id.string
  }

  /// What is added, if the sender may.
  func added(by sender: VerifiedSender, in tx: Transaction) throws -> Subject {
    let subject = try subject(for: sender, in: tx)
    guard case .moderator(let actor, let group) = subject else { return subject }
    let target = try tx.groups.standing(of: actor.id, in: group.id)
    guard !Permission.mayModerate(target) else {
      throw Ignored("\(actor.uri) looks after \(group.uri) already.")
    }
    try GroupAppointment.check(.moderator, of: actor, in: group, by: sender.actor.id, in: tx)
    return subject
  }

  /// What is removed, if the sender may.
  func removed(by sender: VerifiedSender, in tx: Transaction) throws -> Subject {
    let subject = try subject(for: sender, in: tx)
    guard case .moderator(let actor, let group) = subject else { return subject }
    let target = try tx.groups.standing(of: actor.id, in: group.id)
    guard target.affiliation == .moderator else {
      throw Ignored("\(actor.uri) is no moderator of \(group.uri).")
    }
    try GroupAppointment.check(.member, of: actor, in: group, by: sender.actor.id, in: tx)
    return subject
  }

  private func subject(for sender: VerifiedSender, in tx: Transaction) throws -> Subject {
    if let collection, collection == sender.actor.endpoints.featured {
      let post = try post(in: tx)
      guard post.authorID == sender.actor.id else {
        throw Refusal.forbidden("\(sender.actor.uri) may pin posts of its own only.")
      }
      return .pin(post.id, by: sender.actor.id)
    }
    guard let (group, isFeatured) = try group(in: tx) else {
      throw Ignored("Only an actor's own pinned posts, and a group's, are changed here.")
    }
    guard Permission.mayModerate(try tx.groups.standing(of: sender.actor.id, in: group.id)) else {
      throw Refusal.forbidden("\(sender.actor.uri) is no moderator of \(group.uri).")
    }
    guard isFeatured else {
      guard let actor = try tx.actors.find(uri: object), actor.deletedAt == nil else {
        throw Ignored("\(object) is not known here.")
      }
      return .moderator(actor, of: group)
    }
    let post = try post(in: tx)
    guard try tx.groups.state(of: post.id, in: group.id) == .shown else {
      throw Ignored("\(object) is not shown by \(group.uri).")
    }
    return .pin(post.id, by: group.id)
  }

  /// The group of this node to which the collection belongs.
  private func group(in tx: Transaction) throws -> (ActorProfile, isFeatured: Bool)? {
    for (name, isFeatured) in [("/featured", true), ("/moderators", false)] {
      guard let collection, collection.hasSuffix(name) else { continue }
      let found = try tx.actors.find(uri: String(collection.dropLast(name.count)))
      guard let found, found.isLocal, found.kind == .group, found.isActive else { return nil }
      return (found, isFeatured)
    }
    return nil
  }

  private func post(in tx: Transaction) throws -> Post {
    guard let post = try tx.posts.find(uri: object) else {
      throw Ignored("\(object) is not known here.")
    }
    return post
  }
}
