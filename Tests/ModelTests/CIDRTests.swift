import Testing

@testable import Model

/// Blocks of addresses: reading and membership, at both ends of each block.
@Suite("CIDR blocks")
struct CIDRTests {
  @Test(
    "A block holds its first and its last address and not their neighbours",
    arguments: [
      ("10.0.0.0/8", "10.0.0.0", "10.255.255.255", "9.255.255.255", "11.0.0.0"),
      ("100.64.0.0/10", "100.64.0.0", "100.127.255.255", "100.63.255.255", "100.128.0.0"),
      ("192.0.2.7", "192.0.2.7", "192.0.2.7", "192.0.2.6", "192.0.2.8"),
      ("fc00::/7", "fc00::", "fdff:ffff::1", "fbff::1", "fe00::"),
      ("::1", "::1", "::1", "::", "::2"),
    ]
  )
  func membership(text: String, first: String, last: String, before: String, after: String) throws {
    let block = try #require(CIDR(text))

    #expect(try block.contains(#require(IPAddress(first))))
    #expect(try block.contains(#require(IPAddress(last))))
    #expect(try !block.contains(#require(IPAddress(before))))
    #expect(try !block.contains(#require(IPAddress(after))))
  }

  @Test("An IPv4-mapped address belongs to the IPv4 block, other IPv6 addresses do not")
  func mapped() throws {
    let block = try #require(CIDR("0.0.0.0/0"))

    #expect(try block.contains(#require(IPAddress("::ffff:10.0.0.1"))))
    #expect(try !block.contains(#require(IPAddress("::10.0.0.1"))))
    #expect(try !#require(CIDR("::/0")).contains(#require(IPAddress("10.0.0.1"))))
  }

  @Test(
    "A block that is not one is refused",
    arguments: [
      "", "/8", "10.0.0.0/", "10.0.0.0/33", "::/129", "10.1.2.3/8", "10.0.0.0/+8", "10.0.0.0/08888",
      "10.0.0.0/8/8", "10/8", "localhost",
    ]
  )
  func refused(text: String) {
    #expect(CIDR(text) == nil)
  }
}
