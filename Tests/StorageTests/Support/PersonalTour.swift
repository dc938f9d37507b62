import Foundation
import Model

@testable import Storage

/// Every question that the stores of what a member has for himself are asked.
struct PersonalTour {
  let member: ActorID
  let stranger: ActorID
  let post: Post

  /// The tables that grow with what members do, and their names inside queries.
  static let tables: Set<String> = [
    "notification", "newer", "oldest", "notificationRequest", "request",
    "notificationPermission", "permission", "mute", "threadMute", "domainBlock", "accountNote",
    "endorsement", "list", "listAccount", "listEntry", "followedTag", "featuredTag", "filter",
    "filterKeyword", "filterStatus", "bookmark", "marker", "conversation", "conversationPost",
    "conversationParticipant", "participant", "scheduledPost", "scheduledUpload", "idempotency",
    "given", "own", "other", "parent", "source",
  ]

  private static let pages = [Page(), Page(after: 1, from: .oldest)]

  /// Lists that are read in the order of an index.
  func pages(_ tx: Transaction) throws {
    for page in Self.pages {
      _ = try tx.notifications.list(of: member, page)
      _ = try tx.notifications.list(of: member, page, .init(actor: stranger))
      let grouped = NotificationStore.Choice(grouped: [.favourite, .reblog, .follow])
      _ = try tx.notifications.groups(of: member, page, grouped)
      _ = try tx.notifications.requests(of: member, page)
      _ = try tx.mutes.list(of: member, page)
      _ = try tx.domainBlocks.list(of: member, page)
      _ = try tx.blocks.list(of: member, page)
      _ = try tx.endorsements.list(of: member, page)
      _ = try tx.follows.requests(of: member, page)
      _ = try tx.follows.followers(of: member, page)
      _ = try tx.follows.following(of: member, page)
      for kind in [ReactionStore.Kind.like, .boost] {
        _ = try tx.reactions.actors(kind, of: post.id, for: .member(member), page)
      }
      _ = try tx.timelines.home(of: member, page)
      let list = MemberList(id: 1, title: "")
      _ = try tx.timelines.list(list, of: member, page)
      _ = try tx.lists.accounts(in: 1, page)
      _ = try tx.tags.followed(by: member, page)
      _ = try tx.posts.bookmarked(by: member, page)
      _ = try tx.posts.liked(by: member, page)
      _ = try tx.conversations.list(of: member, page)
      _ = try tx.scheduledPosts.list(of: member, page)
      try posts(tx, page)
    }
    _ = try tx.notifications.latest(after: 0)
    _ = try tx.scheduledPosts.due(at: Scene.now, limit: 10)
    _ = try tx.follows.familiar(with: member, following: stranger)
  }

  private func posts(_ tx: Transaction, _ page: Page) throws {
    for reader in [Reader.anyone, .member(member)] {
      for origin in [PostChoice.Origin.here, .elsewhere, .anywhere] {
        let choice = PostChoice(onlyMedia: true, origin: origin)
        _ = try tx.posts.listed(in: .public, by: reader, page, choice)
      }
      _ = try tx.posts.local(by: reader, page, PostChoice(onlyMedia: true))
      let tag = HashtagName("tag")
      let choice = PostChoice(excludesReplies: true, tag: tag)
      _ = try tx.posts.written(by: member, for: reader, page, choice)
      if let actor = try tx.actors.find(member) {
        _ = try tx.timelines.account(actor, for: reader, page, .withBoosts(PostChoice()))
      }
      if let tag {
        let choice = PostStore.TagChoice(any: [tag], all: [tag], none: [tag])
        _ = try tx.posts.tagged(choice, by: reader, page)
      }
      _ = try tx.posts.addressing(stranger, by: reader, page)
    }
  }

  func tour(_ tx: Transaction) throws {
    try pages(tx)
    try ties(tx)
    try notifications(tx)
    try lists(tx)
    try filters(tx)
    try keeping(tx)
    try drafts(tx)
  }

