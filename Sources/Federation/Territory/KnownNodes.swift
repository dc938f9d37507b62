import Foundation
import Model
import Synchronization

/// The nodes that this one knows by their records: its peers, and the members of its territories.
///
/// A view in memory of what ``PeeringStore`` and the statements say; whoever changes those puts a
/// new one in its place. It is asked on every connection and every read.
package final class KnownNodes: Sendable {
  // A class, since all parts of federation share it.

  /// Another node, by its record.
  package struct Node: Sendable, Hashable {
    /// Host, and port when it is not 443.
    package var host: String
    package var record: NodeRecord
    /// What was agreed with it, if it is a peer.
    package var peering: Peering?
    /// The territories that it shares with this node, as text, and is not suspended in.
    package var territories: Set<String>
    /// Whether its record is the host's for certain.
    ///
    /// A member that nothing has proven has its key for the doors, and is reached and heard like any
    /// stranger.
    package var isProven: Bool

    package init(
      host: String,
      record: NodeRecord,
      peering: Peering? = nil,
      territories: Set<String> = [],
      isProven: Bool = true
    ) {
      self.host = host
      self.isProven = isProven
      self.record = record
      self.peering = peering
      self.territories = territories
    }
  }

  /// A territory as far as this node needs it on every request.
  package struct Territory: Sendable, Hashable {
    package var id: Digest
    package var localName: String
    package var name: String
    /// This node's member id, when it is a member now.
    package var own: Digest?
    package var state: TerritoryState
    /// The keys that members had before they rotated.
    package var formerKeys: [Digest: Set<String>]
    /// The keys of those who were put out, by actor: they may ask what became of them.
    package var expelledKeys: [String: String]
    /// Whether this node knows which number it gave last in its log of publications.
    package var mayPublish: Bool

    package init(
      id: Digest,
      localName: String,
      name: String,
      own: Digest?,
      state: TerritoryState,
      formerKeys: [Digest: Set<String>] = [:],
      expelledKeys: [String: String] = [:],
      mayPublish: Bool = true
    ) {
      self.id = id
      self.localName = localName
      self.name = name
      self.own = own
      self.state = state
      self.formerKeys = formerKeys
      self.expelledKeys = expelledKeys
      self.mayPublish = mayPublish
    }
  }

  fileprivate struct View {
    var peers: [String: Peering] = [:]
    var territories: [Digest: Territory] = [:]
    var nodes: [String: Node] = [:]
    /// The nodes by host, and those of each territory: sorted when something changes, not when
    /// somebody asks.
    var sorted: [Node] = []
    var members: [String: [Node]] = [:]
    /// The members whose origin was shown, by territory.
    var proven: [Digest: Set<Digest>] = [:]
  }

  private let view = Mutex(View())
  let sights = Mutex<[Digest: (sight: OriginSight, until: Date)]>([:])

  package init() {}

  // MARK: Reading

  /// A node whose record is believed: a peer whose key a ticket or somebody's ear has proven, or a
  /// member of a common territory.
  package func node(host: String) -> Node? { view.withLock { $0.nodes[host] } }

  /// The key by which a host may speak for itself at the doors for nodes: also one that only asked
  /// for a peering, or is suspended in a territory; nothing else of its record is believed then.
  func key(ofSpeaker host: String) -> String? {
    view.withLock { view in
      if let node = view.nodes[host] { return node.record.key }
      if let peering = view.peers[host], peering.state != .revoked { return peering.record?.key }
      let actor = "https://\(host)/actor"
      return view.joined.lazy
        .compactMap { $0.state.member(actor: actor)?.record.key }.first
    }
  }

  /// The keys of a host that was put out of territories that this node is in.
  func keys(ofExpelled host: String) -> [String] {
    let actor = "https://\(host)/actor"
    return view.withLock { $0.joined.compactMap { $0.expelledKeys[actor] } }
  }

  /// The node that an address belongs to.
  package func node(of url: String) -> Node? {
    Origin(of: url).flatMap { node(host: $0.authority) }
  }

  /// What was agreed with a host, whether or not its record is known.
  package func peering(with host: String) -> Peering? { view.withLock { $0.peers[host] } }

  /// All peerings, in whatever state.
  package var peerings: [Peering] {
    view.withLock { $0.peers.values.sorted { $0.host < $1.host } }
  }

  /// All of them, by host.
  package var nodes: [Node] { view.withLock { $0.sorted } }

  package func territory(_ id: Digest) -> Territory? { view.withLock { $0.territories[id] } }

  /// All of them, by local name.
  package var territories: [Territory] {
    view.withLock { $0.territories.values.sorted { $0.localName < $1.localName } }
  }

  /// The other members of a territory that this node is in, those suspended left out.
  package func members(of territory: Digest) -> [Node] {
    view.withLock { $0.members[territory.text] ?? [] }
  }

  /// The territories that the node of an address shares with this one, as text.
  package func territories(of url: String) -> Set<String> { node(of: url)?.territories ?? [] }

  /// Whether a node takes no connections: it collects what is for it, and nothing is fetched there.
  package func isOutboundOnly(_ url: String) -> Bool {
    node(of: url).map { !$0.record.isReachable } ?? false
  }

  /// The origins of peers that come for what is theirs: the lanes that nobody runs.
  package var collectingLanes: Set<String> {
    Set(
      nodes.filter { !$0.record.isReachable }
        .map { Origin(scheme: "https", authority: $0.host).description }
    )
  }

  // MARK: Changing

  package func setPeerings(_ peerings: [Peering]) {
    view.withLock { view in
      view.peers = Dictionary(peerings.map { ($0.host, $0) }, uniquingKeysWith: { $1 })
      view.rebuild()
    }
  }

  package func setTerritory(_ territory: Territory) {
    view.withLock { view in
      view.territories[territory.id] = territory
      view.rebuild()
    }
  }

  /// Notes of which members of a territory it was shown that they are who they say.
  package func setProven(_ members: Set<Digest>, in territory: Digest) {
    view.withLock { view in
      guard !members.isSubset(of: view.proven[territory] ?? []) else { return }
      view.proven[territory, default: []].formUnion(members)
      view.rebuild()
    }
  }

  package func isProven(_ member: Digest, in territory: Digest) -> Bool {
    view.withLock { $0.proven[territory]?.contains(member) == true }
  }

  package func removeTerritory(_ id: Digest) {
    view.withLock { view in
      view.territories[id] = nil
      view.rebuild()
    }
  }
}

