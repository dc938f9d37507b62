import ActivityStreams
import Foundation
import Model
import Storage

/// One walk through documents of other nodes that nobody waits for, with what it may cost.
///
/// Three bounds hold besides those of every fetch: so many fetches for the walk, so many of them
/// from one registrable domain, and an hourly budget for all walks together (threat 18).
struct BackgroundWalk {
  let services: FederationServices
  private var allowance: WalkAllowance
  private let end: ContinuousClock.Instant

  /// The most fetches of one walk, and of those from one registrable domain.
  static let total = 512
  static let perDomain = 128
  private static let longest = Duration.seconds(120)

  init(services: FederationServices, total: Int = total, perDomain: Int = perDomain) {
    self.services = services
    allowance = WalkAllowance(total: total, perDomain: perDomain)
    end = .now + Self.longest
  }

  /// Counts one fetch.
  ///
  /// - Throws: `OutboundFailure` when the walk has to end.
  private mutating func spend(on id: AS.IRI) throws(OutboundFailure) {
    guard ContinuousClock.now < end else { throw .timedOut }
    try allowance.spend(on: id.string)
    try services.backgroundBudget.spend(on: id.origin.host)
  }

  mutating func document(at id: AS.IRI) async throws -> FetchedDocument {
    try spend(on: id)
    return try await services.documents.document(at: id)
  }

  mutating func note(at id: AS.IRI) async throws -> PostResolver.ProvenNote {
    try spend(on: id)
    return try await services.posts.note(at: id)
  }

  /// Keeps the post behind an entry of a collection, if it is new here and for everyone.
  ///
  /// An entry that is carried along counts only if the collection came from the entry's own origin;
  /// of any other the id alone is used (FEP-fe34).
  ///
  /// - Parameters:
  ///   - entry: A post, the Create of one, or the id of either.
  ///   - voucher: Where the collection came from.
  ///   - author: Who must have written it, if that matters.
  /// - Returns: What was kept; nothing for what is known, refused or not to be had.
  /// - Throws: What ends the walk.
  mutating func take(
    _ entry: AS.Reference,
    vouchedBy voucher: String,
    by author: AS.IRI? = nil
  ) async throws -> AS.Note? {
    do {
      guard let entry = Self.post(in: entry), let id = entry.id, try await isWanted(id) else {
        return nil
      }
      let proven = try await proven(entry, id, vouchedBy: voucher)
      guard author == nil || proven.note.attributedTo == author else { return nil }
      let writer = proven.note.attributedTo
      let isKnown = try await services.database.read {
        try $0.actors.find(uri: writer.string) != nil
      }
      if !isKnown { try spend(on: writer) }
      _ = try await services.posts.keep(proven)
      return proven.note
    } catch is Refusal {
      return nil
    }
  }

  private mutating func proven(
    _ entry: AS.Reference,
    _ id: AS.IRI,
    vouchedBy voucher: String
  ) async throws -> PostResolver.ProvenNote {
    if let json = entry.embedded?.json, let note = try? AS.Note(json: json), note.id == id,
      let proven = try? PostResolver.ProvenNote(note, vouchedBy: voucher)
    {
      return proven
    }
    return try await self.note(at: id)
  }

  private static func post(in entry: AS.Reference) -> AS.Reference? {
    guard let embedded = entry.embedded, AS.NoteType(rawValue: embedded.type) == nil else {
      return entry
    }
    guard embedded.type == AS.ActivityType.create.rawValue else { return nil }
    return (try? AS.Activity(json: embedded.json))?.object
  }

  private func isWanted(_ id: AS.IRI) async throws -> Bool {
    // What is reviewed does not come in by a side door.
    guard !services.addresses.isOwn(id.string), services.posts.passage(of: id) == .open else {
      return false
    }
    return try await services.database.read { try !$0.posts.isKnown(uri: id.string) }
  }
}
