import ActivityStreams
import Model
import Storage

// What a post for a group needs besides.
extension PostComposer {
  /// For whom a post in a group is: the group says it, and nobody's wish goes further.
  ///
  /// - Throws: `Refusal.conflict` when it was wished for somebody else.
  func audience(
    inGroup group: ActorProfile,
    of draft: PostDraft,
    answering parent: ReadablePost?
  ) throws(Refusal) -> Audience {
    let audience = group.circle
    guard draft.audience ?? audience == audience, draft.territory == nil else {
      throw .conflict("What is for \(group.address) is \(audience.rawValue): leave --audience out.")
    }
    let ring = parent?.post.audience
    guard ring.map({ Permission.audience(ofReplyTo: $0, wished: audience) == audience }) ?? true
    else { throw .conflict("What is answered is not for \(group.address).") }
    return audience
  }

  /// The groups that a post is for: the one wished for, or those in which it answers something.
  ///
  /// - Throws: `Refusal.forbidden` when the author may not write in the one wished for.
  func groups(
    of draft: PostDraft,
    for audience: Audience,
    answering parent: ReadablePost?
  ) async throws -> [ActorProfile] {
    let author = author.id
    if let group = draft.group {
      guard group.kind == .group, group.isActive else {
        throw Refusal.malformed("\(group.address) is no group.")
      }
      guard group.isLocal else { return [group] }
      let admission = try await services.database.read { tx in
        Permission.admission(
          of: audience,
          isReply: try parent.map { try tx.groups.state(of: $0.post.id, in: group.id) == .shown }
            ?? false,
          from: try tx.groups.standing(of: author, in: group.id),
          by: try tx.groups.rules(of: group.id)
        )
      }
      guard admission != .refused else {
        throw Refusal.forbidden("\(self.author.name) may not write in \(group.address).")
      }
      return [group]
    }
    guard draft.audience == nil, let parent else { return [] }
    return try await services.database.read { try $0.groups.groups(showing: parent.post.id) }
      .filter { $0.circle == audience }
  }

  /// The closed group that a post must not get out of, if it is for one.
  func closedGroup(among addressees: [ActorProfile], for audience: Audience) -> ActorProfile? {
    audience == .direct ? addressees.first { $0.kind == .group && $0.circle == .direct } : nil
  }

  /// Those who are in a closed group: nobody else is named in what is for it.
  func insiders(_ actors: [ActorProfile], of group: ActorProfile?) async throws -> [ActorProfile] {
    guard let group else { return actors }
    return try await services.database.read { tx in
      try actors.filter { try tx.groups.isInsider($0.id, of: group.id) }
    }
  }
}

extension ActorProfile {
  /// For whom a post is that is for this group.
  fileprivate var circle: Audience { traits.approvesFollowers ? .direct : .public }
}
