extension AS {
  /// How a Group is run (FEP-1b12, FEP-5219, Lemmy's extension).
  package struct GroupTraits: Hashable, Sendable {
    /// The collection of those who moderate it.
    package var moderators: IRI?
    /// The collection of those who are something to it.
    package var affiliations: IRI?
    /// The affiliation that one needs to follow it, such as `none`.
    package var canFollow: String?
    /// The affiliation that one needs to write in it.
    package var canParticipate: String?
    package var postingRestrictedToMods: Bool?

    package init() {}

    /// Nothing for a group that says none of it.
    init?(_ fields: Fields) {
      moderators = try? fields.iri("attributedTo")
      affiliations = try? fields.iri("affiliations")
      canFollow = try? fields.text("canFollow", atMost: Limits.type)
      canParticipate = try? fields.text("canParticipate", atMost: Limits.type)
      postingRestrictedToMods = try? fields.bool("postingRestrictedToMods")
      guard self != GroupTraits() else { return nil }
    }

    func write(to members: inout Members) {
      members.put("attributedTo", moderators)
      members.put("affiliations", affiliations)
      members.put("canFollow", canFollow)
      members.put("canParticipate", canParticipate)
      members.put("postingRestrictedToMods", postingRestrictedToMods)
    }
  }
}
