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

  /// What is changed of how a member or group shows itself; nothing: that stays as it is.
  package struct ProfileEdit: Sendable {
    package static let longestName = 100
    /// In characters of Markdown.
    package static let longestSummary = 5_000

    package var displayName: String?
    /// Markdown.
    package var summary: String?
    package var lines: [ActorDetails.Line]?

    package init(
      displayName: String? = nil,
      summary: String? = nil,
      lines: [ActorDetails.Line]? = nil
    ) {
      self.displayName = displayName
      self.summary = summary
      self.lines = lines
    }

    /// - Throws: `Refusal.malformed` for what is empty or too long.
    package func check() throws(Refusal) {
      if let displayName {
        guard (1...Self.longestName).contains(displayName.count),
          !displayName.allSatisfy(\.isWhitespace)
        else { throw .malformed("A name has 1 to \(Self.longestName) characters.") }
      }
      guard summary?.count ?? 0 <= Self.longestSummary else {
        throw .malformed("A description has at most \(Self.longestSummary) characters.")
      }
      guard lines?.count ?? 0 <= ActorDetails.mostLines else {
        throw .malformed("A profile has up to \(ActorDetails.mostLines) lines.")
      }
    }

    func apply(to id: ActorID, in tx: Transaction) throws {
      guard var actor = try tx.actors.find(id), actor.isLocal else { throw Refusal.absent }
      if let displayName { actor.displayName = VisibleText.clean(displayName) }
      if let summary { actor.summary = Markdown.render(summary).html }
      try tx.actors.update(actor, of: id)
      guard let lines else { return }
      var details = try tx.actors.details(of: id)
      details.lines = lines
      try tx.actors.setDetails(details, of: id)
    }
  }

  /// Changes how a member shows itself, and tells its followers.
  package func edit(_ id: ActorID, _ edit: ProfileEdit) async throws {
    try edit.check()
    let (actor, _) = try await active(id)
    try await services.database.write { try edit.apply(to: actor.id, in: $0) }
    try await announceProfile(of: id)
  }

  /// - Throws: `Refusal.conflict` for a member that has moved away: its account only points on.
  func requireStaying(_ actor: ActorProfile) async throws {
    let details = try await services.database.read { try $0.actors.details(of: actor.id) }
    guard let target = details.movedTo else { return }
    throw Refusal.conflict("\(actor.name) has moved to \(target); only that account writes now.")
  }
}
