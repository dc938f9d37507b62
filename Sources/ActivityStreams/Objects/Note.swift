import Foundation
import StrictJSON

extension AS {
  /// Something to read, written by one actor: a Note or one of its kin.
  package struct Note: WireObject, WireValue {
    package var id: IRI
    package var type: NoteType
    package var attributedTo: IRI
    package var audience = Audience()
    /// Whom the post is for, when `to` and `cc` cannot say it.
    package var audienceWord: AudienceWord?
    /// The territory that it is for, with the word `territory`: a digest, not looked into here.
    package var territory: String?
    package var text = NoteText()
    package var thread = NoteThread()
    package var published: Date?
    /// When it was edited; Mastodon takes no edit without it.
    package var updated: Date?
    /// The page for people.
    package var url: IRI?
    package var tags: [Tag] = []
    package var attachments: [Attachment] = []
    /// Who may find it by searching (FEP-268d); nothing: what the author says of all its posts.
    package var searchableBy: [Recipient] = []
    /// When and where an Event takes place.
    package var event: EventDetails?
    /// The post that it quotes.
    package var quote: Quote?
    /// Who may do what with it.
    package var policy: InteractionPolicy?
    /// What a Question asks.
    package var poll: Poll?
    /// What it needs or offers.
    package var proposal: Proposal?
    /// What it puts to a vote.
    package var consultation: Consultation?
    /// Set when it is a question of which is kept track.
    package var question: AskedQuestion?

    package init(id: IRI, type: NoteType = .note, attributedTo: IRI) {
      self.id = id
      self.type = type
      self.attributedTo = attributedTo
    }

    package init(json: JSON) throws(Malformed) {
      let fields = try Fields(json)
      guard let type = NoteType(rawValue: try fields.type()) else {
        throw fields.malformed("type", .expected("a type of post"))
      }
      self.type = type
      id = try fields.required("id", fields.iri("id"))
      attributedTo = try Self.author(fields)
      audience = try Audience(fields)
      audienceWord = try Self.audienceWord(fields)
      territory = try Self.own(MaillageVocabulary.territory, fields)?.text
      text = try NoteText(fields)
      thread = try NoteThread(fields)
      published = try fields.date("published")
      updated = try fields.date("updated")
      url = try fields.page("url")
      tags = try fields.readable("tag", atMost: Limits.tags)
      attachments = try fields.readable("attachment", atMost: Limits.attachments)
      searchableBy = try fields.searchers(else: attributedTo)
      event = type == .event ? try EventDetails(fields) : nil
      quote = try Quote(fields, tags: tags)
      policy = try InteractionPolicy(fields)
      poll = type == .question ? try Poll(fields) : nil
      proposal =
        type == .note || type == .proposal
        ? try Proposal(fields, isRequired: type == .proposal) : nil
      consultation = type == .note ? try Consultation(fields) : nil
      question = type == .note ? try AskedQuestion(fields) : nil
    }

    package var json: JSON {
      var members = Members(id: id, type: type.rawValue)
      members.put("attributedTo", attributedTo)
      audience.write(to: &members)
      members.put(MaillageVocabulary.audience, audienceWord?.rawValue)
      members.put(MaillageVocabulary.territory, territory)
      text.write(to: &members)
      thread.write(to: &members)
      members.put("published", published)
      members.put("updated", updated)
      members.put("url", url)
      members.put(list: "tag", tags)
      members.put(list: "attachment", attachments)
      members.put(oneOrMore: "searchableBy", searchableBy)
      quote?.write(to: &members)
      policy?.write(to: &members)
      poll?.write(to: &members)
      event?.write(to: &members, by: attributedTo)
      proposal?.write(to: &members)
      consultation?.write(to: &members)
      question?.write(to: &members)
      return members.json
    }

    package var context: Context { event == nil ? .object : .event }

    /// Actors mentioned, in order.
    package var mentions: [IRI] {
      tags.compactMap { tag in
        guard case .mention(let actor, _) = tag else { return nil }
        return actor
      }
    }

    /// The one author; of several, the one that is said to be a person (PeerTube adds its channel).
    private static func author(_ fields: Fields) throws(Malformed) -> IRI {
      let values = try fields.list("attributedTo", atMost: Limits.links)
      let persons = values.filter { $0["type"]?.string == "Person" }
      guard let author = values.count == 1 ? values.first : persons.first else {
        let reason: Malformed.Reason = values.isEmpty ? .missing : .expected("a single author")
        throw fields.malformed("attributedTo", reason)
      }
      guard values.count == 1 || persons.count == 1 else {
        throw fields.malformed("attributedTo", .expected("a single author"))
      }
      return try fields.iri("attributedTo", author)
    }

    private static func audienceWord(_ fields: Fields) throws(Malformed) -> AudienceWord? {
      guard let (name, text) = try own(MaillageVocabulary.audience, fields) else { return nil }
      guard let word = AudienceWord(rawValue: text) else {
        throw fields.malformed(name, .expected("an audience known here"))
      }
      return word
    }

    /// A member of the project's own vocabulary, under its short or its full name.
    private static func own(
      _ short: String,
      _ fields: Fields
    ) throws(Malformed) -> (name: String, text: String)? {
      let term = short.dropFirst(MaillageVocabulary.prefix.count + 1)
      for name in [short, "\(MaillageVocabulary.namespace)\(term)"] {
        if let text = try fields.text(name, atMost: Limits.name) { return (name, text) }
      }
      return nil
    }
  }
}
