import ActivityStreams
import Foundation
import Model
import Storage

/// What the sender says it or the other did, of what they agreed on (Valueflows' EconomicEvent).
package struct StatedDeed: Sendable {
  /// The agreement's id.
  let agreement: String
  let side: Agreement.Side
  let uri: String
  let share: AgreementTerms.Share
  let day: Day

  /// - Throws: `Refusal.malformed` for what says not what was done, `Refusal.forbidden` for what is
  ///   somebody else's word.
  init(
    _ embedded: AS.Reference.Embedded,
    by sender: VerifiedSender,
    at now: Date
  ) throws(Refusal) {
    let event: AS.EconomicEvent
    do {
      event = try AS.EconomicEvent(json: embedded.json)
    } catch {
      throw .malformed("The object says not what was done: \(error).")
    }
    guard event.attributedTo.string == sender.actor.uri else {
      throw .forbidden("\(sender.actor.uri) may not say so for \(event.attributedTo).")
    }
    uri = try sender.proof(of: event.id.string).id
    let (agreement, fulfilled) = (event.context.string, event.fulfills.string)
    let sides = Agreement.Side.allCases
    guard let side = sides.first(where: { fulfilled == "\(agreement)#\($0.rawValue)" })
    else { throw .malformed("\(event.fulfills) is no commitment of \(agreement).") }
    guard let share = AgreementTerms.Share(event.quantity) else {
      throw .malformed("It says not how much.")
    }
    (self.agreement, self.side, self.share) = (agreement, side, share)
    day = Day(event.pointInTime)
    // A day begins earlier elsewhere.
    guard day.number <= Day(now).number + 1 else { throw .malformed("\(day) is yet to come.") }
  }

  /// The step that it is.
  ///
  /// - Throws: `Ignored` for an agreement that is not known here.
  func move(by sender: VerifiedSender, in tx: Transaction) throws -> AgreementMove {
    guard let entry = try tx.agreements.find(uri: agreement) else {
      throw Ignored("No such agreement is known here.")
    }
    guard let party = entry.party(sender.actor.id) else {
      throw Refusal.forbidden("\(sender.actor.uri) has no part in that agreement.")
    }
    guard entry.agreement[side].map({ $0.share.unit == share.unit }) ?? true else {
      throw Refusal.malformed("It counts in \(share.unit).")
    }
    let deed = Agreement.Deed(uri: uri, by: party, share.amount, on: day)
    return try AgreementMove(entry, .state(side, deed), by: sender)
  }
}
