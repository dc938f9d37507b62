// Who may do what in a group: part of the one place that decides.
extension Permission {
  /// Whether a group lets somebody follow it without being asked.
  package static func admitsAtOnce(_ standing: GroupStanding, by rules: GroupRules) -> Bool {
    guard standing.affiliation != .outcast else { return false }
    return !rules.isClosed || standing.affiliation != nil
  }

  /// What becomes of a post for a group.
  ///
  /// An open group passes on only what is for everyone, a closed one only what is for it alone: so
  /// nothing gets into a wider or another circle than its author chose.
  package static func admission(
    of audience: Audience,
    isReply: Bool,
    from standing: GroupStanding,
    by rules: GroupRules
  ) -> GroupAdmission {
    guard standing.affiliation != .outcast, audience == (rules.isClosed ? .direct : .public) else {
      return .refused
    }
    let isModerator = mayModerate(standing)
    // What is closed is written in by those who read it, whoever else it is open to.
    guard !rules.isClosed || standing.isFollower || isModerator else { return .refused }
    let mayWrite =
      switch rules.posting {
      case .anyone: true
      case .followers: standing.isFollower || standing.affiliation != nil
      case .members: standing.affiliation != nil
      case .moderators: isModerator || (isReply && (standing.isFollower || !rules.isClosed))
      }
    guard mayWrite else { return .refused }
    return rules.isModerated && !isModerator ? .waiting : .shown
  }

  /// Whether a group of another node may show a post: what is for everyone, or, if it is closed, what
  /// was addressed to it; the facts are those with the group as reader.
  package static func allows(group: ActorProfile, toShow facts: ReadingFacts) -> Bool {
    guard group.kind == .group, facts.isAuthorActive, !facts.isReaderBlocked else { return false }
    switch facts.audience {
    case .public: return true
    case .direct: return group.traits.approvesFollowers && facts.isReaderAddressed
    case .node, .territory, .followers: return false
    }
  }

  /// Whether somebody may take posts from a group and keep people out of it.
  package static func mayModerate(_ standing: GroupStanding) -> Bool {
    standing.affiliation.map { $0 >= .moderator } ?? false
  }

  /// Whether somebody may keep another out: nobody its equals or betters.
  package static func mayBan(_ standing: GroupStanding, _ target: GroupStanding) -> Bool {
    guard let own = standing.affiliation, mayModerate(standing) else { return false }
    return own > target.affiliation ?? .outcast
  }

  /// Whether somebody may say how a group of this node is run, who is what to it, and end it.
  package static func mayAdminister(_ standing: GroupStanding) -> Bool {
    standing.affiliation == .admin
  }

  /// Whether somebody may say what another is to a group.
  ///
  /// An admin says it of everybody; a moderator lets in, lets go and keeps out those who are less than
  /// itself, and makes nobody its equal. Whoever is not kept out may go, or be less than it is.
  package static func mayAffiliate(
    _ standing: GroupStanding,
    _ target: GroupStanding,
    as affiliation: Affiliation?,
    isSelf: Bool
  ) -> Bool {
    if mayAdminister(standing) { return true }
    if isSelf, affiliation == nil { return standing.affiliation != .outcast }
    guard let own = standing.affiliation, mayModerate(standing) else { return false }
    if isSelf, affiliation == .member { return true }
    return own > target.affiliation ?? .outcast && own > affiliation ?? .outcast
  }

  /// Whether somebody sees who is in a group: who is in it, or looks after it.
  package static func maySeeMembers(_ standing: GroupStanding) -> Bool {
    standing.affiliation != .outcast && (standing.isFollower || mayModerate(standing))
  }
}
