import ActivityStreams
import Foundation
import Model
import Storage

/// Finds what a pasted address names: in the database, else at its own origin.
package struct Lookup: Sendable {
  let services: FederationServices

  package init(services: FederationServices) {
    self.services = services
  }

  /// What an address named.
  package enum Found: Sendable {
    case actor(ActorProfile)
    case post(ReadablePost)
  }

  /// Whether a text can name something: `@name@host`, or the URL of an actor, a post or its page.
  package static func isAddress(_ text: String) -> Bool {
    text.hasPrefix("https://") || text.hasPrefix("http://")
      ? AS.IRI(text) != nil : text.contains("@") && AS.AccountAddress(text) != nil
  }

  /// Finds it for a member, who sees no more of it than it may.
  ///
  /// - Throws: `Refusal.absent` when there is nothing for this member; other refusals as its origin
  ///   answers, or fails to.
  package func find(_ text: String, for member: ActorID) async throws -> Found {
    guard Self.isAddress(text) else {
      throw Refusal.malformed("‘\(text.prefix(80))’ is no address: write @name@host or a URL.")
    }
    guard let id = AS.IRI(text) else {
      guard let address = AS.AccountAddress(text) else { throw Refusal.absent }
      return try await shown(try await services.actors.actor(address))
    }
    if let known = try await known(id.string, for: member) { return known }
    let uri: String
    do {
      uri = try await services.posts.post(id).uri
    } catch Refusal.malformed {
      // It is there and no post.
      return try await shown(try await services.actors.actor(id))
    }
    let post = try await services.database.read {
      try $0.posts.readable(uri: uri, by: .member(member))
    }
    guard let post else { throw Refusal.absent }
    return .post(post)
  }

  /// What a URL names that is known here: asks nobody.
  ///
  /// - Returns: Nothing for what is no URL, is not known, or is not for this member.
  package func known(_ text: String, for member: ActorID) async throws -> Found? {
    guard let uri = AS.IRI(text)?.string else { return nil }
    let (post, actor) = try await services.database.read { tx in
      let reader = Reader.member(member)
      let post = try tx.posts.readable(uri: uri, by: reader)
      return (
        try post ?? tx.posts.readable(page: uri, by: reader),
        try tx.actors.find(uri: uri) ?? tx.actors.find(page: uri)
      )
    }
    if let post { return .post(post) }
    guard let actor else { return nil }
    return try await shown(actor)
  }

  private func shown(_ actor: ActorProfile) async throws -> Found {
    let standing = try await services.database.read { try $0.standings.find(actor.host) }
    guard actor.isActive, standing != .suspended else { throw Refusal.absent }
    return .actor(actor)
  }
}
