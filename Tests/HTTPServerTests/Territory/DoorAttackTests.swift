import Foundation
import Model
import Signatures
import StrictJSON
import TestSupport
import Testing

@testable import Federation

/// What is tried with requests and answers between nodes that know each other.
@Suite struct DoorAttackTests {
  private let network = TestNetwork()
  private let near: TestNode
  private let far: TestNode

  init() async throws {
    near = try await network.node("near.example")
    far = try await network.node("far.example")
    try await far.join(near)
  }

  private var target: PeerClient.Target {
    get throws { PeerClient.Target(host: "near.example", key: try required(near.ownKey)) }
  }

  private func ping(
    nonce: String = Base64URL.encode(SharedSecret.random(count: 16)),
    at now: Date? = nil,
    body: [UInt8] = Array(#"{"echo":1}"#.utf8),
    path: String = "/peering/ping"
  ) throws -> PostedRequest {
    try PostedRequest(
      body,
      to: near,
      path,
      as: far.services.keys.nodeSigner(.ed25519),
      nonce: nonce,
      at: now
    )
  }

  // MARK: Requests

  @Test func `Attack: a nonce is good for one request`() async throws {
    let first = try ping(nonce: "a-nonce-of-mine")
    let second = try ping(nonce: "a-nonce-of-mine", body: Array(#"{"echo":2}"#.utf8))

    #expect(try await first.send(on: network).status == 200)
    #expect(try await first.send(on: network).status == 401)
    #expect(try await second.send(on: network).status == 401)
    network.clock.advance(by: 601)
    #expect(try await first.send(on: network).status == 401)
  }

  @Test func `Attack: a request that failed does not use up another's nonce`() async throws {
    let good = try ping(nonce: "a-nonce-of-mine")
    let forged = try PostedRequest(
      good.body,
      to: near,
      "/peering/ping",
      as: Signer(
        keyID: required(KeyID("https://far.example/actor#ed25519-key")),
        key: SigningKey.generateEd25519()
      ),
      nonce: "a-nonce-of-mine"
    )

    #expect(try await forged.send(on: network).status == 401)
    #expect(try await good.send(on: network).status == 200)
  }

  @Test(arguments: [-301, 301])
  func `Attack: a request from another time is refused`(seconds: Double) async throws {
    let request = try ping(at: network.clock.now + seconds)

    #expect(try await request.send(on: network).status == 401)
  }

  @Test func `Attack: a signature that ends much later than it began is refused`() async throws {
    var request = try ping()
    let signer = try far.services.keys.nodeSigner(.ed25519)
    let created = Int64(network.clock.now.timeIntervalSince1970)
    var parameters = MessageSignature.Parameters(created: created, keyID: signer.keyID.value)
    parameters.expires = created + 301
    parameters.algorithm = "ed25519"
    parameters.tag = "maillage-peer"
    parameters.nonce = "a-nonce-of-mine"
    let names = ["@method", "@target-uri", "content-digest", "content-type"]
    let input = MessageSignature.Input(
      names.map { MessageSignature.Component($0) },
      parameters
    )
    let message = RequestMessage(
      method: "POST",
      uri: try required(TargetURI("https://near.example/peering/ping")),
      fields: HeaderFields(request.fields.filter { !$0.0.hasPrefix("signature") }),
      body: BodyDigest(of: request.body)
    )
    let signed = try MessageSignature.sign(message, input, with: signer.key)
    request.fields.removeAll { $0.0.lowercased().hasPrefix("signature") }
    request.fields += signed.map { ($0.name, $0.value) }

    #expect(try await request.send(on: network).status == 401)
  }

  @Test func `Attack: a signature for another door, body or purpose is refused`() async throws {
    var moved = try ping()
    moved = try PostedRequest(moving: moved, to: "/peering/collect")
    #expect(try await moved.send(on: network).status == 401)

    var changed = try ping()
    changed.body = Array(#"{"echo":2}"#.utf8)
    #expect(try await changed.send(on: network).status == 401)

    var bare = try ping()
    bare.fields.removeAll { $0.0.lowercased().hasPrefix("signature") }
    #expect(try await bare.send(on: network).status == 401)
  }

  @Test func `Attack: more bytes than a door takes are refused`() async throws {
    let ping = try ping(body: Array("\"\(String(repeating: "a", count: 1100))\"".utf8))
    let large = [UInt8](repeating: UInt8(ascii: " "), count: (1 << 20) + 1)
    let offer = try self.ping(body: large, path: "/peering")
    let actors = try self.ping(body: large, path: "/peering/actors")

    for request in [ping, offer, actors] {
      #expect(try await request.send(on: network).status == 413)
    }
  }

  @Test func `Attack: an activity without charter may not be as large as one with`() async throws {
    let own = try await OwnRecord(services: far.services).current()
    var object = try required(
      PeeringOffer.object(Peering.Terms(), record: own.document, charters: [:]).object
    )
    object["later"] = .string(String(repeating: "a", count: 64 << 10))

    await #expect(throws: Refusal.self) {
      try await far.peerings.send(.update, .object(object), to: target)
    }
  }

  @Test func `Attack: a message with a member that its proof does not cover is refused`()
    async throws
  {
    let message = try PeerMessage.make(.undo, object: nil, with: far.services)
    var document = message.document
    document["signature"] = "x"

    await #expect(throws: Refusal.self) {
      try await far.client.post(document, to: "/peering", of: target)
    }
    #expect(try near.peering(with: far).state == .active)
  }

  // MARK: Answers

  @Test func `Attack: an answer by another key than the known one is no answer`() async throws {
    let evil = try await network.node("evil.example")
    network.tamper { exchange in
      guard let message = try? exchange.question.message() else { return nil }
      let fields = try? PeerDoor(services: evil.services)
        .sign(exchange.answer.body, status: 200, to: message)
      return OutboundResponse(
        status: 200,
        fields: (fields ?? []) + [("Content-Type", "application/activity+json")],
        body: exchange.answer.body,
        finalURL: exchange.question.url
      )
    }

    await #expect(throws: Refusal.self) {
      try await far.client.post(["echo": 1], to: "/peering/ping", of: target)
    }
  }

  @Test func `Attack: an answer to another request is no answer`() async throws {
    _ = try await far.peerings.change("near.example") { $0.ours.scopes = [.needs] }
    let old = try required(network.exchanges(to: "near.example/peering").last).answer
    network.tamper { _ in old }

    // The signature is good for this door; what it answers is not this message.
    let (_, isTold) = try await far.peerings.change("near.example") { $0.ours.scopes = [.talents] }
    #expect(!isTold)
    await #expect(throws: Refusal.self) {
      try await far.client.post(["echo": 1], to: "/peering/ping", of: target)
    }
  }

