import ActivityStreams
import Foundation
import Model

/// Where everything of this node lives: the one place that makes and reads its own addresses.
package struct Addresses: Sendable, Hashable {
  /// The node's identity: scheme, host and port.
  package let origin: AS.Origin

  package init(origin: AS.Origin) {
    self.origin = origin
  }

  // MARK: Actors

  package var nodeActor: AS.IRI { origin.address("actor") }
  package var sharedInbox: AS.IRI { origin.address("inbox") }

  package func actor(_ kind: ActorProfile.Kind, named name: String) -> AS.IRI {
    switch kind {
    case .group: origin.address("groups", name)
    case .application: nodeActor
    default: origin.address("users", name)
    }
  }

  package func page(of name: String) -> AS.IRI { origin.address("@\(name)") }

  /// The endpoints of an actor of this node.
  package func endpoints(of actor: AS.IRI, page: AS.IRI?) -> ActorEndpoints {
    ActorEndpoints(
      inbox: actor.appending("inbox").string,
      sharedInbox: sharedInbox.string,
      outbox: actor.appending("outbox").string,
      followers: actor.appending("followers").string,
      following: actor.appending("following").string,
      featured: actor.appending("featured").string,
      page: page?.string
    )
  }

  /// The id of an actor's key.
  package func key(_ algorithm: ActorKey.Algorithm, of actor: AS.IRI) -> AS.IRI {
    switch algorithm {
    case .rsa: actor.with(fragment: "main-key")
    case .ed25519: actor.with(fragment: "ed25519-key")
    }
  }

  /// The id of the key that follows another one of an actor of this node: `…-2`, `…-3`.
  ///
  /// Each key has an id of its own, so that an old and a new one can be published side by side.
  package func key(after key: ActorKey, of actor: AS.IRI) -> AS.IRI {
    let first = self.key(key.algorithm, of: actor)
    let number = Int(key.uri.dropFirst("\(first.string)-".count)) ?? 1
    return actor.with(fragment: "\(first.fragment ?? "")-\(number + 1)")
  }

  /// Where another node finds its part of an actor's followers (FEP-8fcf).
  package func followersSynchronization(of actor: AS.IRI) -> AS.IRI {
    actor.appending("followers_synchronization")
  }

  // MARK: Territories

  /// A territory as this node serves it: each member has a copy, none has the original.
  package func territory(_ id: Digest) -> AS.IRI { origin.address("territories", id.text) }

  /// The members of a territory, to whom is addressed what is for it.
  package func members(of id: Digest) -> AS.IRI { territory(id).appending("members") }

  // MARK: Posts and activities

  package func post(_ id: PostID) -> AS.IRI { origin.address("posts", String(id.rawValue)) }

  package func conversation(_ id: PostID) -> AS.IRI {
    origin.address("conversations", String(id.rawValue))
  }

  package func activity(_ id: ActivityID) -> AS.IRI {
    origin.address("activities", String(id.rawValue))
  }

  /// An author's yes to one quote.
  package func stamp(_ number: Int64) -> AS.IRI { origin.address("stamps", String(number)) }
  /// What two people agreed on; it is told to the two and served to nobody.
  package func agreement(_ number: Int64) -> AS.IRI { origin.address("agreements", String(number)) }
  /// What one of them says was done.
  package func deed(_ number: Int64) -> AS.IRI { origin.address("deeds", String(number)) }

  /// What a member said of somebody.
  package func endorsement(_ number: Int64) -> AS.IRI {
    origin.address("endorsements", String(number))
  }

  /// The consent of an actor to what was said of it.
  package func consent(_ number: Int64) -> AS.IRI { origin.address("consents", String(number)) }

  /// A vote in a consultation; it travels with its proof and is served to nobody by this address.
  package func vote(_ number: Int64) -> AS.IRI { origin.address("votes", String(number)) }

  /// Which votes decided; the same.
  package func result(_ number: Int64) -> AS.IRI { origin.address("results", String(number)) }

  /// A file of a member.
  package func media(_ token: MediaToken) -> AS.IRI { origin.address("media", token.text) }

  /// A file of another node as this one shows it.
  func proxied(_ proof: String, _ encoded: String) -> AS.IRI {
    origin.address("media", "remote", proof, encoded)
  }

  package func hashtag(_ name: String) -> AS.IRI { origin.address("tags", name) }

  /// The post of this node that an address names.
  package func postID(of address: String) -> PostID? {
    let start = "\(origin.string)/posts/"
    guard address.hasPrefix(start), let number = Int64(address.dropFirst(start.count)),
      String(number) == address.dropFirst(start.count)
    else { return nil }
    return PostID(rawValue: number)
  }

  /// Whether an address is one of this node's.
  package func isOwn(_ address: String) -> Bool {
    Model.Origin(of: address)?.description == origin.string
  }
}
