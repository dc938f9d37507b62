import Federation
import Foundation
import HTTPTypes
import Model
import Signatures
import StrictJSON
import Synchronization
import TestSupport

/// Several nodes that reach each other's real routes, with real signatures and databases, and no
/// sockets in between.
final class TestNetwork: Sendable {
  /// What went from one node to another, and what came back.
  struct Exchange: Sendable {
    let from: String
    let to: String
    let question: FarSide.Question
    let answer: OutboundResponse
  }

  /// What somebody in the middle makes of an answer; nothing loses it.
  typealias Tampering = @Sendable (Exchange) -> OutboundResponse?

  private struct State {
    var servers: [String: TestServer] = [:]
    var unreachable: Set<String> = []
    var cut: Set<Set<String>> = []
    var exchanges: [Exchange] = []
    var tampering: Tampering?
  }

  let clock = ManualClock()
  /// Hosts that are none of the nodes.
  let farSide = FarSide()
  private let state = Mutex(State())

  // MARK: Nodes

  /// A new node; one that is not reachable only asks.
  func node(_ host: String, isReachable: Bool = true) async throws -> TestNode {
    var surroundings = try TestNode.Surroundings()
    surroundings.clock = clock
    surroundings.fetcher = Line(network: self, host: host)
    surroundings.isReachable = isReachable
    let node = try await TestNode.make(host: host, in: surroundings)
    connect(node)
    if !isReachable { state.withLock { _ = $0.unreachable.insert(host) } }
    return node
  }

  func nodes(_ hosts: String...) async throws -> [TestNode] {
    var nodes: [TestNode] = []
    for host in hosts { nodes.append(try await node(host)) }
    return nodes
  }

  /// Lets a node answer for its host, in place of the one before.
  func connect(_ node: TestNode) {
    let server = TestServer(node)
    state.withLock { $0.servers[node.host] = server }
  }

  func server(_ host: String) -> TestServer? { state.withLock { $0.servers[host] } }

  // MARK: Disturbing

  /// Nothing passes between two hosts.
  func cut(_ one: TestNode, _ others: TestNode...) {
    state.withLock { state in
      for other in others { state.cut.insert([one.host, other.host]) }
    }
  }

  func heal() { state.withLock { $0.cut = [] } }

  func tamper(_ tampering: Tampering?) { state.withLock { $0.tampering = tampering } }

  // MARK: Looking

  var exchanges: [Exchange] { state.withLock { $0.exchanges } }

  func exchanges(to path: String) -> [Exchange] {
    exchanges.filter { $0.question.url.contains(path) }
  }

  // MARK: Carrying

  fileprivate func carry(
    _ request: OutboundRequest,
    from host: String
  ) async throws(OutboundFailure) -> OutboundResponse {
    let question = try FarSide.Question(signing: request)
    guard let uri = TargetURI(request.url) else { throw .invalidURL(reason: request.url) }
    let target = uri.authority.text
    let server = state.withLock { state -> TestServer? in
      let isCut = state.cut.contains([host, target]) || state.unreachable.contains(target)
      return isCut ? nil : state.servers[target]
    }
    guard let server else {
      guard state.withLock({ $0.servers[target] == nil }) else {
        throw .unreachable(reason: target)
      }
      return try await farSide.send(request)
    }
    let answer = try await ask(server, question, uri.target, target)
    let exchange = Exchange(from: host, to: target, question: question, answer: answer)
    let tampering = state.withLock { state in
      state.exchanges.append(exchange)
      return state.tampering
    }
    guard let tampering else { return answer }
    guard let changed = tampering(exchange) else { throw .timedOut }
    return changed
  }

  private func ask(
    _ server: TestServer,
    _ question: FarSide.Question,
    _ target: String,
    _ host: String
  ) async throws(OutboundFailure) -> OutboundResponse {
    do {
      let reply = try await server.send(
        question.method == "GET" ? .get : .post,
        target,
        question.fields
          + (question.method == "GET" ? [("accept", "application/activity+json")] : []),
        body: question.body,
        route: .init(host: host)
      )
      return OutboundResponse(
        status: reply.status,
        fields: reply.fields.map { ($0.name.rawName, $0.value) },
        body: reply.body,
        finalURL: question.url
      )
    } catch {
      throw .unreachable(reason: "\(error)")
    }
  }
}

