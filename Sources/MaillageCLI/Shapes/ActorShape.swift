import Model

/// An actor as the command line prints it.
struct ActorShape: Encodable, Sendable {
  let uri: String
  let address: String
  let displayName: String
  let kind: String
  let isLocal: Bool

  init(_ actor: ActorProfile) {
    uri = actor.uri
    address = actor.address
    displayName = actor.displayName
    kind = actor.kind.rawValue
    isLocal = actor.isLocal
  }
}
