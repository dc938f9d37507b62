import ActivityStreams
import Foundation
import Model

/// What a note puts to a vote ↔ in the node.
extension Consultation {
  init?(_ note: AS.Note) {
    guard let vote = note.consultation, Self.areOptions(vote.options),
      let fallback = vote.options.firstIndex(of: vote.fallback)
    else { return nil }
    self.init(
      VisibleText.oneLine(note.text.name ?? ""),
      // A vote names its option to the letter, so nothing is cleaned here.
      options: vote.options,
      fallback: fallback,
      quorum: vote.quorum,
      closesAt: vote.endTime
    )
    followUp = VisibleText.clean(vote.followUp)
  }
}

extension AS.Consultation {
  init(_ consultation: Consultation, votes: AS.IRI) {
    self.init(
      options: consultation.options,
      fallback: consultation.options[consultation.fallback],
      quorum: consultation.quorum,
      endTime: consultation.closesAt
    )
    followUp = consultation.followUp
    self.votes = votes
  }
}
