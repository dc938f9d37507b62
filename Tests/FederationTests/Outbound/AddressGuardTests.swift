import Model
import Testing

@testable import Federation

/// The special addresses of threat 12: refused, and never connected to by any spelling.
@Suite("Address guard")
struct AddressGuardTests {
  @Test(
    "A special address is refused",
    arguments: [
      "0.0.0.0", "0.1.2.3", "10.0.0.1", "10.255.255.255", "100.64.0.1", "100.127.255.255",
      "127.0.0.1",
      "127.255.255.254", "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.1",
      "192.0.0.170",
      "192.0.2.1", "192.31.196.1", "192.52.193.1", "192.88.99.1", "192.168.1.1", "192.175.48.1",
      "198.18.0.1", "198.19.255.255", "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.255.255.255",
      "240.0.0.1", "255.255.255.255",
      "::", "::1", "::127.0.0.1", "::8.8.8.8", "::ffff:127.0.0.1", "::ffff:10.1.2.3",
      "64:ff9b::1.2.3.4", "64:ff9b::10.0.0.1", "64:ff9b:1::1", "100::1", "100:0:0:1::1", "2001::1",
      "2001:0:4136:e378:8000:63bf:3fff:fdd2", "2001:2::1", "2001:3::1", "2001:10::1", "2001:20::1",
      "2001:1ff:ffff::1", "2001:db8::1", "2002:7f00:1::1", "2620:4f:8000::1", "3ffe::1", "3fff::1",
      "3fff:fff::1", "4000::1", "5f00::1", "8000::1", "fc00::1", "fdff::1", "fe80::1", "febf::1",
      "fec0::1", "ff02::1", "::ffff:0:127.0.0.1",
    ]
  )
  func special(text: String) throws {
    let address = try #require(IPAddress(text))

    #expect(AddressGuard().refusal(of: address) != nil)
  }

  @Test(
    "An ordinary public address is admitted",
    arguments: [
      "1.1.1.1", "8.8.8.8", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0",
      "126.0.0.1",
      "128.0.0.1", "172.15.255.255", "172.32.0.0", "192.0.1.1", "192.167.1.1", "198.17.1.1",
      "198.20.0.0", "223.255.255.255", "::ffff:8.8.8.8", "2001:200::1", "2001:4860:4860::8888",
      "2003::1", "2620:fe::fe", "2a00::1", "3ffd::1", "3fff:1000::1",
    ]
  )
  func ordinary(text: String) throws {
    let address = try #require(IPAddress(text))

    #expect(AddressGuard().refusal(of: address) == nil)
  }

  @Test("The allow-list opens its blocks and nothing else")
  func allowed() throws {
    let addressGuard = AddressGuard(allowing: [try #require(CIDR("10.1.0.0/16"))])

    #expect(try addressGuard.refusal(of: #require(IPAddress("10.1.2.3"))) == nil)
    #expect(try addressGuard.refusal(of: #require(IPAddress("::ffff:10.1.2.3"))) == nil)
    #expect(try addressGuard.refusal(of: #require(IPAddress("10.2.0.1"))) != nil)
    #expect(try addressGuard.refusal(of: #require(IPAddress("64:ff9b::10.1.2.3"))) != nil)
  }

  @Test(
    "No spelling of a loopback address reaches a listener there",
    arguments: [
      "127.0.0.1", "2130706433", "0x7f.1", "0x7f000001", "0177.0.0.1", "127.1", "0", "0.0.0.0",
      "localhost",
      "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::127.0.0.1]", "[::]", "[::1]", "mapped.test",
    ]
  )
  func spellings(host: String) async throws {
    var settings = OutboundSettings.guarded()
    settings.hosts = try HostMap(["mapped.test": "127.0.0.1"])
    try await FarSide.serving(answering: .whole(200)) { listener in
      try await withClient(settings) { client in
        let failure = await #expect(throws: OutboundFailure.self) {
          try await client.send(OutboundRequest(.get, "http://\(host):\(listener.port)/"))
        }

        guard case .refusedAddress? = failure else {
          Issue.record("\(host): \(String(describing: failure))")
          return
        }
      }
      #expect(listener.connections == 0)
    }
  }

  @Test("The same listener is reached once its address is allowed, whatever the spelling")
  func spellingsAllowed() async throws {
    try await FarSide.serving(answering: .whole(200)) { listener in
      try await withClient(.onLoopback()) { client in
        for host in ["127.0.0.1", "2130706433", "127.1"] {
          let response = try await client.send(
            OutboundRequest(.get, "http://\(host):\(listener.port)/")
          )
          #expect(response.status == 200)
        }
      }
    }
  }

  @Test("One special address among several refuses the name")
  func mixed() async throws {
    var settings = OutboundSettings.guarded()
    settings.resolver = ScriptedResolver(["8.8.8.8", "127.0.0.1"])
    try await FarSide.serving(answering: .whole(200)) { listener in
      try await withClient(settings) { client in
        await #expect(
          throws: OutboundFailure.refusedAddress(
            host: "trap.test",
            address: "127.0.0.1",
            reason: "loopback"
          )
        ) {
          try await client.send(OutboundRequest(.get, "http://trap.test:\(listener.port)/"))
        }
      }
      #expect(listener.connections == 0)
    }
  }

  @Test("A name that moves to a forbidden address between hops is refused there")
  func rebinding() async throws {
    var settings = OutboundSettings.guarded()
    settings.allowedNetworks = [try #require(CIDR("127.0.0.1"))]
    let resolver = ScriptedResolver(["127.0.0.1"], ["127.0.0.2"])
    settings.resolver = resolver
    try await FarSide.serving(on: "0.0.0.0", answering: .whole(302, [("location", "/b")])) {
      side in
      try await withClient(settings) { client in
        await #expect(
          throws: OutboundFailure.refusedAddress(
            host: "moving.test",
            address: "127.0.0.2",
            reason: "loopback"
          )
        ) {
          try await client.send(OutboundRequest(.get, "http://moving.test:\(side.port)/a"))
        }
      }
      #expect(resolver.questions == 2)
      #expect(side.questions.map(\.target) == ["/a"])
    }
  }

  @Test("The name is looked up once per hop, and the socket goes to that answer")
  func oneLookup() async throws {
    var settings = OutboundSettings.guarded()
    settings.allowedNetworks = [try #require(CIDR("127.0.0.0/8"))]
    let resolver = ScriptedResolver(["127.0.0.1"], ["127.0.0.2"])
    settings.resolver = resolver
    try await FarSide.serving(answering: .whole(200)) { first in
      try await withClient(settings) { client in
        let response = try await client.send(
          OutboundRequest(.get, "http://moving.test:\(first.port)/")
        )
        #expect(response.status == 200)
      }
      #expect(resolver.questions == 1)
      #expect(first.connections == 1)
    }
  }

  @Test("Another address of the name is tried when the first does not answer")
  func secondAddress() async throws {
    var settings = OutboundSettings.guarded()
    settings.allowedNetworks = [try #require(CIDR("127.0.0.0/8"))]
    settings.resolver = ScriptedResolver(["127.0.0.3", "127.0.0.1"])
    try await FarSide.serving(answering: .whole(200)) { side in
      try await withClient(settings) { client in
        let response = try await client.send(
          OutboundRequest(.get, "http://twofold.test:\(side.port)/")
        )
        #expect(response.status == 200)
      }
    }
  }
}
