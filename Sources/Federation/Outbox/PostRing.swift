import Model
import Storage

/// For whom a post is, settled: with the audience `territory` also for which one.
package struct PostRing: Sendable, Hashable {
  package let audience: Audience
  package let territory: KnownNodes.Territory?

  /// As people say it: the audience, and the territory by its name here.
  package var name: String {
    territory.map { "\(audience.rawValue) \($0.localName)" } ?? audience.rawValue
  }
}

extension PostComposer {
  /// For whom a draft will be, as things are.
  func ring(of draft: PostDraft) async throws -> PostRing {
    try await ring(of: draft, answering: try await parent(of: draft))
  }

  /// - Throws: `Refusal.conflict` when there is no such ring, or the author has not accepted the
  ///   terms under which one posts there.
  func ring(of draft: PostDraft, answering parent: ReadablePost?) async throws -> PostRing {
    let audience = try audience(of: draft, answering: parent)
    guard audience == .territory else { return PostRing(audience: audience, territory: nil) }
    let territory = try territory(of: draft, answering: parent?.post)
    try await requireAcceptance(of: territory)
    return PostRing(audience: audience, territory: territory)
  }

  private func audience(
    of draft: PostDraft,
    answering parent: ReadablePost?
  ) throws(Refusal) -> Audience {
    if let group = draft.group {
      return try self.audience(inGroup: group, of: draft, answering: parent)
    }
    let wished =
      draft.audience ?? (draft.territory != nil ? .territory : nil) ?? member?.defaultAudience
      ?? services.settings.defaultAudience
    guard let ring = parent?.post.audience else { return wished }
    if let audience = Permission.audience(ofReplyTo: ring, wished: wished) { return audience }
    // Nobody chose an audience: then the answer is for the one it answers.
    guard draft.audience != nil else { return .direct }
    let (own, other) = (ring.rawValue, wished.rawValue)
    throw .conflict(
      ring == .direct
        ? "What is for direct cannot be answered for \(other): choose direct."
        : "What is for \(own) cannot be answered for \(other): choose direct or \(own)."
    )
  }

  /// The territory of what is answered, else the one wished for, else the only one.
  private func territory(
    of draft: PostDraft,
    answering parent: Post?
  ) throws(Refusal) -> KnownNodes.Territory {
    let own = services.known.territories.filter { $0.own != nil }
    if let parent, parent.audience == .territory {
      let id = parent.territory.flatMap(Digest.init(text:))
      guard draft.territory == nil || draft.territory == id else {
        throw .conflict("An answer stays in the territory of what it answers.")
      }
      guard let found = own.first(where: { $0.id == id }) else {
        throw .conflict(
          "This node is no member of the territory of that post: answer it for direct or node."
        )
      }
      return found
    }
    if let wished = draft.territory {
      guard let found = own.first(where: { $0.id == wished }) else {
        throw .conflict("This node is no member of that territory: see `maillage territory show`.")
      }
      return found
    }
    guard let only = own.first else {
      throw .conflict(
        "This node belongs to no territory: found one with `maillage territory found`, or join one "
          + "with `maillage territory join`."
      )
    }
    guard own.count == 1 else {
      let names = own.map(\.localName).joined(separator: ", ")
      throw .conflict("This node belongs to several territories; say for which it is: \(names).")
    }
    return only
  }

  /// Members post in a territory once they have accepted its terms as they are now; groups and the
  /// node itself have no hand to sign with.
  private func requireAcceptance(of territory: KnownNodes.Territory) async throws {
    guard let member else { return }
    let accepted = try await services.database.read {
      try $0.acceptances.accepted(member.actorID, territory.id)
    }
    guard accepted == territory.state.terms.digest else {
      let (name, local) = (member.name, territory.localName)
      throw Refusal.conflict(
        "\(name) has not accepted the charter of \(local) as it is now: read it and accept it on the "
          + "page of the territory, or by `maillage territory charter --territory \(local) "
          + "--accept \(name)`."
      )
    }
  }
}
