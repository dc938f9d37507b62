import Federation
import Model
import Testing

/// A node that is known by its pins has to connect with one of these keys.
@Suite struct ClientProofTests {
  private let pin = SPKIPin(ofKey: [1])
  private let next = SPKIPin(ofKey: [2])
  private let stranger = SPKIPin(ofKey: [3])

  private func node(_ trust: Peering.Trust?, pins: [SPKIPin]) throws -> KnownNodes.Node {
    let digest = try #require(Digest([UInt8](repeating: 7, count: 32)))
    let record = NodeRecord(
      digest: digest,
      actor: "https://far.example/actor",
      key: "z6Mk",
      keyDigest: digest,
      nextKeyDigest: digest,
      inbox: "https://far.example/inbox",
      tlsPins: pins.map(\.description),
      presentation: .init(name: "Far", kind: .independent)
    )
    let peering = trust.map {
      Peering(host: "far.example", state: .active, trust: $0, createdAt: .distantPast)
    }
    return KnownNodes.Node(host: "far.example", record: record, peering: peering)
  }

  private func accepts(
    _ presented: SPKIPin?,
    _ node: KnownNodes.Node,
    isBehindProxy: Bool = false
  ) -> Bool {
    (try? node.requireClient(presented, isBehindProxy: isBehindProxy)) != nil
  }

  @Test(arguments: [Peering.Trust.pins, .both, nil])
  func whoIsKnownByPinsPresentsOneOfThem(trust: Peering.Trust?) throws {
    let node = try node(trust, pins: [pin, next])

    #expect(accepts(pin, node))
    #expect(accepts(next, node))
    #expect(!accepts(stranger, node))
    #expect(!accepts(nil, node))
    #expect(accepts(nil, node, isBehindProxy: true))
  }

  @Test func whomAuthoritiesVouchForNeedsNoCertificate() throws {
    #expect(accepts(nil, try node(.publicAuthorities, pins: [pin])))
    #expect(accepts(nil, try node(nil, pins: [])))
  }

  @Test func aRecordWithoutPinsFitsNoKeyWherePinsCount() throws {
    let node = try node(.pins, pins: [])

    #expect(!accepts(stranger, node))
    #expect(!accepts(nil, node))
  }

  @Test(arguments: [Peering.Trust.pins, .both, .publicAuthorities])
  func theSamePinsCountOnTheWayOut(trust: Peering.Trust) throws {
    let known = KnownNodes()
    known.setPeerings([try #require(try node(trust, pins: [pin]).peeringWithRecord)])

    let pins = known.pins(host: "far.example", port: 443)

    #expect(pins == (trust == .publicAuthorities ? nil : [pin]))
    #expect(known.asksAuthorities(host: "far.example", port: 443) == (trust == .both))
    #expect(known.pins(host: "far.example", port: 8443) == nil)
  }
}

extension KnownNodes.Node {
  fileprivate var peeringWithRecord: Peering? {
    var peering = peering
    peering?.record = record
    return peering
  }
}
