import ActivityStreams
import Foundation
import Model
import Storage
import StrictJSON

// What members and the node put to a vote, and how they vote.
extension Outbox {
  /// Votes as a member; a later vote stands in place of an earlier one.
  ///
  /// It stays in the node, whoever put it to the vote: of what is for a territory only counts leave, in the
  /// node's one vote.
  ///
  /// - Parameters:
  ///   - choice: The option; nothing: an abstention.
  ///   - uri: The post that puts it to a vote.
  ///   - member: Who votes.
  /// - Throws: `Refusal` for what is no option, or once the vote is over.
  package func cast(_ choice: String?, in uri: String, as member: ActorID) async throws {
    let (actor, _) = try await active(member)
    let (post, _) = try await readable(uri, by: member)
    guard post.body.consultation != nil else {
      throw Refusal.malformed("\(uri) is no consultation.")
    }
    let value = try vote(choice, in: post, by: actor)
    try await submit(
      .create,
      object: AS.Reference(signed: try await signed(value, in: .consultation, by: actor)),
      by: actor,
      audience: .node,
      addressing: AS.Audience()
    )
  }

  private func vote(
    _ choice: String?,
    counts: [Int] = [],
    in post: Post,
    by actor: ActorProfile
  ) throws -> AS.ConsultationVote {
    let now = services.now()
    return AS.ConsultationVote(
      id: services.addresses.vote(services.numbers.next(at: now)),
      attributedTo: try address(actor.uri),
      consultation: try address(post.uri),
      choice: choice,
      counts: counts,
      published: now
    )
  }

  /// Says what became of what was put to a vote.
  package func followUp(_ text: String, of uri: String, as author: ActorID) async throws -> Post {
    let (post, _) = try await readable(uri, by: author)
    guard var consultation = post.body.consultation, post.authorID == author else {
      throw Refusal.absent
    }
    guard text.fits(Consultation.longestFollowUp) else {
      throw Refusal.malformed("It has up to \(Consultation.longestFollowUp) characters.")
    }
    consultation.followUp = VisibleText.clean(text)
    var draft = PostDraft(
      source: post.body.source ?? "",
      summary: post.body.summary,
      language: post.body.language
    )
    draft.isSensitive = post.body.isSensitive
    draft.consultation = consultation
    return try await edit(post.id, to: draft, as: author)
  }

  // MARK: What the node does by itself

  /// Makes up the node's one vote in a consultation for a territory of what its members chose, and casts
  /// it; if they decided nothing, the node does not vote.
  func decide(_ id: PostID) async throws {
    let now = services.now()
    let (uri, known) = (services.addresses.nodeActor.string, services.known)
    let found = try await services.database.read { tx -> (Post, ActorProfile, [Int?], Int)? in
      guard let post = try tx.posts.find(id), let node = try tx.actors.find(uri: uri) else {
        return nil
      }
      let votes = try tx.consultations.votes(in: id, ofNodes: false).map(\.choice)
      return (post, node, votes, try tx.members.count(in: .active))
    }
    guard let (post, node, votes, members) = found, let consultation = post.body.consultation
    else { return }
    let outcome = ConsultationOutcome(of: votes, in: consultation, among: members)
    let territory = post.territory.flatMap(Digest.init(text:)).flatMap(known.territory)
    guard outcome.reason == .decided, territory?.own != nil else {
      return try await services.database.write { try $0.consultations.markDecided(id, at: now) }
    }
    let value = try vote(
      consultation.options[outcome.choice],
      counts: outcome.tally,
      in: post,
      by: node
    )
    try await submit(
      .create,
      object: AS.Reference(signed: try await signed(value, in: .consultation, by: node)),
      by: node,
      audience: .territory,
      in: post.territory,
      addressing: addressing(post, by: node, [])
    )
  }

  /// Ends a vote that a member of this node opened, and tells which votes decided.
  func conclude(_ id: PostID) async throws {
    let now = services.now()
    let found = try await services.database.read { tx -> (Post, ActorProfile, [String], Int)? in
      guard let post = try tx.posts.find(id), post.isLocal,
        let author = try tx.actors.find(post.authorID)
      else { return nil }
      let documents = try tx.consultations.votes(in: id, ofNodes: true).map(\.document)
      return (post, author, documents, try tx.members.count(in: .active))
    }
    guard let (post, author, documents, members) = found else { return }
    let isInTerritory = post.audience == .territory
    let territory = post.territory.flatMap(Digest.init(text:))
    let nodes = territory.map { services.known.members(of: $0).count + 1 } ?? 0
    let result = AS.ConsultationResult(
      id: services.addresses.result(services.numbers.next(at: now)),
      attributedTo: try address(author.uri),
      consultation: try address(post.uri),
      electorate: isInTerritory ? nodes : members,
      // What is for the node is counted where the votes are.
      votes: isInTerritory ? try documents.map { try JSON.parse(Array($0.utf8)) } : [],
      published: now
    )
    guard let document = result.document(in: .consultation).object else { return }
    try await submit(
      .create,
      object: AS.Reference(signed: document),
      by: author,
      audience: post.audience,
      in: post.territory,
      addressing: addressing(post, by: author, [])
    )
  }
}
