import Foundation
import NIOCore
import NIOPosix
import NIOSSL
import Node
import Synchronization

/// A client that sends exactly the bytes it is told to.
final class Wire: Sendable {
  private let channel: any Channel
  private let inbound: Inbound

  /// Opens a connection to this machine; whatever certificate is shown is taken and remembered.
  static func connect(
    to port: Int,
    serverName: String? = nil,
    protocols: [String] = []
  ) async throws -> Wire {
    let inbound = Inbound()
    let context = try serverName.map { _ in
      var configuration = TLSConfiguration.makeClientConfiguration()
      configuration.certificateVerification = .noHostnameVerification
      configuration.applicationProtocols = protocols
      return try NIOSSLContext(configuration: configuration)
    }
    let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .channelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          if let context, let serverName {
            let handler = try NIOSSLClientHandler(
              context: context,
              serverHostname: serverName,
              customVerificationCallback: { chain, promise in
                inbound.see(chain.first)
                promise.succeed(.certificateVerified)
              }
            )
            try channel.pipeline.syncOperations.addHandler(handler)
          }
          try channel.pipeline.syncOperations.addHandler(Reader(inbound))
        }
      }
      .connect(host: "127.0.0.1", port: port).get()
    return Wire(channel, inbound)
  }

  private init(_ channel: any Channel, _ inbound: Inbound) {
    self.channel = channel
    self.inbound = inbound
  }

  deinit {
    channel.close(promise: nil)
  }

  func send(_ text: String) async throws { try await send(Array(text.utf8)) }

  func send(_ bytes: [UInt8]) async throws {
    try await channel.writeAndFlush(ByteBuffer(bytes: bytes))
  }

  /// Whether the other side has ended the connection.
  var isClosed: Bool { inbound.isClosed }

  /// Everything that came.
  var bytes: [UInt8] { inbound.bytes }

  /// The pin of the certificate that was shown.
  var pin: String? { inbound.pin }

  /// The certificate that was shown, in DER.
  var certificate: [UInt8]? { inbound.certificate }

  /// Waits for one whole answer.
  func answer(within limit: Duration = .seconds(20)) async throws -> WireAnswer {
    var answer: WireAnswer?
    try await eventually("an answer comes", within: limit) {
      answer = WireAnswer(inbound.bytes, isClosed: inbound.isClosed)
      if answer == nil, inbound.isClosed {
        throw NotInTime(description: "Closed without an answer: \(inbound.bytes.count) bytes.")
      }
      return answer != nil
    }
    guard let answer else { throw NotInTime(description: "No answer came.") }
    return answer
  }
}

/// What came from the other side.
private final class Inbound: Sendable {
  private struct State {
    var bytes: [UInt8] = []
    var isClosed = false
    var pin: String?
    var certificate: [UInt8]?
  }

  private let state = Mutex(State())

  var bytes: [UInt8] { state.withLock(\.bytes) }
  var isClosed: Bool { state.withLock(\.isClosed) }
  var pin: String? { state.withLock(\.pin) }
  var certificate: [UInt8]? { state.withLock(\.certificate) }

  func append(_ bytes: some Sequence<UInt8>) { state.withLock { $0.bytes += bytes } }
  func close() { state.withLock { $0.isClosed = true } }

  func see(_ certificate: NIOSSLCertificate?) {
    let pin = certificate.flatMap { try? SPKIPinText.of($0) }
    let bytes = try? certificate?.toDERBytes()
    state.withLock { ($0.pin, $0.certificate) = (pin, bytes) }
  }
}

/// Collects what arrives.
private final class Reader: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer

  private let inbound: Inbound

  init(_ inbound: Inbound) { self.inbound = inbound }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    inbound.append(unwrapInboundIn(data).readableBytesView)
  }

  func channelInactive(context: ChannelHandlerContext) { inbound.close() }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    inbound.close()
    context.close(promise: nil)
  }
}

/// One answer of HTTP/1.1, taken apart.
struct WireAnswer: Sendable, Equatable {
  let status: Int
  /// Names in lower case.
  let fields: [String: String]
  let body: String

  /// Nothing when it is not whole yet.
  init?(_ bytes: [UInt8], isClosed: Bool) {
    let text = String(decoding: bytes, as: UTF8.self)
    guard let end = text.firstRange(of: "\r\n\r\n") else { return nil }
    let lines = text[..<end.lowerBound].split(separator: "\r\n")
    guard let first = lines.first?.split(separator: " "), first.count >= 2,
      let status = Int(first[1])
    else { return nil }
    var fields: [String: String] = [:]
    for line in lines.dropFirst() {
      let parts = line.split(separator: ":", maxSplits: 1)
      guard parts.count == 2 else { continue }
      fields[parts[0].lowercased()] = parts[1].trimmingCharacters(in: .whitespaces)
    }
    let rest = text[end.upperBound...]
    if let length = fields["content-length"].flatMap(Int.init) {
      guard rest.utf8.count >= length else { return nil }
    } else if !isClosed {
      guard fields["transfer-encoding"] != nil, rest.hasSuffix("0\r\n\r\n") else { return nil }
    }
    self.status = status
    self.fields = fields
    body = String(rest)
  }

  /// All that depends on what was asked for, and not on when and by which request.
  var withoutAccidents: [String] {
    let accidents = ["date", "x-request-id", "connection"]
    return ["\(status)", body]
      + fields.filter { !accidents.contains($0.key) }.map { "\($0.key): \($0.value)" }.sorted()
  }
}

extension NodeProcess {
  /// Opens a connection to the node, with TLS.
  func connect() async throws -> Wire { try await Wire.connect(to: port, serverName: host) }

  /// Sends one request of given bytes on a connection of its own.
  func exchange(_ request: String) async throws -> WireAnswer {
    let wire = try await connect()
    try await wire.send(request)
    return try await wire.answer()
  }

  /// Asks for a document.
  func get(
    _ path: String,
    host name: String? = nil,
    _ fields: String...
  ) async throws
    -> WireAnswer
  {
    let lines = ["GET \(path) HTTP/1.1", "Host: \(name ?? authority)"] + fields
    return try await exchange((lines + ["Connection: close", "", ""]).joined(separator: "\r\n"))
  }
}
