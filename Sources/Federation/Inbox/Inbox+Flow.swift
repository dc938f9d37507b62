import ActivityStreams
import Model

extension Inbox {
  /// The peer whose valve holds an activity, if one does.
  ///
  /// A boost has to pass two valves: that of whoever boosts, and that of where the post is from.
  ///
  /// - Throws: `Refusal.againstPolicy` when a closed one is in its way.
  func holder(of activity: AS.Activity, by author: ActorProfile) async throws -> String? {
    var hosts = [author.host]
    if activity.type == .announce, let object = activity.object?.id.map(\.string),
      let origin = Model.Origin(of: object), !services.addresses.isOwn(object)
    {
      hosts.append(origin.authority)
    }
    hosts = hosts.filter { services.known.peering(with: $0) != nil }
    // Between those who agreed on nothing there are no valves.
    guard !hosts.isEmpty else { return nil }
    let scopes = try await services.database.read { try activity.scopes(by: author, in: $0) }
    var holder: String?
    for host in hosts {
      let decision = services.flows.decision(
        about: host,
        .in,
        scopes,
        isOfTerritory: activity.publication != nil
      )
      switch decision.passage {
      case .open: continue
      case .held: holder = holder ?? host
      case .refused: throw Refusal.againstPolicy("This node does not take that from \(host).")
      }
    }
    return holder
  }
}
