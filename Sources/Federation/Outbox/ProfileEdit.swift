import ActivityStreams
import Model
import Storage

extension Outbox {
  /// What is changed of how a member or group shows itself; nothing: that stays as it is.
  package struct ProfileEdit: Sendable {
    package static let longestName = 100
    /// In characters of Markdown.
    package static let longestSummary = 5_000

    package var displayName: String?
    /// Markdown.
    package var summary: String?
    package var lines: [ActorDetails.Line]?
    package var approvesFollowers: Bool?
    package var isDiscoverable: Bool?
    package var isIndexable: Bool?
    /// Whether a program acts in a member's name; it goes by the type Service then.
    package var isBot: Bool?
    /// Whether only the numbers of followers and followed are shown.
    package var hidesTies: Bool?
    /// The language of a member's posts that name none; an empty text: the node's.
    package var language: String?
    /// The audience of a member's posts that name none.
    package var audience: Audience?
    /// Whether a member's posts for everyone are listed, when they do not say it.
    package var isListed: Bool?
    /// Whether a member's posts are sensitive, when they do not say it.
    package var isSensitive: Bool?
    /// Who may quote a member's posts, when they do not say it.
    package var quotableBy: Circle?

    package init(
      displayName: String? = nil,
      summary: String? = nil,
      lines: [ActorDetails.Line]? = nil
    ) {
      self.displayName = displayName
      self.summary = summary
      self.lines = lines
    }

    /// Whether others are told.
    fileprivate var isPublic: Bool {
      displayName != nil || summary != nil || lines != nil || approvesFollowers != nil
        || isDiscoverable != nil || isIndexable != nil || isBot != nil
    }

    /// - Throws: `Refusal.malformed` for what is empty or too long.
    package func check() throws(Refusal) {
      if let displayName {
        guard displayName.fits(Self.longestName) else {
          throw .malformed("A name has at most \(Self.longestName) characters.")
        }
      }
      guard summary?.fits(Self.longestSummary) ?? true else {
        throw .malformed("A description has at most \(Self.longestSummary) characters.")
      }
      guard lines?.count ?? 0 <= ActorDetails.mostLines else {
        throw .malformed("A profile has up to \(ActorDetails.mostLines) lines.")
      }
      if let language, !language.isEmpty, !AS.LanguageTag.isSound(language) {
        throw .malformed("‘\(language.prefix(40))’ is no language tag, such as fr or pt-BR.")
      }
    }

    func apply(to id: ActorID, in tx: Transaction) throws {
      guard var actor = try tx.actors.find(id), actor.isLocal else { throw Refusal.absent }
      if let displayName {
        // Without a name of its own it goes by that of its address.
        let name = VisibleText.clean(displayName)
        actor.displayName = name.allSatisfy(\.isWhitespace) ? actor.name : name
      }
      try describe(&actor, id, in: tx)
      if let approvesFollowers { actor.traits.approvesFollowers = approvesFollowers }
      if let isDiscoverable { actor.traits.isDiscoverable = isDiscoverable }
      if let isIndexable { actor.traits.isIndexable = isIndexable }
      if let isBot, [.person, .service].contains(actor.kind) {
        actor.kind = isBot ? .service : .person
      }
      if let hidesTies { try tx.actors.setHidesTies(hidesTies, of: id) }
      try tx.actors.update(actor, of: id)
      try applyPreferences(of: id, in: tx)
      guard let lines else { return }
      var details = try tx.actors.details(of: id)
      details.lines = lines
      try tx.actors.setDetails(details, of: id)
    }

    /// Describes it anew, and keeps what was typed, so that an app gives back what it was given.
    private func describe(_ actor: inout ActorProfile, _ id: ActorID, in tx: Transaction) throws {
      guard let summary else { return }
      // Of what nobody kept, an app was told the plain text: that alone changes nothing.
      let isKept = try tx.actors.summarySource(of: id) != nil
      guard isKept || actor.summary.isEmpty || summary != PlainText.text(of: actor.summary)
      else { return }
      actor.summary = Markdown.render(summary).html
      try tx.actors.setSummarySource(summary, of: id)
    }

    private func applyPreferences(of id: ActorID, in tx: Transaction) throws {
      guard try tx.members.find(id) != nil else { return }
      let known = try tx.preferences.find(id)
      var preferences = known
      if let language { preferences.language = language.isEmpty ? nil : language }
      if let audience { preferences.audience = audience }
      if let isListed { preferences.isListed = isListed }
      if let isSensitive { preferences.isSensitive = isSensitive }
      if let quotableBy { preferences.quotableBy = quotableBy }
      if preferences != known { try tx.preferences.set(preferences, of: id) }
    }
  }

  /// Changes how a member shows itself, and tells its followers.
  package func edit(_ id: ActorID, _ edit: ProfileEdit) async throws {
    try edit.check()
    let (actor, _) = try await active(id)
    try await services.database.write { try edit.apply(to: actor.id, in: $0) }
    if edit.isPublic { try await announceProfile(of: id) }
  }
}
