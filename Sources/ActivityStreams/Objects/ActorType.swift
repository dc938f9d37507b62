extension AS {
  /// The kinds of actors (ActivityStreams vocabulary §3.2).
  package enum ActorType: String, Hashable, Sendable, CaseIterable {
    case person = "Person"
    case group = "Group"
    case application = "Application"
    case service = "Service"
    case organization = "Organization"
  }
}
