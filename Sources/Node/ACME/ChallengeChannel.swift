import ACME
import HummingbirdCore
import Logging
import NIOCore
import NIOSSL
import NIOTLS

/// A server's connection that first looks whether an authority asks for a proof (RFC 8737).
///
/// NIOSSL chooses no certificate by what is to be spoken: its callback is told the server's name
/// alone. So what the client says first is read before it, and only while a proof is expected.
struct ChallengeChannel<Base: ServerChildChannel>: ServerChildChannel {
  typealias Value = Base.Value

  let base: Base
  let board: ChallengeBoard

  func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Base.Value> {
    guard board.expectsHandshake else { return base.setup(channel: channel, logger: logger) }
    let board = board
    return base.setup(channel: channel, logger: logger).flatMapThrowing { value in
      try channel.pipeline.syncOperations.addHandler(HelloReader(board), position: .first)
      return value
    }
  }

  func handle(value: Base.Value, logger: Logger) async {
    await base.handle(value: value, logger: logger)
  }
}

extension ServerChildChannel {
  func showing(_ board: ChallengeBoard) -> any ServerChildChannel {
    ChallengeChannel(base: self, board: board)
  }
}

/// Reads what a client says first; a handshake for a proof is led here, any other one further in.
final class HelloReader: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = ByteBuffer
  typealias InboundOut = ByteBuffer

  private let board: ChallengeBoard
  private var held = ByteBuffer()

  init(_ board: ChallengeBoard) { self.board = board }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    var bytes = unwrapInboundIn(data)
    held.writeBuffer(&bytes)
    switch ClientHello.read(held) {
    case .incomplete: return
    case .other: break
    case .hello(let hello):
      guard hello.protocols == [ChallengeCertificate.applicationProtocol] else { break }
      guard let proof = hello.serverName.flatMap(board.context) else { break }
      do {
        try context.pipeline.syncOperations.addHandlers(
          [NIOSSLServerHandler(context: proof), ProofEnd()],
          position: .after(self)
        )
      } catch {
        context.close(promise: nil)
        return
      }
    }
    context.fireChannelRead(wrapInboundOut(held))
    context.fireChannelReadComplete()
    context.pipeline.syncOperations.removeHandler(context: context, promise: nil)
  }
}

/// Ends the connection once the certificate was shown: nothing more is said (RFC 8737 §3).
private final class ProofEnd: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {}

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    if case .handshakeCompleted = event as? TLSUserEvent { context.close(promise: nil) }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    context.close(promise: nil)
  }
}
