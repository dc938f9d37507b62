extension AS {
  /// What an actor wishes for itself, and whether its server let it go (Mastodon's extensions).
  package struct ActorTraits: Hashable, Sendable {
    /// Follows wait for the actor's yes.
    package var manuallyApprovesFollowers: Bool
    /// May be suggested and listed.
    package var discoverable: Bool
    /// Public posts may be searched (FEP-5feb).
    package var indexable: Bool
    /// Who may find its posts by searching, when they do not say themselves (FEP-268d).
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
      searchableBy = try fields.searchers(else: fields.required("id", fields.iri("id")))
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
