import ActivityStreams
import Model
import Storage

extension Outgoing {
  /// An activity with its place among all that this node publishes for a territory, if it is one
  /// that has a place; the number is taken in the transaction that writes it.
  func numbered(_ outgoing: OutgoingActivity, in tx: Transaction) throws -> OutgoingActivity {
    let type = outgoing.activity.type
    guard outgoing.audience == .territory, let territory = outgoing.territory,
      Publication.types.contains(type)
    else { return outgoing }
    let isTakenBack = type == .delete || type == .undo
    guard let log = known.territory(territory)?.own else {
      // Whoever has left may still take back what it said; nobody there listens.
      if isTakenBack { return outgoing }
      throw Refusal.conflict(
        "This node is no member of the territory any more; what it wrote there can only be deleted."
      )
    }
    let (sequence, previous) = try tx.publications.nextOwn(territory, log)
    var forgets = outgoing.forgets
    if forgets.isEmpty, isTakenBack, let id = outgoing.activity.object?.id?.string {
      forgets = try tx.publications.numbers(
        of: id,
        by: log,
        in: territory,
        limit: AS.Limits.forgotten
      )
    }
    var numbered = outgoing
    numbered.activity.publication = AS.Publication(
      territory: territory.text,
      log: log.text,
      sequence: sequence,
      previous: previous?.text,
      forgets: forgets
    )
    return numbered
  }
}
