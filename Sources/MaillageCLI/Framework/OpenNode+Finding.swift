import ActivityStreams
import Federation
import Foundation
import Model
import Node
import Storage

/// Finding what people name on a command line, with an answer that helps when it is not there.
extension OpenNode {
  /// The member with a name.
  func member(named text: String) async throws -> Member {
    do {
      return try await accounts.member(try LocalName(text))
    } catch Refusal.absent {
      throw NotFound("There is no member \(text). See: maillage member list")
    }
  }

  /// The actor with an address: `@name@host`, a URL, or the plain name of one of this node.
  ///
  /// One that is not known yet is asked for at its own node.
  func actor(at text: String) async throws -> ActorProfile {
    do {
      if let id = AS.IRI(text) { return try await services.actors.actor(id) }
      return try await services.actors.actor(try accountAddress(text))
    } catch Refusal.absent, Refusal.gone {
      throw NotFound("\(text) was not found. See: maillage webfinger \(text)")
    } catch Refusal.unreachable(let reason) {
      // One can part from somebody whose node is gone.
      guard let known = try await knownActor(at: text) else { throw Refusal.unreachable(reason) }
      return known
    }
  }

  /// What is known of an actor without asking anybody.
  func knownActor(at text: String) async throws -> ActorProfile? {
    if AS.IRI(text) != nil {
      return try await database.read { try $0.actors.find(uri: text) }
    }
    let address = try accountAddress(text)
    let isOwn = address.authority == services.addresses.origin.authority
    return try await database.read { tx in
      isOwn
        ? try tx.actors.find(localName: address.name.lowercased())
        : try tx.actors.find(name: address.name, host: address.authority)
    }
  }

  func accountAddress(_ text: String) throws -> AS.AccountAddress {
    let isPlain = !text.drop { $0 == "@" }.contains("@")
    let full = isPlain ? "\(text)@\(services.addresses.origin.authority)" : text
    guard let address = AS.AccountAddress(full) else {
      throw Refusal.malformed("‘\(text)’ is no address: write @name@host.")
    }
    return address
  }

  /// A post that is stored here.
  func post(at url: String) async throws -> Post {
    guard let post = try await database.read({ try $0.posts.find(uri: url) }) else {
      throw NotFound("There is no post \(url) here. See: maillage fetch \(url)")
    }
    return post
  }
}
