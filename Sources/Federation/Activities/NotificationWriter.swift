import Foundation
import Model
import Storage

/// Tells members of this node what activities did that concerns them, in the transaction of their
/// effects: no effect without its word, no word without its effect.
///
/// Whether a member wants to hear of it, `NotificationStore` decides.
enum NotificationWriter {
  // MARK: Posts

  /// A new post: to whom it names or answers, and to whoever wants to hear of all its author writes.
  static func tell(
    of post: Post,
    naming mentions: [String],
    at now: Date,
    in tx: Transaction
  ) throws {
    let parent = try post.thread.inReplyTo.flatMap(tx.posts.find(uri:))
    var named = try mentions.compactMap { try tx.actors.find(uri: $0)?.id }
    if let parent { named.append(parent.authorID) }
    for member in Set(named) {
      try tx.notifications.add(
        .init(.mention, by: post.authorID, post: post.id),
        to: member,
        at: now
      )
    }
    // An answer to somebody else is talk, not news; a direct post is for whom it names.
    guard post.audience != .direct,
      post.thread.inReplyTo == nil || parent?.authorID == post.authorID
    else { return }
    for member in try tx.notifications.members(hearingOf: post.authorID)
    where !named.contains(member) {
      try tx.notifications.add(
        .init(.status, by: post.authorID, post: post.id),
        to: member,
        at: now
      )
    }
  }

  /// An edit: to those who passed the post on to others.
  static func tell(ofEditOf post: Post, at now: Date, in tx: Transaction) throws {
    for member in try tx.notifications.members(boosting: post.id) {
      try tx.notifications.add(
        .init(.update, by: post.authorID, post: post.id),
        to: member,
        at: now
      )
    }
  }

  /// The end of a poll: to those who voted, and to who asked.
  static func tell(ofEndOf poll: PostID, at now: Date, in tx: Transaction) throws {
    guard let post = try tx.posts.find(poll) else { return }
    let voters = try tx.notifications.members(votingIn: poll)
    for member in Set(voters + [post.authorID]) {
      try tx.notifications.add(.init(.poll, by: post.authorID, post: poll), to: member, at: now)
    }
  }

  // MARK: Reactions

  /// A like or a boost: to the author.
  static func tell(
    of kind: ReactionStore.Kind,
    to post: PostID,
    by actor: ActorProfile,
    at now: Date,
    in tx: Transaction
  ) throws {
    // A group passes everything on: that is how it works, not somebody's applause.
    guard actor.kind != .group, let author = try tx.posts.find(post)?.authorID else { return }
    try tx.notifications.add(.init(word(kind), by: actor.id, post: post), to: author, at: now)
  }

  static func forget(
    _ kind: ReactionStore.Kind,
    of post: PostID,
    by actor: ActorID,
    in tx: Transaction
  ) throws {
    guard let author = try tx.posts.find(post)?.authorID else { return }
    try tx.notifications.remove(.init(word(kind), by: actor, post: post), to: author)
  }

  private static func word(_ kind: ReactionStore.Kind) -> MemberNotification.Kind {
    switch kind {
    case .like: .favourite
    case .boost: .reblog
    }
  }

  /// A quote that its author agreed to: to that author.
  static func tell(ofQuoteBy post: Post, of quoted: Post, at now: Date, in tx: Transaction) throws {
    try tx.notifications.add(
      .init(.quote, by: post.authorID, post: post.id),
      to: quoted.authorID,
      at: now
    )
  }

  // MARK: Follows

  /// A follow, or the wish to: to whom is followed; a wish that came true is no news.
  ///
  /// A wish to come into a group is told to those who look after it.
  static func tell(of follow: Follow, at now: Date, in tx: Transaction) throws {
    let kind: MemberNotification.Kind = follow.state == .accepted ? .follow : .followRequest
    try tx.notifications.add(.init(kind, by: follow.followerID), to: follow.followeeID, at: now)
    guard follow.state == .pending else { return }
    for moderator in try tx.groups.moderators(of: follow.followeeID) {
      try tx.notifications.add(.init(.groupRequest, by: follow.followerID), to: moderator, at: now)
    }
  }

  static func forgetRequest(_ follow: Follow, in tx: Transaction) throws {
    try tx.notifications.remove(
      .init(.followRequest, by: follow.followerID),
      to: follow.followeeID
    )
    let (person, group) = (follow.followerID, follow.followeeID)
    // One word stands for all the groups of a moderator that somebody asks to come into.
    for moderator in try tx.groups.moderators(of: group)
    where try !tx.groups.isAsking(person, of: moderator, besides: group) {
      try tx.notifications.remove(.init(.groupRequest, by: person), to: moderator)
    }
  }

  static func forget(_ follow: Follow, in tx: Transaction) throws {
    try forgetRequest(follow, in: tx)
    try tx.notifications.remove(.init(.follow, by: follow.followerID), to: follow.followeeID)
  }

