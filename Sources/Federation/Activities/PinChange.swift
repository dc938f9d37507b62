import ActivityStreams
import Model
import Storage

/// What an Add or a Remove is about: a post of the sender in the sender's own featured collection.
struct PinChange: Sendable {
  private let collection: String?
  private let postURI: String

  init(_ activity: AS.Activity) throws(Refusal) {
    guard let id = activity.object?.id else { throw .malformed("It says not which post.") }
    collection = activity.target?.id?.string
    postURI = id.string
  }

  /// The post, if it is the sender's to pin.
  func post(of sender: VerifiedSender, in tx: Transaction) throws -> PostID {
    guard let collection, collection == sender.actor.endpoints.featured else {
      throw Ignored("Only an actor's own pinned posts are a collection that is changed here.")
    }
    guard let post = try tx.posts.find(uri: postURI) else {
      throw Ignored("\(postURI) is not known here.")
    }
    guard post.authorID == sender.actor.id else {
      throw Refusal.forbidden("\(sender.actor.uri) may pin posts of its own only.")
    }
    return post.id
  }
}
