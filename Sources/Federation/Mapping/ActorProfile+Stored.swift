import ActivityStreams
import Model
import Storage

extension ActorProfile {
  /// A local actor as others fetch it, with all that is kept of it.
  package func document(in tx: Transaction, _ addresses: Addresses) throws -> AS.Actor {
    try document(
      keys: tx.actors.keys(of: id),
      details: tx.actors.details(of: id),
      pictures: tx.actorPictures.find(of: id),
      addresses: addresses,
      rules: kind == .group ? tx.groups.rules(of: id) : nil
    )
  }
}
