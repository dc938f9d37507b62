import NIOCore
import NIOPosix
import Synchronization

/// A wire between two nodes that can be cut: passes bytes on, or hangs up at once.
final class CuttingProxy: Sendable {
  let port: Int
  private let state: State
  private let channel: any Channel

  private final class State: Sendable {
    // A class, since all connections share it.
    private let inner = Mutex((isCut: false, channels: [ObjectIdentifier: any Channel]()))

    var isCut: Bool { inner.withLock(\.isCut) }

    /// True when the channel may stay.
    func admit(_ channel: any Channel) -> Bool {
      inner.withLock { inner in
        guard !inner.isCut else { return false }
        inner.channels[ObjectIdentifier(channel)] = channel
        return true
      }
    }

    func leave(_ channel: any Channel) {
      inner.withLock { $0.channels[ObjectIdentifier(channel)] = nil }
    }

    func set(_ isCut: Bool) -> [any Channel] {
      inner.withLock { inner in
        inner.isCut = isCut
        defer { if isCut { inner.channels = [:] } }
        return isCut ? Array(inner.channels.values) : []
      }
    }
  }

  /// Listens on a port of its own and leads to another one of this machine.
  init(to target: Int) async throws {
    let state = State()
    self.state = state
    let port = try FreePort.next()
    self.port = port
    channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .childChannelOption(.autoRead, value: false)
      .childChannelInitializer { near in
        guard state.admit(near) else { return near.close() }
        near.closeFuture.whenComplete { _ in state.leave(near) }
        return ClientBootstrap(group: near.eventLoop)
          .channelInitializer { far in
            far.eventLoop.makeCompletedFuture {
              try far.pipeline.syncOperations.addHandler(Passing(to: near))
            }
          }
          .connect(host: "127.0.0.1", port: target)
          .flatMap { far in
            near.eventLoop.makeCompletedFuture {
              try near.pipeline.syncOperations.addHandler(Passing(to: far))
            }
          }
          .flatMap { near.setOption(.autoRead, value: true) }
          .flatMapError { _ in near.close() }
      }
      .bind(host: "127.0.0.1", port: port).get()
  }

  deinit {
    channel.close(promise: nil)
  }

  func cut() {
    for channel in state.set(true) { channel.close(promise: nil) }
  }

  func mend() { _ = state.set(false) }
}

/// Passes what comes on one end of a wire to the other.
private final class Passing: ChannelInboundHandler, Sendable {
  typealias InboundIn = ByteBuffer

  private let other: any Channel

  init(to other: any Channel) { self.other = other }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    other.writeAndFlush(unwrapInboundIn(data), promise: nil)
  }

  func channelInactive(context: ChannelHandlerContext) {
    other.close(promise: nil)
    context.fireChannelInactive()
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    context.close(promise: nil)
  }
}
