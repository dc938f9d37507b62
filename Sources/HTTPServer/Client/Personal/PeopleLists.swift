import ActivityStreams
import Federation
import Model
import Storage
import StrictJSON

extension ClientServices {
  /// A paged list of accounts, by their numbers.
  func people(
    _ call: ClientCall,
    _ find: @escaping @Sendable (Transaction) throws -> [ActorProfile]
  ) async throws -> ClientReply {
    let found = try await read(for: call.viewer) { maker in
      let people = try find(maker.tx)
      return Array(zip(people.map(\.id.rawValue), try maker.accounts(people)))
    }
    return ClientReply(found.map(\.1), first: found.first?.0, last: found.last?.0, of: call)
  }

  /// A paged list of posts, by the numbers under which the list has them.
  func posts(
    _ call: ClientCall,
    _ find: @escaping @Sendable (Transaction) throws -> [NumberedPost]
  ) async throws -> ClientReply {
    let found = try await read(for: call.viewer) { maker in
      try maker.numberedStatuses(find(maker.tx))
    }
    return ClientReply(found.map(\.1), first: found.first?.0, last: found.last?.0, of: call)
  }

  /// The account that a route names, for something that a member does with it.
  func target(of call: ClientCall) async throws -> ActorProfile {
    let id = ActorID(rawValue: try call.number())
    let target = try await database.read { try $0.actors.find(id) }
    guard let target, target.deletedAt == nil else { throw Refusal.absent }
    return target
  }

  /// Somebody by address, URI, or the name of an actor of this node.
  ///
  /// - Throws: `Refusal.malformed` for what is no address.
  func somebody(_ text: String) async throws -> ActorProfile {
    if let id = AS.IRI(text) { return try await services.actors.actor(id) }
    let name = text.drop { $0 == "@" }
    let host = services.addresses.origin.authority
    let full = name.contains("@") ? String(name) : "\(name)@\(host)"
    guard let address = AS.AccountAddress(full) else {
      throw Refusal.malformed("‘\(text.prefix(60))’ is no address.")
    }
    return try await services.actors.actor(address)
  }
}

extension ClientCall {
  /// The stretch of a list that is asked for, in the storage's words.
  func page(default limit: Int = 20, most: Int = 40) -> Page {
    let stretch = stretch(default: limit, most: most)
    return Page(
      before: stretch.maxID,
      after: stretch.minID ?? stretch.sinceID,
      from: stretch.minID == nil ? .newest : .oldest,
      limit: stretch.limit
    )
  }
}
