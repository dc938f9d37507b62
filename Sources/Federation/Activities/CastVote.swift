import ActivityStreams
import Foundation
import Model
import Storage

/// A vote in a poll: a Note with the option’s name and no text of its own, in answer to the
/// Question and for its author alone (Mastodon’s convention).
///
/// It is never kept or shown as a post: what somebody chose is known to nobody but the nodes of
/// the two.
struct CastVote: Sendable {
  let uri: String
  let option: String
  let question: String
  private let at: Date

  /// Nothing for a note that is none by its form.
  init?(_ note: AS.Note, in activity: AS.Activity, at now: Date) {
    guard note.type == .note, let name = note.text.name, note.text.content.isEmpty,
      note.attachments.isEmpty, let question = note.thread.inReplyTo
    else { return nil }
    uri = activity.id.string
    option = name
    self.question = question.string
    at = now
  }

  /// Whether what the note answers is a poll, in which the sender may choose this option now.
  ///
  /// - Returns: False when it is no poll, and the note an answer like others.
  /// - Throws: `Refusal`, and `Ignored` for a poll that is gone or counted elsewhere.
  func authorize(in post: Post?, by sender: VerifiedSender, in tx: Transaction) throws -> Bool {
    guard let post else {
      guard try !tx.posts.isKnown(uri: question) else { throw Ignored("\(question) is gone.") }
      return false
    }
    guard let poll = post.poll else { return false }
    guard sender.isLocal || post.isLocal else {
      throw Ignored("The votes in \(question) are counted elsewhere.")
    }
    guard post.authorID != sender.actor.id else {
      throw Refusal.forbidden("Nobody votes in a poll of its own.")
    }
    guard let facts = try tx.posts.facts(about: post.id, for: sender.reader),
      Permission.allows(sender.reader, toRead: facts)
    else { throw Refusal.absent }
    _ = try poll.place(
      of: option,
      besides: tx.polls.choices(of: sender.actor.id, in: post.id),
      at: at
    )
    return true
  }

  /// - Returns: Whether what the note answers is a poll.
  func count(by sender: VerifiedSender, at now: Date, in tx: Transaction) throws -> Bool {
    guard let post = try tx.posts.find(uri: question), let poll = post.poll else { return false }
    let place = try poll.place(
      of: option,
      besides: tx.polls.choices(of: sender.actor.id, in: post.id),
      at: at
    )
    try tx.polls.add(
      place,
      by: sender.actor.id,
      in: post.id,
      uri: uri,
      counting: post.isLocal,
      at: now
    )
    return true
  }
}
