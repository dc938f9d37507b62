import Federation
import Model
import Storage

/// Finds posts of this node that a reader may read.
struct LocalPosts: Sendable {
  let addresses: Addresses

  init(_ addresses: Addresses) {
    self.addresses = addresses
  }

  /// The post with a number; posts of other nodes have numbers too, but no address here.
  ///
  /// - Throws: `Refusal.absent`, alike for what is not there and what is not for the reader;
  ///   `Refusal.gone` for what everyone could read and was deleted.
  func find(_ id: PostID, for reader: Reader, in tx: Transaction) throws -> ReadablePost {
    let address = addresses.post(id).string
    guard let found = try tx.posts.readable(id, by: reader), found.post.uri == address else {
      let isGone = try tx.posts.tombstone(uri: address) != nil
      throw isGone ? Refusal.gone(id: address) : Refusal.absent
    }
    return found
  }
}
