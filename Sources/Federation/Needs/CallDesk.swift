import ActivityStreams
import Foundation
import Model
import Storage

/// Calls: needs that go to chosen nodes, each of which tells those of its members whom it means, and
/// nobody else (Protocol/needs.md).
package struct CallDesk: Sendable {
  let services: FederationServices

  package init(services: FederationServices) {
    self.services = services
  }

  /// The nodes that can be called: active peers with which needs pass, and members of common
  /// territories.
  package var reachable: [KnownNodes.Node] {
    services.known.nodes.filter { passes($0, .out) }
  }

  /// Whether calls from a host are looked at: of those to whom this node's members could call, too;
  /// a stranger's are no more than a message to the node.
  func isHeard(_ host: String) -> Bool {
    services.known.node(host: host).map { passes($0, .in) } ?? false
  }

  /// Whether a call comes from a member of this node, or of one that may call here.
  func isHeard(_ post: Post) async throws -> Bool {
    if post.isLocal { return true }
    let author = try await services.database.read { try $0.actors.find(post.authorID) }
    return author.map { isHeard($0.host) } ?? false
  }

  private func passes(_ node: KnownNodes.Node, _ direction: Valve.Direction) -> Bool {
    guard node.isProven,
      services.flows.decision(about: node.host, direction, [.needs]).passage == .open
    else { return false }
    if let peering = node.peering, case .active = peering.state {
      return peering.ours.scopes.contains(.needs)
    }
    return !node.territories.isEmpty
  }

  /// Publishes a call.
  ///
  /// - Parameters:
  ///   - draft: What is needed, with its words; its audience is the nodes.
  ///   - hosts: Which nodes; none: all that can be called.
  ///   - author: The member who calls.
  /// - Returns: The post.
  /// - Throws: `Refusal.conflict` when a node cannot be called, or none.
  package func publish(
    _ draft: PostDraft,
    to hosts: [String],
    as author: ActorID
  ) async throws -> Post {
    guard var need = draft.need, need.purpose == .request, !need.skills.isEmpty else {
      throw Refusal.malformed("A call is for a need with at least one skill.")
    }
    let nodes = try choose(hosts)
    var called: [ActorProfile] = []
    for node in nodes {
      guard let id = AS.IRI(node.record.actor) else { continue }
      called.append(try await services.actors.actor(id))
    }
    let own = try await services.database.read { [uri = services.addresses.nodeActor.string] in
      try $0.actors.find(uri: uri)
    }
    if let own { called.append(own) }
    need.isCall = true
    var call = draft
    (call.need, call.called) = (need, called)
    (call.audience, call.territory, call.group) = (.direct, nil, nil)
    let post = try await services.outbox.publish(call, as: author)
    services.needWakeup.call()
    return post
  }

  /// Which nodes a call would go to.
  package func choose(_ hosts: [String]) throws(Refusal) -> [KnownNodes.Node] {
    let reachable = reachable
    guard !hosts.isEmpty else {
      guard !reachable.isEmpty else {
        throw .conflict("No node can be called: none shares needs with this one.")
      }
      return reachable
    }
    var chosen: [KnownNodes.Node] = []
    for host in hosts where !chosen.contains(where: { $0.host == host }) {
      guard let node = reachable.first(where: { $0.host == host }) else {
        throw .conflict("\(host.prefix(200)) cannot be called: it shares no needs with this node.")
      }
      chosen.append(node)
    }
    return chosen
  }

  /// The calls that mean a member and wait for it.
  package func calls(for member: ActorID, limit: Int) async throws -> [ReadablePost] {
    let now = services.now()
    return try await services.database.read { tx in
      try tx.calls.list(for: member, limit: limit, at: now)
        .compactMap { try tx.posts.comingAcross($0, for: .member(member)) }
    }
  }

  /// The calls that a member may read, whomever they mean: the same for all members of this node.
  package func all(for member: ActorID, limit: Int) async throws -> [ReadablePost] {
    let now = services.now()
    return try await services.database.read { tx in
      try tx.needs.list(
        NeedStore.Choice(isCall: true),
        by: .member(member),
        limit: limit,
        at: now
      )
      .compactMap { try tx.posts.readable($0, by: .member(member)) }
    }
  }

  /// The member wants to see this call no more.
  ///
  /// It says the same whether the call means the member or not.
  package func ignore(_ uri: String, by member: ActorID) async throws {
    let call = try await call(uri, for: member)
    try await services.database.write { try $0.calls.ignore(call.id, by: member) }
  }

  /// The member wants no calls of this one's author any more.
  package func mute(authorOf uri: String, by member: ActorID) async throws {
    let call = try await call(uri, for: member)
    try await services.database.write { try $0.calls.mute(call.authorID, by: member) }
  }

  private func call(_ uri: String, for member: ActorID) async throws -> Post {
    let found = try await services.database.read {
      try $0.posts.readable(uri: uri, by: .member(member))
    }
    guard let post = found?.post, post.body.need?.isCall == true else { throw Refusal.absent }
    return post
  }
}
