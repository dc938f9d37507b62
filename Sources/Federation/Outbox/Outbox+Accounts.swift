import ActivityStreams
import Model
import Storage

extension Outbox {
  /// Moves a member to another account, which must name this one among its own already.
  ///
  /// Followers are told, and those of this node follow the new account at once; this one then only
  /// points there.
  ///
  /// - Throws: `Refusal.forbidden` when the other account does not name this one, and
  ///   `Refusal.conflict` for a second move within the pause of ``MoveActivity``.
  package func move(_ member: ActorID, to target: ActorProfile) async throws {
    let (actor, _) = try await active(member)
    let own = try address(actor.uri)
    try await submit(
      .move,
      object: .id(own),
      by: actor,
      audience: .followers,
      addressing: AS.Audience(
        .followers,
        of: actor,
        addressing: [],
        addresses: services.addresses
      ),
      target: .id(try address(target.uri))
    )
    try await announceProfile(of: member)
  }

  /// Changes what a local actor says of itself, and tells its followers.
  package func change(
    _ id: ActorID,
    _ edit: @escaping @Sendable (inout ActorDetails) throws -> Void
  ) async throws {
    let (actor, _) = try await active(id)
    try await services.database.write { tx in
      var details = try tx.actors.details(of: actor.id)
      try edit(&details)
      guard details.lines.count <= ActorDetails.mostLines,
        details.aliases.count <= ActorDetails.mostAliases
      else {
        throw Refusal.malformed(
          "A profile has up to \(ActorDetails.mostLines) lines and \(ActorDetails.mostAliases) aliases."
        )
      }
      try tx.actors.setDetails(details, of: actor.id)
    }
    try await announceProfile(of: id)
  }

  /// - Throws: `Refusal.conflict` for a member that has moved away: its account only points on.
  func requireStaying(_ actor: ActorProfile) async throws {
    let details = try await services.database.read { try $0.actors.details(of: actor.id) }
    guard let target = details.movedTo else { return }
    throw Refusal.conflict("\(actor.name) has moved to \(target); only that account writes now.")
  }
}
