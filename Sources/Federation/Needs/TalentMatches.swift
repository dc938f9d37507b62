import Foundation
import Insight
import Model
import Storage

/// Tells members what they can do of what was needed before they wrote their skills down, or before they
/// let themselves be found.
///
/// As with what comes new, nothing goes out: who called learns nothing before somebody answers.
struct TalentMatches: Sendable {
  let services: FederationServices

  private static let batch = 50
  /// Of how many needs and calls a member is told after one change.
  private static let mostTold = 20

  /// Looks at the profiles that changed.
  func runOnce() async throws {
    while true {
      let members = try await services.database.read { try $0.talents.unmatched(limit: Self.batch) }
      for member in members { try await match(member) }
      guard members.count == Self.batch else { return }
    }
  }

  private func match(_ member: ActorID) async throws {
    let profile = try await services.database.read { try $0.talents.profile(of: member) }
    guard let profile else { return }
    let now = services.now()
    let calls = try await heard(try await answered(by: profile, areCalls: true, at: now))
    let needs =
      profile.isListed(at: now) ? try await answered(by: profile, areCalls: false, at: now) : []
    let told = try await services.database.write { tx in
      var told = 0
      for post in needs.prefix(Self.mostTold) where try tx.needs.tell(post.id, to: member) {
        let cause = MemberNotification.Cause(.needMatch, by: post.authorID, post: post.id)
        if try tx.notifications.add(cause, to: member, at: now) != nil { told += 1 }
        // Who needs it hears of who can be found, as when it was published.
        guard post.isLocal else { continue }
        let answer = MemberNotification.Cause(.needMatch, by: member, post: post.id)
        if try tx.notifications.add(answer, to: post.authorID, at: now) != nil { told += 1 }
      }
      for post in calls.prefix(Self.mostTold)
      where try tx.calls.tell(post.id, to: member, author: post.authorID) {
        let cause = MemberNotification.Cause(.call, by: post.authorID, post: post.id)
        if try tx.notifications.add(cause, to: member, at: now) != nil { told += 1 }
      }
      try tx.talents.markMatched(profile, at: now)
      return told
    }
    if told > 0 { services.pushWakeup.call() }
  }

  /// Open needs, or calls, that ask for what somebody can, and of which it was not told, newest
  /// first.
  private func answered(
    by profile: TalentProfile,
    areCalls: Bool,
    at now: Date
  ) async throws -> [Post] {
    let hierarchy = try await services.skillCatalog.current(from: services.database).hierarchy
    // What a skill answers to is among what is near it.
    let asked = profile.talents.filter { $0.level != nil }
      .reduce(into: Set<String>()) { asked, talent in
        asked.formUnion(hierarchy.above(talent.skill).map(\.description))
      }
    guard !asked.isEmpty else { return [] }
    return try await services.database.read { tx in
      try tx.needs.matching(.request, skills: asked, areCalls: areCalls, at: now)
        .compactMap { id -> Post? in
          guard let post = try tx.posts.find(id), let need = post.body.need,
            post.authorID != profile.member,
            NeedMatch(need, with: profile, in: hierarchy)?.isSure == true,
            try !isSettled(id, isCall: areCalls, for: profile.member, in: tx),
            try !tx.blocks.exists(by: profile.member, against: post.authorID),
            try !tx.blocks.exists(by: post.authorID, against: profile.member)
          else { return nil }
          return post
        }
    }
  }

  /// Whether the member was told already, or would not be shown it.
  private func isSettled(
    _ id: PostID,
    isCall: Bool,
    for member: ActorID,
    in tx: Transaction
  ) throws -> Bool {
    guard !isCall else { return try tx.calls.isSettled(id, for: member) }
    guard let facts = try tx.posts.facts(about: id, for: .member(member)),
      Permission.allows(.member(member), toComeAcross: facts)
    else { return true }
    return try tx.needs.wasTold(id, to: member)
  }

  private func heard(_ calls: [Post]) async throws -> [Post] {
    var heard: [Post] = []
    for call in calls where try await CallDesk(services: services).isHeard(call) {
      heard.append(call)
    }
    return heard
  }
}
