import Testing

@testable import Model

/// The textual forms of addresses: what is read, what is refused, what is written.
@Suite("IP addresses")
struct IPAddressTests {
  @Test(
    "An address is written in its canonical form",
    arguments: [
      ("127.0.0.1", "127.0.0.1"), ("255.255.255.255", "255.255.255.255"), ("0.0.0.0", "0.0.0.0"),
      ("::", "::"), ("::1", "::1"), ("2001:DB8:0:0:0:0:0:1", "2001:db8::1"),
      ("2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"), ("2001:0:0:1:0:0:0:1", "2001:0:0:1::1"),
      ("1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"), ("fe80::", "fe80::"),
      ("::ffff:127.0.0.1", "::ffff:127.0.0.1"), ("::ffff:7f00:1", "::ffff:127.0.0.1"),
      ("64:ff9b::10.0.0.1", "64:ff9b::a00:1"),
    ]
  )
  func canonical(text: String, written: String) throws {
    let address = try #require(IPAddress(text))

    #expect(address.description == written)
    #expect(IPAddress(written) == address)
  }

  @Test(
    "Anything but a strict literal is refused",
    arguments: [
      "", "127.1", "2130706433", "0x7f.0.0.1", "0177.0.0.1", "127.0.0.01", "256.0.0.1", "1.2.3.4.5",
      "1.2.3.", " 1.2.3.4", "1.2.3.4 ", "1.2.3.+4", ":", ":::", "1::2::3", "1:2:3:4:5:6:7",
      "1:2:3:4:5:6:7:8:9", "1:2:3:4:5:6:7:8::", "12345::", "g::", "fe80::1%eth0", "[::1]",
      "::1.2.3",
      "1.2.3.4::", "::+1", "::-0", "::1:", ":1::", "1:2:3:4:5:6:7:1.2.3.4", "::ffff:127.0.0.1:1",
    ]
  )
  func refused(text: String) {
    #expect(IPAddress(text) == nil)
  }

  @Test("Network bytes give the same address as text")
  func bytes() {
    #expect(IPAddress(networkBytes: [192, 0, 2, 1]) == IPAddress("192.0.2.1"))
    #expect(
      IPAddress(networkBytes: [0x20, 1, 0xd, 0xb8] + [UInt8](repeating: 0, count: 11) + [1])
        == IPAddress("2001:db8::1")
    )
    #expect(IPAddress(networkBytes: [1, 2, 3]) == nil)
  }

  @Test("Only an IPv4-mapped address is unmapped")
  func unmapped() {
    #expect(IPAddress("::ffff:10.0.0.1")?.unmapped == IPAddress("10.0.0.1"))
    #expect(IPAddress("::10.0.0.1")?.unmapped == IPAddress("::10.0.0.1"))
  }
}
