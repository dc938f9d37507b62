import Foundation
import Model
import Storage

/// A consultation as somebody sees it who may read it.
package struct ConsultationReading: Sendable {
  package enum State: String, Sendable {
    /// Members can vote.
    case open
    /// Members' votes are counted, or its author's node has told no result yet.
    case counting
    case decided
  }

  package let post: Post
  package let author: ActorProfile
  package let consultation: Consultation
  package let standing: ConsultationStanding
  /// What the reader itself chose.
  package let own: ConsultationVote?
  /// How many members of this node, or nodes of the territory, have voted.
  package let ballots: Int
  package let nodeVotes: Int
  /// How this node's members voted for a territory; once they can vote no more.
  package let here: [Int]?
  private let now: Date

  /// Nothing for a post that puts nothing to a vote.
  package init?(
    _ found: ReadablePost,
    for viewer: ActorID?,
    in tx: Transaction,
    at now: Date
  ) throws {
    guard let consultation = found.post.body.consultation,
      let standing = try tx.consultations.standing(found.post.id)
    else { return nil }
    (post, author, self.now) = (found.post, found.author, now)
    (self.consultation, self.standing) = (consultation, standing)
    own = try viewer.flatMap { try tx.consultations.vote(of: $0, in: found.post.id) }
    let votes = try tx.consultations.votes(in: found.post.id, ofNodes: false)
    ballots = votes.count
    nodeVotes = try tx.consultations.votes(in: found.post.id, ofNodes: true).count
    let isOver = now >= consultation.ballotsCloseAt(openedAt: found.post.publishedAt)
    here =
      found.post.audience == .territory && isOver
      ? ConsultationOutcome(of: votes.map(\.choice), in: consultation, among: 0).tally : nil
  }

  /// Until when members of this node vote.
  package var ballotsCloseAt: Date {
    post.audience == .territory
      ? consultation.ballotsCloseAt(openedAt: post.publishedAt) : consultation.closesAt
  }

  package var state: State {
    if standing.endedAt != nil { return .decided }
    return now < ballotsCloseAt ? .open : .counting
  }

  /// What was decided; nothing before the end: who votes does not see how others do.
  package var outcome: ConsultationOutcome? {
    guard standing.endedAt != nil, let electorate = standing.electorate else { return nil }
    return ConsultationOutcome(counting: standing.tally, in: consultation, among: electorate)
  }
}
