import Foundation
import StrictJSON

extension AS {
  /// What a note puts to a vote (Protocol/consultations.md).
  package struct Consultation: Hashable, Sendable {
    package var options: [String]
    /// The option that holds if the vote decides nothing.
    package var fallback: String
    /// How many of a hundred who may vote have to.
    package var quorum: Int
    package var endTime: Date
    /// What became of it; empty before.
    package var followUp = ""
    /// The collection of the votes that decided, once it has ended.
    package var votes: IRI?

    private static let optionsName = "\(MaillageVocabulary.prefix):options"
    private static let fallbackName = "\(MaillageVocabulary.prefix):default"
    private static let quorumName = "\(MaillageVocabulary.prefix):quorum"
    private static let followUpName = "\(MaillageVocabulary.prefix):followUp"
    private static let votesName = "\(MaillageVocabulary.prefix):votes"

    package init(options: [String], fallback: String, quorum: Int, endTime: Date) {
      (self.options, self.fallback) = (options, fallback)
      (self.quorum, self.endTime) = (quorum, endTime)
    }

    /// Nothing where a note puts nothing to a vote.
    init?(_ fields: Fields) throws(Malformed) {
      let name = fields.own(Self.optionsName)
      guard fields.object[name] != nil else { return nil }
      options = try fields.list(name, atMost: Limits.choices).map { (json) throws(Malformed) in
        guard let text = json.string, !text.isEmpty, text.unicodeScalars.count <= Limits.choice
        else { throw fields.malformed(name, .expected("options")) }
        return text
      }
      guard options.count >= 2, Set(options).count == options.count else {
        throw fields.malformed(name, .expected("different options"))
      }
      let fallbackName = fields.own(Self.fallbackName)
      fallback = try fields.required(
        fallbackName,
        fields.text(fallbackName, atMost: Limits.choice)
      )
      guard options.contains(fallback) else {
        throw fields.malformed(fallbackName, .expected("one of the options"))
      }
      let quorumName = fields.own(Self.quorumName)
      quorum = try fields.count(quorumName) ?? 0
      guard quorum <= 100 else { throw fields.malformed(quorumName, .expected("0 to 100")) }
      endTime = try fields.required("endTime", fields.date("endTime"))
      followUp = try fields.text(fields.own(Self.followUpName), atMost: Limits.followUp) ?? ""
      // It only says where to look.
      votes = try? fields.iri(fields.own(Self.votesName))
    }

    func write(to members: inout Members) {
      members.put(Self.optionsName, .array(options.map(JSON.string)))
      members.put(Self.fallbackName, fallback)
      members.put(Self.quorumName, quorum)
      members.put("endTime", endTime)
      members.put(text: Self.followUpName, followUp)
      members.put(Self.votesName, votes)
    }
  }

  /// That a note asks something of which is kept track (Protocol/consultations.md).
  package struct AskedQuestion: Hashable, Sendable {
    /// The post that the asker calls the answer.
    package var answer: IRI?

    private static let isQuestionName = "\(MaillageVocabulary.prefix):isQuestion"
    private static let answerName = "\(MaillageVocabulary.prefix):answer"

    package init(answer: IRI? = nil) { self.answer = answer }

    init?(_ fields: Fields) throws(Malformed) {
      guard try fields.bool(fields.own(Self.isQuestionName)) == true else { return nil }
      answer = try fields.iri(fields.own(Self.answerName))
    }

    func write(to members: inout Members) {
      members.put(Self.isQuestionName, true)
      members.put(Self.answerName, answer)
    }
  }

  /// One vote, of a member in its node or of a node in a territory, which stands alone by its proof.
  package struct ConsultationVote: WireObject {
    package static let type = "ConsultationVote"

    package var id: IRI
    package var attributedTo: IRI
    /// The post that puts it to a vote.
    package var consultation: IRI
    /// The option; nothing: an abstention.
    package var choice: String?
    /// Of a node's: how often its members chose each option, and at the end how many abstained.
    package var counts: [Int]
    package var published: Date

    package init(
      id: IRI,
      attributedTo: IRI,
      consultation: IRI,
      choice: String?,
      counts: [Int] = [],
      published: Date
    ) {
      (self.id, self.attributedTo, self.consultation) = (id, attributedTo, consultation)
      (self.choice, self.counts, self.published) = (choice, counts, published)
    }

    package init(json: JSON) throws(Malformed) {
      let fields = try Fields(json)
      try fields.requireType(Self.type)
      id = try fields.required("id", fields.iri("id"))
      attributedTo = try fields.required("attributedTo", fields.iri("attributedTo"))
      consultation = try fields.required("consultation", fields.iri("consultation"))
      choice = try fields.text("choice", atMost: Limits.choice)
      counts = try fields.list("counts", atMost: Limits.choices + 1)
        .map { (json) throws(Malformed) in
          guard let number = json.int, (0...Limits.people).contains(number) else {
            throw fields.malformed("counts", .expected("numbers of people"))
          }
          return number
        }
      published = try fields.required("published", fields.date("published"))
    }

    package var json: JSON {
      var members = Members(id: id, type: Self.type)
      members.put("attributedTo", attributedTo)
      members.put("consultation", consultation)
      members.put("choice", choice)
      if !counts.isEmpty { members.put("counts", .array(counts.map(JSON.integer))) }
      members.put("published", published)
      return members.json
    }
  }

  /// Which votes decided, as the author's node says once the time is over.
  package struct ConsultationResult: WireObject {
    package static let type = "ConsultationResult"

    package var id: IRI
    package var attributedTo: IRI
    package var consultation: IRI
    /// How many might have voted.
    package var electorate: Int
    /// The votes, as they were signed.
    package var votes: [JSON]
    package var published: Date

    package init(
      id: IRI,
      attributedTo: IRI,
      consultation: IRI,
      electorate: Int,
      votes: [JSON],
      published: Date
    ) {
      (self.id, self.attributedTo, self.consultation) = (id, attributedTo, consultation)
      (self.electorate, self.votes, self.published) = (electorate, votes, published)
    }

    package init(json: JSON) throws(Malformed) {
      let fields = try Fields(json)
      try fields.requireType(Self.type)
      id = try fields.required("id", fields.iri("id"))
      attributedTo = try fields.required("attributedTo", fields.iri("attributedTo"))
      consultation = try fields.required("consultation", fields.iri("consultation"))
      electorate = try fields.required("electorate", fields.count("electorate"))
      votes = try fields.list("votes", atMost: Limits.items)
      published = try fields.required("published", fields.date("published"))
    }

    package var json: JSON {
      var members = Members(id: id, type: Self.type)
      members.put("attributedTo", attributedTo)
      members.put("consultation", consultation)
      members.put("electorate", electorate)
      members.put("votes", .array(votes))
      members.put("published", published)
      return members.json
    }
  }
}
