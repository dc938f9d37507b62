import Foundation

/// One vote as it was signed.
package struct ConsultationVote: Hashable, Sendable {
  package var uri: String
  package var voter: ActorID
  /// Whether it is a node's, made up of its members', rather than one person's.
  package var isOfNode: Bool
  /// The place of the option; nothing: an abstention.
  package var choice: Int?
  /// Of a node's: how often its members chose each option, and at the end how many abstained.
  package var counts: [Int]
  package var castAt: Date
  /// The document with its proof.
  package var document: String
  /// Whether it is among those that decided.
  package var isCounted = false

  package init(
    uri: String,
    voter: ActorID,
    isOfNode: Bool,
    choice: Int?,
    counts: [Int] = [],
    castAt: Date,
    document: String
  ) {
    (self.uri, self.voter, self.isOfNode) = (uri, voter, isOfNode)
    (self.choice, self.counts) = (choice, counts)
    (self.castAt, self.document) = (castAt, document)
  }
}
