import ActivityStreams
import Foundation
import Model
import Storage
import StrictJSON

/// An activity for a territory with its place in the log of the node that published it, read and
/// not believed: it counts with its author's proof, and from whoever may publish in that log.
package struct Publication: Sendable {
  package let territory: Digest
  /// The member id of the node that publishes.
  package let log: Digest
  package let sequence: Int
  /// The name of this very publication.
  package let digest: Digest
  let previous: Digest?
  let forgets: [Int]
  private let activityURI: String
  private let actor: String
  private let postURI: String?
  private let noteTerritory: NoteTerritory
  private var body: [UInt8]?

  /// For which territory the post is that is carried along.
  private enum NoteTerritory {
    case noPost, none
    case territory(String)

    /// A post of a kind that is not read here is its origin's business.
    init(_ object: AS.Reference?) {
      guard let json = object?.embedded?.json, let note = try? AS.Note(json: json) else {
        self = .noPost
        return
      }
      let territory = note.audienceWord == .territory ? note.territory : nil
      self = territory.map(Self.territory) ?? .none
    }
  }

  /// What has a place in a log.
  package static let types: Set<AS.ActivityType> = [.create, .update, .delete, .announce, .undo]

  /// The most bytes of one: as much as an inbox takes.
  package static let largest = 1 << 20

  /// Reads the place of an activity; nothing when it has none.
  ///
  /// - Parameters:
  ///   - activity: What the document says.
  ///   - document: The document as it was received, or as it is sent.
  ///   - body: Its bytes.
  /// - Throws: `Refusal.malformed` for a place that is none.
  package init?(
    _ activity: AS.Activity,
    _ document: JSONObject,
    _ body: [UInt8]
  ) throws(Refusal) {
    guard let place = activity.publication else { return nil }
    guard Self.types.contains(activity.type) else {
      throw .malformed("\(activity.type.rawValue) is not published in a territory.")
    }
    guard let territory = Digest(text: place.territory), let log = Digest(text: place.log) else {
      throw .malformed("The publication does not name its territory and its log.")
    }
    previous = place.previous.flatMap(Digest.init(text:))
    guard (previous == nil) == (place.previous == nil) else {
      throw .malformed("The publication does not name the one before it.")
    }
    // The proof does not cover this member, the digest does: whoever passes a publication on could
    // make it look like two.
    guard !document.contains("signature") else {
      throw .malformed("A publication has one proof and no other signature.")
    }
    guard body.count <= Self.largest else { throw .tooLarge(limit: Self.largest) }
    self.territory = territory
    self.log = log
    sequence = place.sequence
    forgets = place.forgets
    digest = try Digest(of: document)
    activityURI = activity.id.string
    actor = activity.actor.string
    let hasPost = activity.type == .create || activity.type == .update
    postURI = hasPost ? activity.object?.id?.string : nil
    noteTerritory = hasPost ? NoteTerritory(activity.object) : .noPost
    self.body = body
  }

  /// Whether the log is one of a node that is a member now, the author one of its actors, and what
  /// it carries for that territory.
  ///
  /// - Throws: `Refusal.forbidden`.
  package func requireRight(_ known: KnownNodes) throws(Refusal) {
    guard let territory = known.territory(self.territory), territory.own != nil else {
      throw .forbidden("This node is no member of the territory \(self.territory.text).")
    }
    guard let member = territory.state.member(log), !member.isSuspended,
      let origin = Model.Origin(of: member.actor), origin == Model.Origin(of: actor)
    else { throw .forbidden("\(actor) may not publish in that log of \(territory.name).") }
    switch noteTerritory {
    case .noPost: return
    case .territory(let text) where text == self.territory.text: return
    case .none, .territory:
      throw .forbidden("A publication's post is for the territory that it is published in.")
    }
  }

  /// The publication with nothing but its place, for what nobody may read any more.
  var withoutWords: Publication {
    guard postURI != nil else { return self }
    var publication = self
    publication.body = nil
    return publication
  }

  /// How keeping a publication ended.
  enum Keeping: Sendable {
    case new
    case known
    /// Its words were taken back before it came.
    case takenBack
  }

  /// Keeps the publication, and forgets what it takes back.
  func keep(at now: Date, in tx: Transaction) throws -> Keeping {
    let isSettled = try tx.publications.isSettled(sequence, of: log, in: territory)
    let isNew = try tx.publications.insert(
      PublicationStore.Entry(
        territory: territory,
        log: log,
        sequence: sequence,
        digest: digest,
        previous: previous,
        activityURI: activityURI,
        postURI: postURI,
        body: body,
        receivedAt: now
      )
    )
    guard isNew else { return .known }
    if !forgets.isEmpty { try tx.publications.settle(forgets, of: log, in: territory) }
    return isSettled ? .takenBack : .new
  }
}
