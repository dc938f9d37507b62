import StrictJSON

extension AS {
  /// The place of an activity among all that a node publishes for a territory
  /// (Protocol/vocabulary.md): numbered, so that a gap is noticed and can be filled from anyone.
  package struct Publication: WireObject, WireValue {
    /// The territory's digest.
    package var territory: String
    /// The member id of the node that publishes.
    package var log: String
    /// From 1, without gaps.
    package var sequence: Int
    /// The digest of the publication before it; nothing for the first.
    package var previous: String?
    /// Numbers of earlier publications whose words this one takes back: nobody asks for them.
    package var forgets: [Int]

    package init(
      territory: String,
      log: String,
      sequence: Int,
      previous: String? = nil,
      forgets: [Int] = []
    ) {
      self.territory = territory
      self.log = log
      self.sequence = sequence
      self.previous = previous
      self.forgets = forgets
    }

    package init(json: JSON) throws(Malformed) {
      let fields = try Fields(json)
      territory = try fields.required("territory", fields.text("territory", atMost: Limits.name))
      log = try fields.required("log", fields.text("log", atMost: Limits.name))
      let sequence = try fields.required("seq", fields.count("seq"))
      self.sequence = sequence
      previous = try fields.text("prev", atMost: Limits.name)
      guard sequence > 0, (sequence == 1) == (previous == nil) else {
        throw fields.malformed("seq", .expected("a number from 1, and prev for all but the first"))
      }
      forgets = try fields.list("forgets", atMost: Limits.forgotten).map {
        (value) throws(Malformed) in
        guard let number = value.int, (1..<sequence).contains(number) else {
          throw fields.malformed("forgets", .expected("earlier numbers"))
        }
        return number
      }
    }

    package var json: JSON {
      var members = Members()
      members.put("territory", territory)
      members.put("log", log)
      members.put("seq", sequence)
      members.put("prev", previous)
      members.put(list: "forgets", forgets)
      return members.json
    }
  }
}
