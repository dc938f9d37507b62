import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import Synchronization

/// A small HTTP server on loopback that answers as a test tells it and counts what reaches it.
final class FarSide: Sendable {
  /// One request as it arrived.
  struct Question: Sendable {
    let method: String
    let target: String
    let headers: HTTPHeaders
    let body: [UInt8]
  }

  /// What the server does with a request.
  enum Reply: Sendable {
    case whole(Int, [(String, String)] = [], body: String = "")
    /// Parts sent with chunked framing.
    case chunks([(String, String)], [String])
    /// Bytes as they are, one after the other with a pause between, without end.
    case drip(String, every: TimeAmount)
  }

  typealias Answer = @Sendable (Question) -> Reply

  let port: Int
  private let channel: any Channel
  private let log: Log

  private init(channel: any Channel, log: Log) {
    self.channel = channel
    self.log = log
    port = channel.localAddress?.port ?? 0
  }

  var connections: Int { log.state.withLock { $0.connections } }
  var questions: [Question] { log.state.withLock { $0.questions } }

  /// A server that answers every request alike.
  @discardableResult
  static func serving<Value>(
    on address: String = "127.0.0.1",
    tls: TestCertificate? = nil,
    answering reply: Reply,
    _ body: (FarSide) async throws -> Value
  ) async throws -> Value {
    let always: Answer = { _ in reply }
    return try await serving(on: address, tls: tls, answer: always, body)
  }

  /// Starts a server, lets the body use it, and stops it.
  @discardableResult
  static func serving<Value>(
    on address: String = "127.0.0.1",
    tls: TestCertificate? = nil,
    answer: @escaping Answer,
    _ body: (FarSide) async throws -> Value
  ) async throws -> Value {
    let log = Log()
    let context = try tls.map { try $0.serverContext() }
    let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .childChannelInitializer { child in
        log.state.withLock { $0.connections += 1 }
        return child.eventLoop.makeCompletedFuture {
          let pipeline = child.pipeline.syncOperations
          if let context { try pipeline.addHandler(NIOSSLServerHandler(context: context)) }
          try pipeline.configureHTTPServerPipeline()
          try pipeline.addHandler(FarSideHandler(log: log, answer: answer))
        }
      }
      .bind(host: address, port: 0).get()
    let side = FarSide(channel: channel, log: log)
    do {
      let value = try await body(side)
      try await channel.close()
      return value
    } catch {
      try? await channel.close()
      throw error
    }
  }

  /// What the connections of one server write down.
  final class Log: Sendable {
    let state = Mutex((connections: 0, questions: [Question]()))
  }
}

/// Speaks for a ``FarSide`` on one connection.
private final class FarSideHandler: ChannelInboundHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias OutboundOut = HTTPServerResponsePart

  private let log: FarSide.Log
  private let answer: FarSide.Answer
  private var head: HTTPRequestHead?
  private var body: [UInt8] = []

  init(log: FarSide.Log, answer: @escaping FarSide.Answer) {
    self.log = log
    self.answer = answer
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head(let head):
      self.head = head
      body = []
    case .body(let part):
      body += part.readableBytesView
    case .end:
      guard let head else { return }
      let question = FarSide.Question(
        method: head.method.rawValue,
        target: head.uri,
        headers: head.headers,
        body: body
      )
      log.state.withLock { $0.questions.append(question) }
      reply(answer(question), on: context)
    }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    context.close(promise: nil)
  }

  private func reply(_ reply: FarSide.Reply, on context: ChannelHandlerContext) {
    switch reply {
    case .whole(let status, let fields, let body):
      var headers = HTTPHeaders(fields)
      if !headers.contains(name: "content-length"), status != 204 {
        headers.add(name: "content-length", value: "\(body.utf8.count)")
      }
      send(status, headers, [body], on: context)
    case .chunks(let fields, let parts):
      send(200, HTTPHeaders(fields), parts, on: context)
    case .drip(let text, let pause):
      drip(ByteBuffer(string: text), every: pause, on: context.channel)
    }
  }

  private func send(
    _ status: Int,
    _ headers: HTTPHeaders,
    _ parts: [String],
    on context: ChannelHandlerContext
  ) {
    let head = HTTPResponseHead(
      version: .http1_1,
      status: HTTPResponseStatus(statusCode: status),
      headers: headers
    )
    context.write(wrapOutboundOut(.head(head)), promise: nil)
    for part in parts where !part.isEmpty {
      context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: part)))), promise: nil)
    }
    context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
  }

  /// Goes around the HTTP encoder, so that even a header can come byte by byte.
  private func drip(_ bytes: ByteBuffer, every pause: TimeAmount, on channel: any Channel) {
    guard
      let head = try? channel.pipeline.syncOperations.context(handlerType: HTTPResponseEncoder.self)
    else { return }
    let encoder = NIOLoopBound(head, eventLoop: channel.eventLoop)
    let rest = NIOLoopBoundBox(bytes, eventLoop: channel.eventLoop)
    channel.eventLoop.scheduleRepeatedTask(initialDelay: .zero, delay: pause) { task in
      guard channel.isActive else { return task.cancel() }
      let next = rest.value.readSlice(length: 1) ?? ByteBuffer(string: "x")
      encoder.value.writeAndFlush(NIOAny(next), promise: nil)
    }
  }
}