  private func ties(_ tx: Transaction) throws {
    try tx.mutes.set(Mute(targetID: stranger, endsAt: Scene.now), by: member, at: Scene.now)
    _ = try tx.mutes.find(stranger, by: member)
    try tx.mutes.setThread(of: post, isMuted: true, by: member, at: Scene.now)
    try tx.mutes.setThread(of: post, isMuted: false, by: member, at: Scene.now)
    _ = try tx.mutes.purge(endedBefore: Scene.now)
    try tx.mutes.remove(stranger, by: member)
    try tx.domainBlocks.add("third.example", by: member, at: Scene.now)
    _ = try tx.domainBlocks.exists("third.example", by: member)
    try tx.domainBlocks.remove("third.example", by: member)
    try tx.accountNotes.set("note", on: stranger, by: member)
    _ = try tx.accountNotes.find(stranger, by: member)
    try tx.accountNotes.set("", on: stranger, by: member)
    try tx.endorsements.add(stranger, by: member, at: Scene.now)
    try tx.endorsements.remove(stranger, by: member)
    _ = try tx.relationships.find(stranger, for: member)
    _ = try tx.follows.settings(follower: member, followee: stranger)
    try tx.follows.set(.init(notifies: true), follower: member, followee: stranger)
    _ = try tx.follows.followers(of: member, on: "far.example", limit: 10)
    for order in [ActorStore.DirectoryOrder.active, .new] {
      for onlyLocal in [true, false] {
        _ = try tx.actors.directory(
          for: .member(member),
          by: order,
          onlyLocal: onlyLocal,
          offset: 0,
          limit: 10
        )
      }
    }
    _ = try tx.actors.suggestions(for: member, limit: 10)
  }

  private func notifications(_ tx: Transaction) throws {
    let cause = MemberNotification.Cause(.favourite, by: stranger, post: post.id)
    let id = try tx.notifications.add(cause, to: member, at: Scene.now) ?? 0
    _ = try tx.notifications.find(id, of: member)
    _ = try tx.notifications.count(of: member, after: 0, limit: 10)
    let key = "favourite-\(post.id.rawValue)"
    _ = try tx.notifications.group(key, of: member)
    _ = try tx.notifications.actors(inGroup: key, of: member)
    try tx.notifications.dismissGroup(key, of: member)
    try tx.notifications.dismiss(id, of: member)
    try tx.notifications.remove(cause, to: member)
    _ = try tx.notifications.members(hearingOf: stranger)
    _ = try tx.notifications.members(boosting: post.id)
    _ = try tx.notifications.members(votingIn: post.id)
    _ = try tx.notifications.moderators()
    try tx.notifications.setPolicy(NotificationPolicy(notFollowers: .filter), of: member)
    _ = try tx.notifications.policy(of: member)
    let other = try tx.stranger("other")
    try tx.notifications.add(.init(.follow, by: other), to: member, at: Scene.now)
    for request in try tx.notifications.requests(of: member, Page()) {
      _ = try tx.notifications.pending(of: member)
      try tx.notifications.dismissRequest(request.id, of: member)
    }
    try tx.notifications.permit(other, for: member)
    try tx.notifications.removeAll(from: other, to: member)
    // What is done to one member's notifications when there are too many.
    for _ in 0..<64 {
      try tx.notifications.add(
        .init(.update, by: stranger, post: post.id),
        to: member,
        at: Scene.now
      )
    }
    try tx.notifications.clear(member)
    _ = try tx.notifications.purge(before: Scene.now)
    _ = try tx.notifications.purgeRequests(before: Scene.now)
    _ = try tx.polls.endedElsewhere(at: Scene.now, limit: 10)
    try tx.polls.markEnded(post.id)
  }

  private func lists(_ tx: Transaction) throws {
    let list = try tx.lists.insert(MemberList(title: "a", isExclusive: true), of: member)
    try tx.lists.update(list, of: member)
    _ = try tx.lists.lists(of: member)
    try tx.lists.add(stranger, to: list.id, of: member)
    _ = try tx.lists.lists(of: member, holding: stranger)
    try tx.lists.remove(stranger, from: list.id, of: member)
    try tx.lists.remove(list.id, of: member)
    _ = try tx.timelines.members(with: post.id)
    _ = try tx.timelines.members(withEntry: 7)
    guard let tag = HashtagName("tag") else { return }
    try tx.tags.follow(tag, by: member)
    _ = try tx.tags.isFollowed(tag, by: member)
    try tx.timelines.addTagged(post.id)
    try tx.tags.unfollow(tag, by: member)
    let featured = try tx.tags.feature(tag, by: member, at: Scene.now)
    try tx.tags.unfeature(featured.id, by: member)
  }

