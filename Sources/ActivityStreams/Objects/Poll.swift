import Foundation
import StrictJSON

extension AS {
  /// What a Question asks: its options with their votes (ActivityStreams vocabulary §3.2,
  /// Mastodon's `votersCount`).
  package struct Poll: Hashable, Sendable {
    /// One answer that can be chosen.
    package struct Option: WireObject, WireValue {
      package var name: String
      /// Nothing where its server does not tell, as Mastodon does not before some polls end.
      package var votes: Int?

      package init(name: String, votes: Int? = 0) {
        self.name = name
        self.votes = votes
      }

      package init(json: JSON) throws(Malformed) {
        let fields = try Fields(json)
        name = try fields.required("name", fields.text("name", atMost: Limits.name))
        votes = try fields.fields("replies")?.count("totalItems")
      }

      package var json: JSON {
        var replies = Members(type: "Collection")
        replies.put("totalItems", votes)
        var members = Members(type: "Note")
        members.put("name", name)
        members.put("replies", replies.json)
        return members.json
      }
    }

    package var options: [Option]
    /// Several options may be chosen (`anyOf`), or one (`oneOf`).
    package var isMultiple: Bool
    package var endTime: Date?
    /// When it was closed; some servers say only that it is, which is read as its end.
    package var closed: Date?
    /// Actors that voted, where the server tells.
    package var votersCount: Int?

    package init(options: [Option], isMultiple: Bool, endTime: Date?) {
      self.options = options
      self.isMultiple = isMultiple
      self.endTime = endTime
    }

    /// Nothing when it has no options.
    init?(_ fields: Fields) throws(Malformed) {
      let one = try Self.options("oneOf", fields)
      isMultiple = one.isEmpty
      options = isMultiple ? try Self.options("anyOf", fields) : one
      guard !options.isEmpty else { return nil }
      endTime = try fields.date("endTime")
      let isOnlySaid = fields.object["closed"]?.bool != nil
      closed = isOnlySaid ? nil : try fields.date("closed")
      if isOnlySaid, fields.object["closed"]?.bool == true { closed = endTime }
      votersCount = try fields.count("votersCount")
    }

    func write(to members: inout Members) {
      // An empty list is the same as none, so the kind is told by the member's name.
      members.put(list: isMultiple ? "anyOf" : "oneOf", options)
      members.put("endTime", endTime)
      members.put("closed", closed)
      members.put("votersCount", votersCount)
    }

    /// Options of one name could not be told apart by a vote, which names one.
    private static func options(_ name: String, _ fields: Fields) throws(Malformed) -> [Option] {
      let options = try fields.list(name, atMost: Limits.options).map { (json) throws(Malformed) in
        try fields.nested(name, json, read: Option.init(json:))
      }
      guard Set(options.map(\.name)).count == options.count else {
        throw fields.malformed(name, .expected("options of different names"))
      }
      return options
    }
  }
}
