import ActivityStreams
import Model
import Storage

// Questions of which is kept track.
extension Outbox {
  /// Calls an answer to one's question the answer; nothing: none of them, or no longer.
  ///
  /// - Throws: `Refusal.absent` for another's question, `Refusal.malformed` for what answers something else.
  package func settle(
    question uri: String,
    by answer: String?,
    as asker: ActorID
  ) async throws -> Post {
    let (post, _) = try await readable(uri, by: asker)
    guard post.body.question != nil, post.authorID == asker else { throw Refusal.absent }
    var found: Post?
    if let answer {
      found = try await readable(answer, by: asker).0
      guard found?.thread.inReplyTo == post.uri else {
        throw Refusal.malformed("\(answer) does not answer \(uri).")
      }
    }
    guard post.body.question?.answer != found?.uri else {
      throw Refusal.conflict("It stands so already.")
    }
    var draft = PostDraft(
      source: post.body.source ?? "",
      summary: post.body.summary,
      language: post.body.language
    )
    draft.isSensitive = post.body.isSensitive
    draft.question = AskedQuestion(answer: found?.uri)
    return try await edit(post.id, to: draft, as: asker)
  }
}