  @Test func `Attack: a refusal that the known key did not sign is an error of transport`()
    async throws
  {
    for status in [403, 409, 404, 503] {
      network.tamper { exchange in
        OutboundResponse(
          status: status,
          fields: [("Content-Type", "application/problem+json")],
          body: Array(#"{"detail":"no"}"#.utf8),
          finalURL: exchange.question.url
        )
      }
      do {
        _ = try await far.client.post(["echo": 1], to: "/peering/ping", of: target)
        Issue.record("An unsigned answer was believed.")
      } catch Refusal.unreachable {
        // As if nothing had come.
      }
    }
  }

  @Test func `A refusal is signed, so that it is believed`() async throws {
    _ = try await near.peerings.suspend("far.example", until: nil, reason: "")

    await #expect(
      throws: Refusal.forbidden(
        "near.example answered 403: This node does not exchange with far.example."
      )
    ) {
      try await far.client.post(["echo": 1], to: "/peering/ping", of: target)
    }
  }

  @Test func `Attack: who is suspended here is told to nobody else`() async throws {
    _ = try await near.peerings.suspend("far.example", until: nil, reason: "")
    let key = Signer(
      keyID: try required(KeyID("https://far.example/actor#ed25519-key")),
      key: SigningKey.generateEd25519()
    )

    let reply = try await PostedRequest(Array("{}".utf8), to: near, "/peering/ping", as: key)
      .send(on: network)

    #expect(reply.status == 401)
  }

  // MARK: Ways

  @Test(arguments: ["127.0.0.1:443", "10.1.2.3:443", "[::1]:443", "169.254.169.254:80"])
  func `Attack: the addresses of a record lead to nothing private`(address: String) async throws {
    let known = near.services.known
    var settings = OutboundSettings(userAgent: "maillage-test")
    settings.places = { host, port in known.place(host: host, port: port) }
    let client = try OutboundClient(settings)
    let own = try await OwnRecord(services: far.services).current()
    var record = own.record
    record.addresses = [address]
    let object = PeeringOffer.object(
      Peering.Terms(),
      record: NodeRecord.document(record),
      charters: [:]
    )
    _ = try await far.peerings.send(.update, object, to: target)
    #expect(try near.peering(with: far).record?.addresses == [address])

    var told = OutboundRequest(.get, "https://new.example/actor")
    told.way = OutboundWay(addresses: [address])
    for request in [OutboundRequest(.get, "https://far.example/actor"), told] {
      do {
        _ = try await client.send(request)
        Issue.record("A private address was opened.")
      } catch {
        guard case .refusedAddress = error else {
          Issue.record("\(error)")
          continue
        }
      }
    }
    await client.shutdown()
  }
}

extension PostedRequest {
  /// The same signature at another door.
  init(moving request: PostedRequest, to path: String) throws {
    self.init(fields: request.fields, body: request.body, path: path, host: request.host)
  }

  private init(fields: [(String, String)], body: [UInt8], path: String, host: String) {
    self.fields = fields
    self.body = body
    self.path = path
    self.host = host
  }
}
