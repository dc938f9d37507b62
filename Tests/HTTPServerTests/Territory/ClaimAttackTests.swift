import Foundation
import Model
import Storage
import StrictJSON
import TestSupport
import Testing

@testable import Federation

/// What strangers try with claims that nobody has answered, and peers with old snapshots.
@Suite struct ClaimAttackTests {
  private let network = TestNetwork()
  private let near: TestNode
  private let far: TestNode

  init() async throws {
    near = try await network.node("near.example")
    far = try await network.node("far.example")
  }

  private var target: PeerClient.Target {
    get throws { PeerClient.Target(host: "near.example", key: try required(near.ownKey)) }
  }

  private func impostor(_ host: String) async throws -> Impostor {
    try await Impostor(of: host, at: network, isReachable: false)
  }

  /// Far's side with another record than its own.
  private func object(_ change: (inout JSONObject) -> Void) async throws -> JSON {
    var record = try await OwnRecord(services: far.services).current().document
    change(&record)
    return PeeringOffer.object(Peering.Terms(), record: record, charters: [:])
  }

  // MARK: Filling

  @Test func `Attack: a stranger that asks and takes it back leaves nothing`() async throws {
    let impostor = try await impostor("0001.x.example")

    #expect(try await impostor.send(.offer, to: near) == 200)
    #expect(try await impostor.send(.undo, to: near) == 200)

    #expect(near.services.known.peering(with: "0001.x.example") == nil)
    #expect(try await near.database.read { try $0.peerings.all().isEmpty })
  }

  @Test func `Attack: strangers of one address ask thirty times an hour`() async throws {
    try await far.join(near)
    for number in 0..<29 {
      #expect(try await impostor("h\(number).example").send(.offer, to: near) == 200)
    }

    #expect(try await impostor("late.example").send(.offer, to: near) == 429)
    #expect(await far.peerings.tell(try far.peering(with: near)))
    network.clock.advance(by: 3600)
    #expect(try await impostor("late.example").send(.offer, to: near) == 200)
  }

  @Test func `Attack: a stranger's record may not be as large as a message`() async throws {
    let large = try await object { $0["later"] = .string(String(repeating: "a", count: 16 << 10)) }

    await #expect(throws: Refusal.self) {
      try await far.peerings.send(.offer, large, to: target)
    }
    #expect(near.services.known.peering(with: "far.example") == nil)
  }

  // MARK: Keeping others out

  @Test func `Attack: a claim does not keep the host's own ticket out`() async throws {
    network.cut(near, far)
    #expect(try await impostor("far.example").send(.offer, to: near) == 200)
    network.heal()

    try await far.join(near)

    #expect(try near.peering(with: far).state == .active)
    #expect(try near.peering(with: far).record?.key == far.ownKey)
  }

  @Test func `Attack: a claim does not keep the host's own request out`() async throws {
    network.cut(near, far)
    #expect(try await impostor("far.example").send(.offer, to: near) == 200)
    network.heal()

    _ = try await far.peerings.request("near.example", [.posts], pins: [])
    #expect(try near.peering(with: far).record?.key == far.ownKey)

    network.cut(near, far)
    #expect(try await impostor("far.example").send(.offer, to: near) == 403)
    #expect(try near.peering(with: far).record?.key == far.ownKey)
  }

  @Test func `Attack: who makes a node too busy to look at a host is not believed for it`()
    async throws
  {
    var surroundings = try TestNode.Surroundings()
    surroundings.clock = network.clock
    surroundings.fetcher = Busy()
    let busy = try await TestNode.make(host: "busy.example", in: surroundings)
    network.connect(busy)

    #expect(try await impostor("far.example").send(.offer, to: busy) == 503)
    #expect(busy.services.known.peering(with: "far.example") == nil)
  }

  private struct Busy: HTTPFetching {
    func send(_ request: OutboundRequest) async throws(OutboundFailure) -> OutboundResponse {
      throw .budgetExhausted(scope: "the node")
    }
  }

  // MARK: Old snapshots

  @Test func `What a peer says undoes nothing that was written meanwhile`() async throws {
    try await far.join(near)
    // As a command in another process does, before this one looks again.
    try await near.database.write { tx in
      var stored = try required(tx.peerings.find(host: "far.example"))
      stored.peering.state = .suspended(until: nil)
      stored.peering.ours.scopes = [.needs]
      try tx.peerings.save(stored)
    }

    #expect(await far.peerings.tell(try far.peering(with: near)))

    let kept = try near.peering(with: far)
    #expect(kept.state == .suspended(until: nil))
    #expect(kept.ours.scopes == [.needs])
  }

  @Test func `Changes at the same time are all kept`() async throws {
    try await far.join(near)
    let peering = try far.peering(with: near)

    try await withThrowingTaskGroup(of: Void.self) { [near, far] group in
      for scope in Scope.allCases {
        group.addTask {
          _ = try await near.peerings.change("far.example") { $0.ours.scopes.insert(scope) }
        }
        group.addTask { _ = await far.peerings.tell(peering) }
      }
      try await group.waitForAll()
    }

    #expect(try near.peering(with: far).ours.scopes == Set(Scope.allCases))
  }

  // MARK: Tickets

  @Test func `A join is repeated with a record that has changed meanwhile`() async throws {
    let ticket = try await near.peerings.invite([.posts], lifetime: 3600)
    network.tamper { $0.question.url.hasSuffix("/peering") ? nil : $0.answer }
    await #expect(throws: Refusal.self) { try await far.peerings.join(ticket) }
    network.tamper(nil)
    try await far.database.write { try $0.state.set("nodeRecord", to: "") }

    #expect(try await far.peerings.join(ticket).state == .active)
  }

  // MARK: Keys

  @Test func `Attack: who has the current key cannot choose the next one`() async throws {
    try await far.join(near)
    let before = try near.peering(with: far).record
    let changed = try await object { $0["nextKeyDigest"] = .string(Digest(ofKey: "mine").text) }

    for kind in [PeerMessage.Kind.update, .offer] {
      await #expect(throws: Refusal.self) {
        try await far.peerings.send(kind, changed, to: target)
      }
    }
    #expect(try near.peering(with: far).record == before)
  }
}

/// What the door remembers of requests.
@Suite struct NonceMemoryTests {
  private let now = Date(timeIntervalSince1970: 1_800_000_000)

  @Test func `Attack: strangers do not fill the memory of those who are known`() throws {
    let memory = NonceMemory(known: 3, strangers: 2)
    #expect(try memory.take("a", of: "far.example", isKnown: true, at: now))
    for number in 0..<9 {
      #expect(try memory.take("\(number)", of: "h\(number).example", isKnown: false, at: now))
    }

    #expect(try memory.take("b", of: "far.example", isKnown: true, at: now))
    #expect(try !memory.take("a", of: "far.example", isKnown: true, at: now))
    #expect(try !memory.take("8", of: "h8.example", isKnown: true, at: now))
    #expect(try memory.take("c", of: "far.example", isKnown: true, at: now))
    #expect(throws: Refusal.rateLimited(seconds: 900)) {
      try memory.take("d", of: "far.example", isKnown: true, at: now)
    }
    #expect(try memory.take("a", of: "far.example", isKnown: true, at: now + 901))
  }
}
