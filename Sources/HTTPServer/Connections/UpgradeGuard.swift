import HTTPTypes
import HummingbirdCore
import NIOCore
import NIOHTTP1

/// Ends a connection on which another protocol was asked for and not agreed to.
///
/// NIO's parser stops at such a request: what comes after it is no request to it any more, and it keeps
/// that without bound (threat 17). So the answer says that it is the last one (RFC 9112 §9.6), and
/// whoever does not wait for it is cut off.
package final class UpgradeGuard: ChannelDuplexHandler, RemovableChannelHandler {
  // A class, as NIO's handlers are; it lives on one event loop.
  package typealias InboundIn = HTTPConnectionStateHandler.InboundIn
  package typealias InboundOut = HTTPConnectionStateHandler.InboundIn
  package typealias OutboundIn = HTTPConnectionStateHandler.OutboundIn
  package typealias OutboundOut = HTTPConnectionStateHandler.OutboundOut

  /// Stands before the parser and lets nothing through.
  final class Barrier: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer

    func channelRead(context: ChannelHandlerContext, data: NIOAny) { context.close(promise: nil) }
  }

  /// How many answers are owed.
  private var owed = 0
  /// Which of them is the one to the request for another protocol, the last that is read.
  private var last: Int?
  private var isRead = false
  private var isRefused = false
  private var isAnswered = false

  package init() {}

  // MARK: Requests

  package func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head(let head):
      owed += 1
      if Self.asksForUpgrade(head), Self.encoder(context) != nil { last = owed }
    case .body: break
    case .end: if last != nil || isRefused { stopReading(context) }
    }
    context.fireChannelRead(data)
  }

  private static func asksForUpgrade(_ head: HTTPRequest) -> Bool {
    let connection = head.headerFields[.connection]?.lowercased() ?? ""
    return head.method == .connect
      || head.headerFields[.upgrade] != nil && connection.contains("upgrade")
  }

  /// A stream of HTTP/2 has none, and no such parser.
  private static func encoder(_ context: ChannelHandlerContext) -> HTTPResponseEncoder? {
    try? context.pipeline.syncOperations.handler(type: HTTPResponseEncoder.self)
  }

  private func stopReading(_ context: ChannelHandlerContext) {
    isRead = true
    guard !isAnswered else { return context.close(promise: nil) }
    guard let encoder = Self.encoder(context) else { return }
    try? context.pipeline.syncOperations.addHandler(Barrier(), position: .before(encoder))
  }

  // MARK: Answers

  package func write(
    context: ChannelHandlerContext,
    data: NIOAny,
    promise: EventLoopPromise<Void>?
  ) {
    switch unwrapOutboundIn(data) {
    case .head(var head) where last == 1 && head.status.kind != .informational:
      isRefused = true
      let others = head.headerFields[.connection].map { "\($0), " } ?? ""
      head.headerFields[.connection] = others + "close"
      context.write(wrapOutboundOut(.head(head)), promise: promise)
    case .end:
      owed -= 1
      last = last.flatMap { $0 > 1 ? $0 - 1 : nil }
      context.write(data, promise: isRefused ? closing(context, after: promise) : promise)
    default: context.write(data, promise: promise)
    }
  }

  /// Closes when the answer is out, unless its request is still being read.
  private func closing(
    _ context: ChannelHandlerContext,
    after promise: EventLoopPromise<Void>?
  ) -> EventLoopPromise<Void>? {
    isAnswered = true
    guard isRead else { return promise }
    let promise = promise ?? context.eventLoop.makePromise()
    let channel = context.channel
    promise.futureResult.whenComplete { _ in channel.close(promise: nil) }
    return promise
  }
}

@available(*, unavailable)
extension UpgradeGuard: Sendable {}

@available(*, unavailable)
extension UpgradeGuard.Barrier: Sendable {}
