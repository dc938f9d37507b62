import StrictJSON

extension AS {
  /// Who may do what with a post (GoToSocial's `interactionPolicy`, FEP-044f `canQuote`).
  package struct InteractionPolicy: Hashable, Sendable {
    /// Whom an author lets, at once or after a look; everyone else not at all.
    package struct Rule: Hashable, Sendable {
      package var automatic: [Recipient]
      package var manual: [Recipient]

      package init(automatic: [Recipient], manual: [Recipient] = []) {
        self.automatic = automatic
        self.manual = manual
      }

      /// Reads a rule; `always` and `approvalRequired` are its members' names of before 2025.
      init(_ fields: Fields) throws(Malformed) {
        automatic =
          try Self.actors("automaticApproval", fields) + Self.actors("always", fields)
        manual =
          try Self.actors("manualApproval", fields) + Self.actors("approvalRequired", fields)
      }

      var json: JSON {
        var members = Members()
        members.put(list: "automaticApproval", automatic)
        members.put(list: "manualApproval", manual)
        return members.json
      }

      /// One that cannot be read can only narrow the rule by being left out.
      private static func actors(_ name: String, _ fields: Fields) throws(Malformed) -> [Recipient]
      {
        try fields.list(name, atMost: Limits.policy).compactMap { value in
          (value.string ?? value["id"]?.string).flatMap { try? Recipient($0) }
        }
      }
    }

    /// Nothing: the author says nothing of it.
    package var like: Rule?
    package var reply: Rule?
    package var announce: Rule?
    package var quote: Rule?

    package init() {}

    init?(_ fields: Fields) throws(Malformed) {
      // Some write a mere address there.
      guard fields.object["interactionPolicy"]?.object != nil,
        let inner = try fields.fields("interactionPolicy")
      else { return nil }
      like = try Self.rule("canLike", inner)
      reply = try Self.rule("canReply", inner)
      announce = try Self.rule("canAnnounce", inner)
      quote = try Self.rule("canQuote", inner)
    }

    func write(to members: inout Members) {
      var inner = Members()
      for (name, rule) in [
        ("canLike", like), ("canReply", reply), ("canAnnounce", announce), ("canQuote", quote),
      ] {
        guard let rule else { continue }
        inner.put(name, rule.json)
      }
      members.put("interactionPolicy", inner.json)
    }

    private static func rule(_ name: String, _ fields: Fields) throws(Malformed) -> Rule? {
      guard fields.object[name]?.object != nil, let inner = try fields.fields(name) else {
        return nil
      }
      return try Rule(inner)
    }
  }
}