  private func filters(_ tx: Transaction) throws {
    let filter = try tx.filters.insert(
      ContentFilter(
        title: "a",
        contexts: [.home],
        keywords: [.init(text: "a")],
        statuses: [.init(postID: post.id)]
      ),
      of: member
    )
    _ = try tx.filters.filters(of: member)
    try tx.filters.update(filter, of: member)
    for keyword in filter.keywords {
      _ = try tx.filters.find(keyword: keyword.id, of: member)
      try tx.filters.update(keyword, of: member)
      try tx.filters.removeKeyword(keyword.id, of: member)
    }
    for status in filter.statuses {
      _ = try tx.filters.find(status: status.id, of: member)
      try tx.filters.removeStatus(status.id, of: member)
    }
    try tx.filters.remove(filter.id, of: member)
  }

  private func keeping(_ tx: Transaction) throws {
    _ = try tx.reactions.boosted(by: 1, for: .member(member))
    _ = try tx.reactions.isForFollowers(boostBy: member, of: post.id)
    let announced = try tx.announcements.insert(
      Announcement(html: "", source: "", publishedAt: Scene.now)
    )
    try tx.announcements.react("🎉", to: announced, by: member, at: Scene.now)
    _ = try tx.announcements.reactions(to: announced, for: member)
    _ = try tx.announcements.takeBack("🎉", from: announced, by: member)
    try tx.bookmarks.add(post.id, by: member)
    try material(tx)
    try tx.bookmarks.remove(post.id, by: member)
    _ = try tx.markers.set(.home, to: 1, of: member, at: Scene.now)
    try tx.preferences.set(Preferences(), of: member)
    _ = try tx.preferences.find(member)
    let direct = try tx.write(5_000, by: member, for: .direct, to: [stranger])
    try tx.conversations.add(direct)
    for entry in try tx.conversations.list(of: member, Page()) {
      _ = try tx.conversations.find(entry.id, of: member)
      _ = try tx.conversations.number(of: direct, for: member)
      try tx.conversations.mark(entry.id, of: member, isUnread: false)
      try tx.conversations.remove(entry.id, of: member)
    }
  }

  /// What pages are made of.
  private func material(_ tx: Transaction) throws {
    _ = try tx.material.posts([post], for: member)
    _ = try tx.material.actors([member, stranger])
    _ = try tx.actors.find([member, stranger])
    _ = try tx.posts.readable([post.id], by: .member(member))
    var quoting = post
    quoting.quote = Quotation(quoted: post.uri, state: .accepted)
    _ = try tx.posts.quoted(by: [quoting], for: .member(member))
    _ = try tx.posts.gone(quotedBy: [quoting])
    _ = try tx.posts.ancestors(of: post, for: .member(member), limit: 5)
    _ = try tx.posts.descendants(of: post, for: .member(member), limit: 5)
    _ = try tx.polls.choices(of: member, in: [post.id])
    _ = try tx.events.find([post.id])
    _ = try tx.needs.find([post.id])
    _ = try tx.consultations.find([post.id])
    _ = try tx.questions.find([post.id])
  }

  private func drafts(_ tx: Transaction) throws {
    let later = Date.later(900)
    let id = try tx.scheduledPosts.insert(
      "{}",
      uploads: ["u"],
      by: member,
      dueAt: later,
      at: Scene.now
    )
    try tx.idempotency.insert(.scheduled(id), under: "k", of: member, at: Scene.now)
    _ = try tx.idempotency.find("k", of: member, at: Scene.now)
    try tx.scheduledPosts.reschedule(id, of: member, to: later, at: Scene.now)
    if let entry = try tx.scheduledPosts.find(id, of: member) {
      try tx.scheduledPosts.fail(entry, because: "", retryAt: entry.dueAt)
      try tx.scheduledPosts.take(entry)
    }
    _ = try tx.idempotency.purge(before: Scene.now)
    _ = try tx.uploads.purge(newBefore: Scene.now)
  }
}
