import HummingbirdCore
import NIOCore
import NIOHTTP1

/// Closes a connection that says more after asking for another protocol, until that is agreed.
///
/// NIO's parser stops at such a request, and keeps what comes after it without bound (threat 17).
package final class UpgradeGuard: ChannelInboundHandler, RemovableChannelHandler {
  // A class, as NIO's handlers are; it lives on one event loop.
  package typealias InboundIn = HTTPConnectionStateHandler.InboundIn
  package typealias InboundOut = HTTPConnectionStateHandler.InboundIn

  /// Stands before the parser and lets nothing through.
  final class Barrier: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer

    func channelRead(context: ChannelHandlerContext, data: NIOAny) { context.close(promise: nil) }
  }

  private var asksForUpgrade = false

  package init() {}

  package func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head(let head):
      let connection = head.headerFields[.connection]?.lowercased() ?? ""
      asksForUpgrade =
        head.method == .connect
        || head.headerFields[.upgrade] != nil && connection.contains("upgrade")
    case .body: break
    case .end: if asksForUpgrade { raise(context) }
    }
    context.fireChannelRead(data)
  }

  /// A stream of HTTP/2 has no such parser.
  private func raise(_ context: ChannelHandlerContext) {
    let pipeline = context.pipeline.syncOperations
    guard let encoder = try? pipeline.handler(type: HTTPResponseEncoder.self) else { return }
    try? pipeline.addHandler(Barrier(), position: .before(encoder))
  }
}

@available(*, unavailable)
extension UpgradeGuard: Sendable {}

@available(*, unavailable)
extension UpgradeGuard.Barrier: Sendable {}
