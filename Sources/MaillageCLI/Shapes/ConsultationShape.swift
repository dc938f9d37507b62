import Federation
import Foundation
import Model
import Storage

/// A consultation as the command line prints it.
struct ConsultationShape: Encodable, Sendable {
  struct Outcome: Encodable, Sendable {
    let choice: String
    let reason: String
    let counts: [Int]
    let abstentions: Int
    let voters: Int
    let electorate: Int
    let missing: Int
    let endedAt: Date?
  }

  let uri: String
  let title: String
  let author: String
  let scope: Audience
  let options: [String]
  let fallback: String
  let quorum: Int
  let closesAt: Date
  let ballotsCloseAt: Date
  let state: String
  let ballots: Int
  let nodeVotes: Int
  let hasVoted: Bool
  let ownChoice: String?
  let countsHere: [Int]?
  let outcome: Outcome?
  let followUp: String?

  init(_ reading: ConsultationReading) {
    let consultation = reading.consultation
    (uri, title) = (reading.post.uri, consultation.title)
    (author, scope) = (reading.author.address, reading.post.audience)
    (options, quorum) = (consultation.options, consultation.quorum)
    fallback = consultation.options[consultation.fallback]
    (closesAt, ballotsCloseAt) = (consultation.closesAt, reading.ballotsCloseAt)
    (state, ballots) = (reading.state.rawValue, reading.ballots)
    (nodeVotes, hasVoted) = (reading.nodeVotes, reading.own != nil)
    ownChoice = reading.own?.choice.map { consultation.options[$0] }
    countsHere = reading.here
    outcome = reading.outcome.map { outcome in
      Outcome(
        choice: consultation.options[outcome.choice],
        reason: outcome.reason.rawValue,
        counts: outcome.counts,
        abstentions: outcome.abstentions,
        voters: outcome.voters,
        electorate: outcome.electorate,
        missing: reading.standing.missing,
        endedAt: reading.standing.endedAt
      )
    }
    followUp = consultation.followUp.isEmpty ? nil : consultation.followUp
  }

  /// All of it, for people.
  var shown: String {
    var facts = Facts()
    facts.add("consultation", title)
    facts.add("by", "\(author) · for \(scope.rawValue)")
    facts.add("choices", options.joined(separator: " / "))
    facts.add("by default", fallback)
    if quorum > 0 { facts.add("quorum", "\(quorum) %") }
    facts.add("members vote until", ballotsCloseAt.shown)
    if scope == .territory { facts.add("nodes vote until", closesAt.shown) }
    facts.add("votes here", String(ballots))
    if scope == .territory { facts.add("votes of nodes", String(nodeVotes)) }
    if hasVoted { facts.add("own vote", ownChoice ?? "abstains") }
    facts.add("state", state)
    if let outcome { facts.add("outcome", decided(outcome)) }
    if let followUp { facts.add("became of it", followUp) }
    facts.add("address", uri)
    return facts.shown
  }

  private func decided(_ outcome: Outcome) -> String {
    let counts = zip(options, outcome.counts).map { "\($0) \($1)" }.joined(separator: ", ")
    let missing = outcome.missing > 0 ? "; \(outcome.missing) votes could not be verified" : ""
    return "\(outcome.choice) (\(outcome.reason)): \(counts), abstaining \(outcome.abstentions), "
      + "of \(outcome.electorate)\(missing)"
  }
}

/// A question as the command line prints it.
struct QuestionShape: Encodable, Sendable {
  let uri: String
  let author: String
  let scope: Audience
  let text: String
  let askedAt: Date
  let answers: Int
  let firstAnswerAt: Date?
  let answer: String?

  init(_ entry: QuestionStore.Entry) {
    let post = entry.found.post
    (uri, author, scope) = (post.uri, entry.found.author.address, post.audience)
    (text, askedAt) = (PlainText.text(of: post.body.html), post.publishedAt)
    (answers, firstAnswerAt) = (entry.answers, entry.firstAnswerAt)
    answer = post.body.question?.answer
  }
}