extension KnownNodes.View {
  fileprivate mutating func rebuild() {
    nodes = [:]
    for peering in peers.values where peering.isBelieved {
      guard let record = peering.record else { continue }
      nodes[peering.host] = KnownNodes.Node(host: peering.host, record: record, peering: peering)
    }
    // Those whose origin was shown come first, so that nobody else takes their names.
    for isProven in [true, false] {
      for territory in joined {
        for member in territory.state.members
        where !member.isSuspended && member.id != territory.own {
          add(member, of: territory, isProven: isProven)
        }
      }
    }
    sorted = nodes.values.sorted { $0.host < $1.host }
    members = [:]
    for node in sorted {
      for territory in node.territories { members[territory, default: []].append(node) }
    }
  }

  /// The territories that this node is in, always in the same order.
  fileprivate var joined: [KnownNodes.Territory] {
    territories.values.filter { $0.own != nil }.sorted { $0.id < $1.id }
  }

  private mutating func add(
    _ member: TerritoryState.Member,
    of territory: KnownNodes.Territory,
    isProven: Bool
  ) {
    guard let origin = Origin(of: member.actor) else { return }
    let isShown = proven[territory.id]?.contains(member.id) == true
    guard isShown || !isProven else { return }
    let known = nodes[origin.authority]
    var node =
      known
      ?? KnownNodes.Node(
        host: origin.authority,
        record: member.record,
        isProven: isProven
      )
    // What a member signed for all is newer than, or the same as, what it told a peer; but nobody
    // becomes a peer's other self by being endorsed under its name.
    let isSame =
      node.record.key == member.record.key
      || territory.formerKeys[member.id]?.contains(node.record.key) == true
    guard isSame else { return }
    node.record = node.isProven ? member.record : member.record.withoutWay
    node.territories.insert(territory.id.text)
    nodes[origin.authority] = node
  }
}

extension NodeRecord {
  /// The record of one who is to be found where anybody finds it, or not at all.
  fileprivate var withoutWay: NodeRecord {
    var record = self
    record.addresses = []
    record.tlsPins = []
    record.isReachable = true
    return record
  }
}

extension Peering {
  /// Whether the other side's record is taken for the host's: until somebody has vouched for it, it
  /// is a claim (Protocol/peering.md, step 5).
  fileprivate var isBelieved: Bool {
    switch state {
    case .active, .suspended: true
    case .invited, .requested, .unverified, .revoked: false
    }
  }
}
