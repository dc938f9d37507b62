import Foundation
import Insight
import Model
import ServiceLifecycle
import Storage

/// Tells members of this node of what others need or offer that answers to theirs, once.
///
/// It runs apart from the inbox: how long it takes, and whether it finds anybody, shows in no answer
/// to whoever sent the need, and nothing goes out.
package struct NeedWorker: Service {
  private let services: FederationServices
  private let interval: TimeInterval

  private static let batch = 50
  /// How many members are told of one need or offer that is no call.
  private static let mostTold = 100
  /// Of how many people who can do it the author of a need is told.
  private static let mostSuited = 10

  package init(services: FederationServices, interval: TimeInterval = 10) {
    self.services = services
    self.interval = interval
  }

  package func run() async throws {
    await Rounds(services.logger, failing: "Needs cannot be matched.").run {
      try await runOnce()
    } rest: {
      await services.needWakeup.wait(atMost: .seconds(interval))
    }
  }

  /// Looks at all that is new.
  package func runOnce() async throws {
    while true {
      let posts = try await services.database.read { try $0.needs.unmatched(limit: Self.batch) }
      for post in posts { try await match(post) }
      guard posts.count == Self.batch else { break }
    }
    try await TalentMatches(services: services).runOnce()
  }

  /// What somebody is told.
  private struct Word: Sendable {
    var member: ActorID
    var author: ActorID
    var post: PostID
    /// Whether it is what the member can that answers, rather than what it needs or offers.
    var isMeant = false
  }

  private func match(_ id: PostID) async throws {
    let now = services.now()
    let post = try await services.database.read { try $0.posts.find(id) }
    guard let post, let need = post.body.need, need.isOpen(at: now) else {
      return try await services.database.write { try $0.needs.markMatched(id, at: now) }
    }
    let isCall = need.isCall && post.audience == .direct
    let meant = try await members(answering: need, of: post, isCall: isCall)
    let words = isCall ? [] : try await words(about: need, of: post, meant)
    let isHeard = try await CallDesk(services: services).isHeard(post)
    let called = isCall && isHeard ? meant : []
    try await services.database.write { tx in
      for word in words {
        if word.isMeant, try !tx.needs.tell(word.post, to: word.member) { continue }
        let cause = MemberNotification.Cause(.needMatch, by: word.author, post: word.post)
        try tx.notifications.add(cause, to: word.member, at: now)
      }
      for member in called where try tx.calls.tell(id, to: member, author: post.authorID) {
        let cause = MemberNotification.Cause(.call, by: post.authorID, post: id)
        try tx.notifications.add(cause, to: member, at: now)
      }
      try tx.needs.markMatched(id, at: now)
    }
    if !words.isEmpty || !called.isEmpty { services.pushWakeup.call() }
  }

  /// The members who can do what is needed, by what they wrote down for themselves.
  ///
  /// To a call also what is in no directory answers: only the member hears of it. Otherwise it is
  /// those who let themselves be found.
  private func members(
    answering need: Need,
    of post: Post,
    isCall: Bool
  ) async throws -> [ActorID] {
    guard need.purpose == .request, !need.skills.isEmpty else { return [] }
    let catalog = try await services.skillCatalog.current(from: services.database)
    let now = services.now()
    let able = catalog.hierarchy.skills(answering: need, asAsked: true)
    return try await services.database.read { tx in
      try tx.talents.members(able: able).filter { member in
        guard member != post.authorID, let profile = try tx.talents.profile(of: member),
          isCall || profile.isListed(at: now)
        else { return false }
        return NeedMatch(need, with: profile, in: catalog.hierarchy)?.isSure ?? false
      }
    }
  }

  /// Who hears of a need or an offer: members who can, those whose own answers to it, and its author
  /// of them all.
  private func words(
    about need: Need,
    of post: Post,
    _ meant: [ActorID]
  ) async throws -> [Word] {
    var words = meant.map {
      Word(member: $0, author: post.authorID, post: post.id, isMeant: true)
    }
    let catalog = try await services.skillCatalog.current(from: services.database)
    let others = try await candidates(need, catalog)
    for other in others {
      guard let theirs = other.body.need, other.authorID != post.authorID,
        let match = NeedMatcher.match(need, theirs, in: catalog.hierarchy), match.isSure
      else { continue }
      if other.isLocal {
        words.append(Word(member: other.authorID, author: post.authorID, post: post.id))
      }
      if post.isLocal {
        words.append(Word(member: post.authorID, author: other.authorID, post: other.id))
      }
    }
    if post.isLocal { words += try await suited(to: need, of: post) }
    return Array(words.prefix(Self.mostTold))
  }

  /// Who needs something hears of those who can do it and let themselves be found, as far as this node knows
  /// them; nobody is asked.
  private func suited(to need: Need, of post: Post) async throws -> [Word] {
    let found = try await NeedMatcher(services: services)
      .matches(of: need, for: post.authorID, limit: Self.mostSuited).people
    let able = found.filter { $0.reasons.contains { $0.match.covers && $0.level != nil } }
    return try await services.database.read { tx in
      try able.compactMap { person in
        try tx.actors.find(uri: person.shown.entry.person.uri).map {
          Word(member: post.authorID, author: $0.id, post: post.id)
        }
      }
    }
  }

  private func candidates(_ need: Need, _ catalog: SkillCatalog.Loaded) async throws -> [Post] {
    let skills = catalog.hierarchy.skills(answering: need)
    let now = services.now()
    return try await services.database.read { tx in
      try tx.needs.matching(
        need.purpose.opposite,
        skills: skills,
        resource: need.primary.resource,
        at: now
      )
      .compactMap(tx.posts.find)
    }
  }
}
