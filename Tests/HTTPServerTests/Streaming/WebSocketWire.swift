import Foundation
import NIOCore
import NIOPosix
import Synchronization
import TestSupport

/// A client of WebSocket made of bytes, so that it can say what no client says.
final class WebSocketWire: Sendable {
  // A class, since the connection's handler writes what the test reads.
  struct Frame: Equatable, Sendable {
    let opcode: UInt8
    let payload: [UInt8]

    var text: String { String(decoding: payload, as: UTF8.self) }
    /// Of a closing frame.
    var code: Int? { payload.count >= 2 ? Int(payload[0]) << 8 | Int(payload[1]) : nil }
  }

  private let channel: any Channel
  private let received: Mutex<[UInt8]>

  static let handshake = [
    "GET /socket?stream=user HTTP/1.1", "Host: home.example", "Connection: keep-alive, Upgrade",
    "Upgrade: WebSocket", "Sec-WebSocket-Version: 13",
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
  ]

  private init(_ channel: any Channel, _ reader: Reader) {
    self.channel = channel
    received = Mutex([])
    reader.wire = { [weak self] bytes in self?.received.withLock { $0 += bytes } }
  }

  /// Connects and says nothing; `reads` is false for a client that takes nothing.
  static func connect(to port: Int, reads: Bool = true) async throws -> WebSocketWire {
    let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .channelOption(ChannelOptions.autoRead, value: reads)
      .channelOption(ChannelOptions.socketOption(.so_rcvbuf), value: reads ? 262_144 : 4_096)
      .connect(host: "127.0.0.1", port: port).get()
    return try await channel.eventLoop.submit {
      let reader = Reader()
      let wire = WebSocketWire(channel, reader)
      try channel.pipeline.syncOperations.addHandler(reader)
      return wire
    }.get()
  }

  /// Connects and becomes a WebSocket.
  static func open(
    on port: Int,
    _ fields: String...,
    reads: Bool = true
  ) async throws
    -> WebSocketWire
  {
    let wire = try await connect(to: port, reads: reads)
    try await wire.shake(fields)
    if reads { _ = try await wire.eventually { $0.head != nil } }
    return wire
  }

  func shake(_ fields: [String] = []) async throws {
    try await send(Array((Self.handshake + fields + ["", ""]).joined(separator: "\r\n").utf8))
  }

  func send(_ bytes: [UInt8]) async throws {
    try await channel.writeAndFlush(ByteBuffer(bytes: bytes)).get()
  }

  /// Sends a frame as clients do, unless told otherwise.
  func send(
    _ opcode: UInt8,
    _ payload: [UInt8],
    isLast: Bool = true,
    isMasked: Bool = true,
    reserved: UInt8 = 0
  ) async throws {
    let mask: [UInt8] = [1, 2, 3, 4]
    var bytes = [(isLast ? 0x80 : 0) | reserved | opcode]
    let bit: UInt8 = isMasked ? 0x80 : 0
    switch payload.count {
    case ...125: bytes.append(bit | UInt8(payload.count))
    case ...65_535:
      bytes += [bit | 126, UInt8(payload.count >> 8), UInt8(truncatingIfNeeded: payload.count)]
    default:
      bytes.append(bit | 127)
      bytes += (0..<8).map { UInt8(truncatingIfNeeded: payload.count >> (56 - 8 * $0)) }
    }
    if isMasked { bytes += mask }
    bytes += payload.enumerated().map { isMasked ? $1 ^ mask[$0 % 4] : $1 }
    try await send(bytes)
  }

  func send(text: String) async throws { try await send(0x1, Array(text.utf8)) }

  var isOpen: Bool { channel.isActive }

  func close() { channel.close(promise: nil) }

  /// Sends a byte without waiting for it.
  func poke() { channel.writeAndFlush(ByteBuffer(bytes: [0x78]), promise: nil) }

  /// Takes what the system holds, once.
  func read() { channel.read() }

  /// The head of the answer.
  var head: String? { split()?.head }

  /// The frames after it, as far as they are whole.
  var frames: [Frame] {
    guard var rest = split()?.rest[...] else { return [] }
    var frames: [Frame] = []
    while rest.count >= 2 {
      let start = rest.startIndex
      var (count, header) = (Int(rest[start + 1]), 2)
      if count > 125 {
        let width = count == 126 ? 2 : 8
        guard rest.count >= 2 + width else { break }
        count = rest[(start + 2)..<(start + 2 + width)].reduce(0) { $0 << 8 | Int($1) }
        header += width
      }
      guard rest.count >= header + count else { break }
      let payload = rest[(start + header)..<(start + header + count)]
      frames.append(Frame(opcode: rest[start] & 0x0F, payload: Array(payload)))
      rest = rest[(start + header + count)...]
    }
    return frames
  }

  var texts: [String] { frames.filter { $0.opcode == 1 }.map(\.text) }
  var closing: Int? { frames.first { $0.opcode == 8 }?.code }

  func eventually(
    within time: Duration = .seconds(10),
    _ condition: @Sendable (WebSocketWire) -> Bool
  ) async throws -> Bool {
    let deadline = ContinuousClock.now + time
    while ContinuousClock.now < deadline {
      if condition(self) { return true }
      try await Task.sleep(for: .milliseconds(5))
    }
    return condition(self)
  }

  private func split() -> (head: String, rest: [UInt8])? {
    let bytes = received.withLock(\.self)
    guard let end = bytes.firstRange(of: Array("\r\n\r\n".utf8)) else { return nil }
    return (
      String(decoding: bytes[..<end.lowerBound], as: UTF8.self), Array(bytes[end.upperBound...])
    )
  }

  private final class Reader: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    var wire: ([UInt8]) -> Void = { _ in }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
      wire([UInt8](unwrapInboundIn(data).readableBytesView))
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
      context.close(promise: nil)
    }
  }
}
