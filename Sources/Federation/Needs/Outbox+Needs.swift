import ActivityStreams
import Foundation
import Model
import Storage

// What members need and offer, and agree on.
extension Outbox {
  /// Says of a need or an offer of one's own where it stands.
  package func settle(_ id: PostID, as status: Need.Status, by author: ActorID) async throws -> Post
  {
    let post = try await own(id, of: author)
    guard var need = post.body.need else { throw Refusal.absent }
    guard need.status != status else { throw Refusal.conflict("It is \(status.rawValue) already.") }
    need.status = status
    // Opened again it needs an end that is yet to come, or none.
    if status == .open, let end = need.closesAt, end <= services.now() { need.closesAt = nil }
    var draft = PostDraft(
      source: post.body.source ?? "",
      summary: post.body.summary,
      language: post.body.language
    )
    draft.isSensitive = post.body.isSensitive
    draft.need = need
    return try await edit(id, to: draft, as: author)
  }

  /// Answers what somebody needs or offers.
  ///
  /// - Parameters:
  ///   - uri: The address of the post.
  ///   - amount: How much; nothing: as much as it says.
  ///   - inReturn: How much in return; nothing: as much as it says, times the amount.
  ///   - words: What is said to it, in plain text.
  ///   - author: The member who answers.
  /// - Returns: The agreement that is begun.
  /// - Throws: `Refusal` for what is closed, or amounts that do not fit.
  package func propose(
    on uri: String,
    amount: Amount? = nil,
    inReturn: Amount? = nil,
    words: String = "",
    as author: ActorID
  ) async throws -> AgreementStore.Entry {
    let (actor, _) = try await active(author)
    try await requireStaying(actor)
    let (post, other) = try await readable(uri, by: author)
    guard let need = post.body.need else {
      throw Refusal.malformed("\(uri) is neither a need nor an offer that can be answered.")
    }
    guard words.fits(Agreement.longestReason) else {
      throw Refusal.malformed("Up to \(Agreement.longestReason) characters can be said to it.")
    }
    let terms = try AgreementTerms(of: need, amount: amount, inReturn: inReturn)
    var agreement = AS.Agreement(terms, on: try address(post.uri))
    agreement.content = VisibleText.escape(words)
    try await submit(
      .offer,
      object: AS.Reference(agreement),
      by: actor,
      audience: reach(of: post.audience),
      addressing: AS.Audience(to: [.address(try address(other.uri))])
    )
    let found = try await services.database.read {
      try $0.agreements.running(author, on: post.id).last
    }
    guard let found else { throw Refusal.absent }
    return found
  }

  /// What a party does about an agreement.
  package enum AgreementAct: Sendable, Hashable {
    case accept
    case reject(reason: String)
    case withdraw
    /// Something of it is done; no amount: as much as was promised.
    case state(Agreement.Side, Amount?, on: Day?)
    case confirm(Agreement.Side)
    case dispute(Agreement.Side, reason: String)
  }

  /// Goes a step further in an agreement of one's own.
  ///
  /// - Throws: `Refusal.absent` for an agreement of others, `Refusal` for what is the other's to do or
  ///   done already.
  package func act(
    _ act: AgreementAct,
    on id: Int64,
    as author: ActorID
  ) async throws -> AgreementStore.Entry {
    let (actor, _) = try await active(author)
    let entry = try await agreement(id, of: author)
    let other = try await services.database.read { tx in
      try entry.party(author).flatMap { try tx.actors.find(entry.actor($0.other)) }
    }
    guard let other else { throw Refusal.absent }
    let message = try message(act, on: entry, by: actor)
    try await submit(
      message.type,
      object: message.object,
      by: actor,
      audience: .direct,
      addressing: AS.Audience(to: [.address(try address(other.uri))]),
      result: message.result,
      content: message.content
    )
    return try await agreement(id, of: author)
  }

  /// An agreement of a member's own.
  package func agreement(
    _ id: Int64,
    of member: ActorID
  ) async throws -> AgreementStore.Entry {
    let entry = try await services.database.read { try $0.agreements.find(id) }
    guard let entry, entry.party(member) != nil else { throw Refusal.absent }
    return entry
  }

  private struct Message {
    var type: AS.ActivityType
    var object: AS.Reference
    var result: AS.Reference?
    var content = ""
  }

  private func message(
    _ act: AgreementAct,
    on entry: AgreementStore.Entry,
    by actor: ActorProfile
  ) throws -> Message {
    let offer = try address(entry.offer)
    switch act {
    case .accept:
      let number = services.numbers.next(at: services.now())
      let agreement = AS.Agreement(
        entry.agreement.terms,
        on: try address(entry.need),
        id: services.addresses.agreement(number)
      )
      return Message(type: .accept, object: .id(offer), result: AS.Reference(agreement))
    case .reject(let reason):
      return Message(type: .reject, object: .id(offer), content: try words(reason))
    case .withdraw:
      let inner = AS.Activity(
        id: offer,
        type: .offer,
        actor: try address(actor.uri),
        object: AS.Reference(AS.Agreement(entry.agreement.terms, on: try address(entry.need)))
      )
      return Message(type: .undo, object: AS.Reference(inner))
    case .state(let side, let amount, let day):
      return Message(
        type: .create,
        object: AS.Reference(try event(side, amount, day, of: entry, by: actor))
      )
    case .confirm(let side):
      return Message(type: .accept, object: .id(try deed(side, of: entry)))
    case .dispute(let side, let reason):
      let deed = try deed(side, of: entry)
      return Message(type: .reject, object: .id(deed), content: try words(reason))
    }
  }

  private func words(_ text: String) throws(Refusal) -> String {
    guard text.fits(Agreement.longestReason) else {
      throw .malformed("A reason has up to \(Agreement.longestReason) characters.")
    }
    return VisibleText.escape(text)
  }

  private func deed(_ side: Agreement.Side, of entry: AgreementStore.Entry) throws -> AS.IRI {
    guard let deed = entry.agreement[side]?.deed else {
      throw Refusal.conflict("Nobody said that it is done.")
    }
    return try address(deed.uri)
  }

  private func event(
    _ side: Agreement.Side,
    _ amount: Amount?,
    _ day: Day?,
    of entry: AgreementStore.Entry,
    by actor: ActorProfile
  ) throws -> AS.EconomicEvent {
    guard let uri = entry.uri, let promised = entry.agreement[side]?.share else {
      throw Refusal.conflict(
        entry.uri == nil
          ? "The agreement is \(entry.agreement.stage.rawValue)."
          : "Nothing was promised in return."
      )
    }
    let now = services.now()
    let agreement = try address(uri)
    return AS.EconomicEvent(
      id: services.addresses.deed(services.numbers.next(at: now)),
      attributedTo: try address(actor.uri),
      context: agreement,
      fulfills: agreement.with(fragment: side.rawValue),
      quantity: AS.Quantity(AgreementTerms.Share(amount ?? promised.amount, promised.unit)),
      pointInTime: day?.start ?? now
    )
  }
}
