import Foundation
import NIOCore
import NIOEmbedded
import NIOSSL
import Testing

@testable import Node

/// What a client says first, as BoringSSL says it and as somebody might who wishes ill (threat 24).
@Suite struct ClientHelloTests {
  private func hello(_ name: String?, _ protocols: [String]) throws -> ByteBuffer {
    var configuration = TLSConfiguration.makeClientConfiguration()
    configuration.applicationProtocols = protocols
    let channel = EmbeddedChannel()
    let handler = try NIOSSLClientHandler(
      context: NIOSSLContext(configuration: configuration),
      serverHostname: name
    )
    try channel.pipeline.syncOperations.addHandler(handler)
    channel.connect(to: try SocketAddress(ipAddress: "127.0.0.1", port: 1), promise: nil)
    var bytes = ByteBuffer()
    while var part = try channel.readOutbound(as: ByteBuffer.self) { bytes.writeBuffer(&part) }
    return bytes
  }

  @Test func nameAndProtocolsAreRead() throws {
    let bytes = try hello("node.example", ["acme-tls/1"])

    let read = ClientHello.read(bytes)

    #expect(read == .hello(ClientHello(serverName: "node.example", protocols: ["acme-tls/1"])))
    let plain = ClientHello.read(try hello(nil, []))
    #expect(plain == .hello(ClientHello(serverName: nil, protocols: [])))
  }

  @Test func eachBeginningIsIncompleteAndNothingElseFails() throws {
    let bytes = try hello("node.example", ["h2", "http/1.1"])
    for length in 0..<bytes.readableBytes {
      let part = try #require(bytes.getSlice(at: bytes.readerIndex, length: length))
      #expect(ClientHello.read(part) == .incomplete)
    }
  }

  @Test func otherBytesAreLeftToTLS() throws {
    #expect(ClientHello.read(ByteBuffer(string: "GET / HTTP/1.1\r\n")) == .other)
    let long: [UInt8] = [22, 3, 1, 0xFF, 0xFF] + Array(repeating: 0, count: 40_000)
    #expect(ClientHello.read(ByteBuffer(bytes: long)) == .other)
    var bytes = Array(try hello("node.example", ["acme-tls/1"]).readableBytesView)
    var generator = SystemRandomNumberGenerator()
    for _ in 0..<2_000 {
      let index = Int.random(in: bytes.indices, using: &generator)
      let old = bytes[index]
      bytes[index] = UInt8.random(in: .min ... .max, using: &generator)
      _ = ClientHello.read(ByteBuffer(bytes: bytes))
      bytes[index] = old
    }
    #expect(ClientHello.read(ByteBuffer(bytes: bytes)) != .other)
  }
}
