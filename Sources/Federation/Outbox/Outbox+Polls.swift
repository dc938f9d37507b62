import ActivityStreams
import Foundation
import Model
import Storage

extension Outbox {
  /// Votes for options of a poll, each by a message of its own to the author alone.
  ///
  /// All of them are looked at first, so that a wrong one costs no vote for another.
  ///
  /// - Throws: `Refusal` when the poll is closed, has no such option, or was answered before.
  package func vote(_ options: [String], in poll: String, as author: ActorID) async throws {
    let (actor, _) = try await active(author)
    let (post, author) = try await readable(poll, by: author)
    guard let question = post.poll else { throw Refusal.malformed("\(poll) is no poll.") }
    var chosen = try await services.database.read { [id = actor.id] in
      try $0.polls.choices(of: id, in: post.id)
    }
    let now = services.now()
    for option in options {
      chosen.insert(try question.place(of: option, besides: chosen, at: now))
    }
    let address = try address(author.uri)
    for option in options {
      var note = AS.Note(id: try newVoteID(of: actor, at: now), attributedTo: try id(of: actor))
      note.audience = AS.Audience(to: [.address(address)])
      note.text.name = option
      note.thread = AS.NoteThread(inReplyTo: try self.address(post.uri))
      note.published = now
      try await submit(
        .create,
        object: AS.Reference(note),
        by: actor,
        audience: reach(of: post.audience),
        addressing: note.audience
      )
    }
  }

  /// Tells those who have a poll how it stands.
  ///
  /// It is an Update without a new `updated`: the post itself was not edited.
  func tellResult(of id: PostID) async throws {
    let found = try await services.database.read { tx -> (Post, ActorProfile, [ActorProfile])? in
      guard let post = try tx.posts.find(id), post.isLocal,
        let author = try tx.actors.find(post.authorID)
      else { return nil }
      return (post, author, try tx.posts.addressees(of: id))
    }
    let now = services.now()
    guard let (post, author, addressees) = found else { return }
    let votes = post.poll?.options.map(\.votes).reduce(0, +) ?? 0
    let reached = try await services.database.read { tx in
      try tx.reactions.remoteInboxes(of: id) + tx.polls.remoteInboxes(of: id)
    }
    let note = try AS.Note(
      post,
      by: author,
      addressing: addressees,
      addresses: services.addresses
    )
    try await submit(
      .update,
      object: AS.Reference(note),
      by: author,
      audience: post.audience,
      in: post.territory,
      addressing: note.audience,
      about: id,
      furtherInboxes: post.audience == .territory ? [] : reached,
      alongside: { tx in
        // A vote that came meanwhile is told the next time.
        try tx.polls.markTold(id, votes: votes, at: now)
        return []
      }
    )
  }

  private func id(of actor: ActorProfile) throws -> AS.IRI { try address(actor.uri) }

  /// A vote has an id that leads to its voter and nowhere else.
  private func newVoteID(of actor: ActorProfile, at now: Date) throws -> AS.IRI {
    try id(of: actor).with(fragment: "vote-\(services.numbers.next(at: now))")
  }
}