  // MARK: Events

  /// A wish to take part, or that somebody does: to the organizer.
  static func tell(
    of attendance: Attendance,
    to organizer: ActorID,
    at now: Date,
    in tx: Transaction
  ) throws {
    try tx.notifications.add(
      .init(.eventJoin, by: attendance.actorID, post: attendance.postID),
      to: organizer,
      at: now
    )
  }

  /// The organizer's answer: to who asked.
  static func tell(
    ofAnswerTo attendance: Attendance,
    by organizer: ActorID,
    at now: Date,
    in tx: Transaction
  ) throws {
    try tx.notifications.add(
      .init(.eventAnswer, by: organizer, post: attendance.postID),
      to: attendance.actorID,
      at: now
    )
  }

  // MARK: Teams

  static func tell(of invitation: TeamInvitation, at now: Date, in tx: Transaction) throws {
    try tx.notifications.add(
      .init(.teamInvitation, by: invitation.inviterID),
      to: invitation.personID,
      at: now
    )
  }

  static func tell(ofAnswerTo invitation: TeamInvitation, at now: Date, in tx: Transaction) throws {
    try tx.notifications.add(
      .init(.teamAnswer, by: invitation.personID),
      to: invitation.inviterID,
      at: now
    )
  }

  static func forget(_ invitation: TeamInvitation, in tx: Transaction) throws {
    try tx.notifications.remove(
      .init(.teamInvitation, by: invitation.inviterID),
      to: invitation.personID
    )
  }

  /// What a group made of somebody who looks after it, or no longer does: by the group itself, which is
  /// what one needs to know; less than that is no news.
  static func tell(
    of affiliation: Affiliation?,
    after former: Affiliation?,
    to actor: ActorProfile,
    in group: ActorProfile,
    at now: Date,
    _ tx: Transaction
  ) throws {
    guard affiliation != former,
      [affiliation, former].contains(where: { $0.map { $0 >= .moderator } ?? false })
    else { return }
    try tx.notifications.add(.init(.groupRole, by: group.id), to: actor.id, at: now)
  }

  // MARK: Consultations and questions

  /// What was decided: to those of this node who voted, and to who opened it.
  static func tell(ofEndOf consultation: Post, at now: Date, in tx: Transaction) throws {
    let voters = try tx.consultations.votes(in: consultation.id, ofNodes: false).map(\.voter)
    for member in Set(voters + [consultation.authorID]) {
      try tx.notifications.add(
        .init(.consultation, by: consultation.authorID, post: consultation.id),
        to: member,
        at: now
      )
    }
  }

  /// That the asker calls a post the answer: to who wrote it.
  static func tell(ofAnswer uri: String, to question: Post, at now: Date, in tx: Transaction) throws
  {
    guard let answer = try tx.posts.find(uri: uri) else { return }
    try tx.notifications.add(
      .init(.questionAnswered, by: question.authorID, post: question.id),
      to: answer.authorID,
      at: now
    )
  }

  // MARK: Needs and offers

  /// A step in an agreement: to the other of the two.
  static func tell(
    ofStepIn entry: AgreementStore.Entry,
    by actor: ActorID,
    at now: Date,
    in tx: Transaction
  ) throws {
    guard let party = entry.party(actor) else { return }
    // A need or an offer that is gone tells nobody's way any more.
    let post = try entry.postID.flatMap { try tx.posts.find($0)?.id }
    try tx.notifications.add(
      .init(.agreement, by: actor, post: post),
      to: entry.actor(party.other),
      at: now
    )
  }

  // MARK: Endorsements and recommendations

  /// What was said of somebody, to whom it is about; of the organisation, to those who look after it.
  static func tell(
    of testimonial: Testimonial,
    about subject: ActorProfile,
    at now: Date,
    in tx: Transaction
  ) throws {
    let told = subject.kind == .person ? [subject.id] : try tx.notifications.moderators()
    for member in told where subject.isLocal {
      try tx.notifications.add(.init(.endorsement, by: testimonial.author), to: member, at: now)
    }
  }

  /// That it may be shown, to who said it; that it may not is told to nobody.
  static func tell(ofConsentTo testimonial: Testimonial, at now: Date, in tx: Transaction) throws {
    try tx.notifications.add(
      .init(.endorsementAnswer, by: testimonial.subject),
      to: testimonial.author,
      at: now
    )
  }

  // MARK: Reports

  /// A report: to those who look after the node.
  static func tell(
    ofReport id: Int64,
    by reporter: ActorID,
    at now: Date,
    in tx: Transaction
  )
    throws
  {
    for member in try tx.notifications.moderators() {
      try tx.notifications.add(.init(.adminReport, by: reporter, report: id), to: member, at: now)
    }
  }
}
