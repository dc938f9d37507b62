extension AS {
  /// The project's own terms on the wire, all of one namespace (Protocol/vocabulary.md).
  ///
  /// The namespace is a UUID made once: nobody owns or loses it, and nobody can fetch it.
  package enum MaillageVocabulary {
    package static let prefix = "maillage"
    package static let namespace = "urn:uuid:99bc2132-6789-416d-927f-990fac7d1fe5#"

    /// The member that says whom a post is for where `to` and `cc` cannot say it.
    static let audience = "\(prefix):audience"

    /// The member that says for which territory a post is: its digest as text.
    static let territory = "\(prefix):territory"

    /// The member by which an activity has its place in the log of what a node publishes for a
    /// territory.
    static let publication = "\(prefix):publication"
  }

  /// A value of `maillage:audience`.
  ///
  /// Public, followers and direct follow from `to` and `cc`, and what is for the node alone never
  /// comes to the wire. A word that is not known here refuses the post: it may be a narrower one.
  package enum AudienceWord: String, Hashable, Sendable, CaseIterable {
    /// For the members of the territory's nodes, whatever `to` and `cc` say.
    case territory
  }
}
