import Foundation
import NIOCore
import NIOPosix
import NIOSSL
import Node
import Synchronization

/// A place on this machine where somebody may or may not call, which counts who does.
final class Listener: Sendable {
  /// What is answered: a media type and a document, by the path.
  typealias Answers = @Sendable (String) -> (type: String, body: String)?

  let port: Int
  private let channel: any Channel
  private let count: Counted

  /// Listens; with a certificate it speaks TLS and answers.
  init(
    address: String = "127.0.0.1",
    port: Int? = nil,
    certificate: CertificateMaker.Made? = nil,
    answers: @escaping Answers = { _ in nil }
  ) async throws {
    let count = Counted()
    let context = try certificate.map(Self.context)
    let port = try port ?? FreePort.next()
    self.port = port
    self.count = count
    channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .childChannelInitializer { channel in
        count.add()
        return channel.eventLoop.makeCompletedFuture {
          let pipeline = channel.pipeline.syncOperations
          if let context { try pipeline.addHandler(NIOSSLServerHandler(context: context)) }
          try pipeline.addHandler(Answering(answers))
        }
      }
      .bind(host: address, port: port).get()
  }

  deinit {
    channel.close(promise: nil)
  }

  /// How many have connected so far.
  var connections: Int { count.value }

  private static func context(_ made: CertificateMaker.Made) throws -> NIOSSLContext {
    let chain = try NIOSSLCertificate.fromPEMBytes(Array(made.certificatePEM.utf8))
    let key = try NIOSSLPrivateKey(bytes: Array(made.keyPEM.utf8), format: .pem)
    return try NIOSSLContext(
      configuration: .makeServerConfiguration(
        certificateChain: chain.map { .certificate($0) },
        privateKey: .privateKey(key)
      )
    )
  }
}

/// A number that grows.
private final class Counted: Sendable {
  private let number = Atomic(0)

  var value: Int { number.load(ordering: .acquiring) }
  func add() { number.wrappingAdd(1, ordering: .acquiringAndReleasing) }
}

/// Answers one request and ends the connection.
private final class Answering: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  private let answers: Listener.Answers
  private var head = ""

  init(_ answers: @escaping Listener.Answers) { self.answers = answers }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    head += String(buffer: unwrapInboundIn(data))
    guard head.contains("\r\n\r\n") else { return }
    let path = head.split(separator: " ").dropFirst().first.map(String.init) ?? ""
    let found = answers(path)
    let body = found?.body ?? "{}"
    let answer = """
      HTTP/1.1 \(found == nil ? 404 : 200) X\r
      content-type: \(found?.type ?? "application/json")\r
      content-length: \(body.utf8.count)\r
      connection: close\r
      \r
      \(body)
      """
    context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: answer)), promise: nil)
  }
}
