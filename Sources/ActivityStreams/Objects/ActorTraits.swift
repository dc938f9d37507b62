extension AS {
  /// What an actor wishes for itself, and whether its server let it go (Mastodon's extensions).
  package struct ActorTraits: Hashable, Sendable {
    /// Follows wait for the actor's yes.
    package var manuallyApprovesFollowers: Bool
    /// May be suggested and listed.
    package var discoverable: Bool
    /// Public posts may be searched (FEP-5feb).
    package var indexable: Bool
    /// Who may search the actor's posts (FEP-268d); it takes precedence over `indexable`, unless it
    /// is empty, which is the same as absent.
    package var searchableBy: [Recipient] = []
    /// Its own server suspended it.
    package var suspended = false

    package init(
      manuallyApprovesFollowers: Bool = false,
      discoverable: Bool = false,
      indexable: Bool = false
    ) {
      self.manuallyApprovesFollowers = manuallyApprovesFollowers
      self.discoverable = discoverable
      self.indexable = indexable
    }

    init(_ fields: Fields) throws(Malformed) {
      manuallyApprovesFollowers = try fields.bool("manuallyApprovesFollowers") ?? false
      discoverable = try fields.bool("discoverable") ?? false
      indexable = try fields.bool("indexable") ?? false
      searchableBy = try fields.searchableBy()
      suspended = try fields.bool("suspended") ?? false
    }

    func write(to members: inout Members) {
      members.put("manuallyApprovesFollowers", manuallyApprovesFollowers)
      members.put("discoverable", discoverable)
      members.put("indexable", indexable)
      members.put(oneOrMore: "searchableBy", searchableBy)
      if suspended { members.put("suspended", suspended) }
    }
  }
}

extension AS.Fields {
  /// Who may search an object, as far as it can be read (FEP-268d).
  ///
  /// What cannot be read is nobody: it must not turn a wish for few into none.
  func searchableBy() throws(AS.Malformed) -> [AS.Recipient] {
    let values = try list("searchableBy", atMost: AS.Limits.recipients)
    let readable = values.compactMap { value in
      (value.string ?? value["id"]?.string).flatMap { try? AS.Recipient($0) }
    }
    guard readable.isEmpty, !values.isEmpty else { return readable }
    return [.address(AS.IRI(constant: "https://nobody.invalid/"))]
  }
}
