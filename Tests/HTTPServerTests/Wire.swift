import Foundation
import HTTPServer
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import NIOPosix
import Synchronization
import TestSupport

/// A server on a real socket, for what only bytes can show.
struct LiveServer: Sendable {
  let port: Int

  /// Serves while the body runs.
  static func serving<Value: Sendable>(
    _ server: WebServer,
    adding addRoutes: (Router<MaillageRequestContext>) -> Void = { _ in },
    _ body: @escaping @Sendable (LiveServer) async throws -> Value
  ) async throws -> Value {
    let (ports, started) = AsyncStream<Int>.makeStream()
    let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    let router = server.router()
    addRoutes(router)
    let application = Application(
      router: router,
      server: .http1(configuration: server.http1),
      configuration: server.configuration(at: .hostname("127.0.0.1", port: 0), logger: logger),
      onServerRunning: { started.yield($0.localAddress?.port ?? 0) },
      logger: logger
    )
    return try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await application.run() }
      let port = try required(await ports.first { _ in true }, "a port")
      let value = try await body(LiveServer(port: port))
      group.cancelAll()
      return value
    }
  }

  func connect() async throws -> Wire {
    let received = Received()
    let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .channelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHandler(Receiver(received: received))
        }
      }
      .connect(host: "127.0.0.1", port: port).get()
    return Wire(channel: channel, received: received)
  }
}

/// One connection: bytes out, bytes in.
struct Wire: Sendable {
  fileprivate let channel: any Channel
  fileprivate let received: Received

  var text: String { received.text.withLock { $0 } }
  var isOpen: Bool { channel.isActive }

  func send(_ text: String) async throws {
    try await channel.writeAndFlush(ByteBuffer(string: text)).get()
  }

  /// Sends piece after piece until the other side has had enough.
  func drip(_ text: String, every pause: Duration) async throws {
    for character in text {
      guard isOpen else { return }
      try? await send(String(character))
      try await Task.sleep(for: pause)
    }
  }

  /// Polls until something holds, or a deadline has passed.
  func wait(
    atMost time: Duration = .seconds(10),
    until condition: @Sendable (Wire) -> Bool
  ) async throws -> Bool {
    let deadline = ContinuousClock.now + time
    while ContinuousClock.now < deadline {
      if condition(self) { return true }
      try await Task.sleep(for: .milliseconds(5))
    }
    return condition(self)
  }

  func close() async throws { try? await channel.close() }
}

private final class Received: Sendable {
  // A class, since the connection's handler writes what the test reads.
  let text = Mutex("")
}

private final class Receiver: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer

  private let received: Received

  init(received: Received) {
    self.received = received
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    let buffer = unwrapInboundIn(data)
    received.text.withLock { $0 += String(buffer: buffer) }
  }
}