/// The way out of one node.
private struct Line: HTTPFetching {
  let network: TestNetwork
  let host: String

  func send(_ request: OutboundRequest) async throws(OutboundFailure) -> OutboundResponse {
    try await network.carry(request, from: host)
  }
}

extension TestNode {
  var host: String { services.addresses.origin.authority }
  var peerings: PeeringDesk { PeeringDesk(services: services) }
  var desk: TerritoryDesk { TerritoryDesk(services: services) }
  var client: PeerClient { PeerClient(services: services) }

  private var worker: TerritoryWorker {
    TerritoryWorker(services: services, interval: 1, timing: .fast)
  }

  func peering(with other: TestNode) throws -> Peering {
    try required(services.known.peering(with: other.host), other.host)
  }

  /// Joins another node by its ticket.
  func join(_ other: TestNode, _ scopes: Set<Scope> = [.posts], into: Digest? = nil) async throws {
    let ticket = try await other.peerings.invite(scopes, territory: into, lifetime: 3600)
    _ = try await peerings.join(ticket)
  }

  /// What a territory has come to here.
  func state(of territory: Digest) throws -> TerritoryState {
    try required(services.territories.holding(territory)?.state, "a territory")
  }

  func hosts(of territory: Digest) throws -> [String] {
    try state(of: territory).members.map(\.record.host).sorted()
  }

  func memberID(in territory: Digest) throws -> Digest {
    try required(services.territories.holding(territory)?.entry.memberID, "a member id")
  }

  /// Tells what is new and compares once with who can be reached.
  func spread() async {
    await worker.tell()
    await worker.compareOnce()
  }

  func seal() async throws { try await worker.seal() }

  /// Compares with one other node, known by its record.
  func compare(_ territory: Digest, with other: TestNode) async throws -> TerritorySync.Result {
    let key = try required(other.services.keys.nodeSigner(.ed25519).key.verificationKey.multikey)
    return try await TerritorySync(services: services)
      .exchange(territory, with: PeerClient.Target(host: other.host, key: key))
  }
}

/// Lets all nodes tell and compare until everybody has heard from everybody.
func settle(_ nodes: [TestNode], rounds: Int = 3) async {
  for _ in 0..<rounds {
    for node in nodes { await node.spread() }
  }
}

/// A territory of some nodes that are all in it.
struct Founded: Sendable {
  let network: TestNetwork
  let nodes: [TestNode]
  let id: Digest

  init(
    _ hosts: String...,
    rules: Rules = Rules()
  ) async throws {
    network = TestNetwork()
    var nodes: [TestNode] = []
    for host in hosts { nodes.append(try await network.node(host)) }
    self.nodes = nodes
    let founder = nodes[0]
    for node in nodes.dropFirst() { try await node.join(founder) }
    let plan = TerritoryDesk.Plan(
      name: "Vallée",
      localName: "vallee",
      others: nodes.dropFirst().map(\.host),
      text: ["fr": "Nous partageons."],
      rules: rules
    )
    id = try await founder.desk.found(plan).territory
    for node in nodes.dropFirst() { try await node.desk.join(id) }
    await settle(nodes)
  }

  /// A node that was invited by ticket and has joined, and is not endorsed yet.
  func candidate(
    _ host: String,
    by sponsor: Int = 0,
    isReachable: Bool = true
  ) async throws -> TestNode {
    let node = try await network.node(host, isReachable: isReachable)
    // Of a node that takes no connections only a ticket for its host tells who it is.
    let ticket = try await nodes[sponsor].peerings.invite(
      [.posts],
      host: isReachable ? nil : host,
      territory: id,
      lifetime: 3600
    )
    _ = try await node.peerings.join(ticket)
    try await node.desk.join(id)
    await settle([node])
    return node
  }
}
