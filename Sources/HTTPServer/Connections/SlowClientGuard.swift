import HummingbirdCore
import Metrics
import NIOCore

/// Closes an HTTP/1 connection whose request does not come in time (threat 16).
///
/// The head has a deadline from the first byte, or from the connection's start so that it counts
/// TLS too; the body has one from its head. A client that sends a byte now and then gains nothing.
package final class SlowClientGuard: ChannelInboundHandler, RemovableChannelHandler {
  // A class, as NIO's handlers are; it lives on one event loop.
  package typealias InboundIn = HTTPConnectionStateHandler.InboundIn
  package typealias InboundOut = HTTPConnectionStateHandler.InboundIn

  private struct Alarm {
    let time: NIODeadline
    let task: Scheduled<Void>
  }

  private let headerTimeout: TimeAmount
  private let bodyTimeout: TimeAmount
  private var deadline: NIODeadline?
  /// Rings at the deadline or before it, and is then set anew: most requests need no new one.
  private var alarm: Alarm?
  private var hasReadPart = false

  package init(limits: ServerSettings.Limits) {
    headerTimeout = TimeAmount(limits.headerTimeout)
    bodyTimeout = TimeAmount(limits.bodyTimeout)
  }

  package func handlerAdded(context: ChannelHandlerContext) {
    if context.channel.isActive { expect(within: headerTimeout, context) }
  }

  package func channelActive(context: ChannelHandlerContext) {
    expect(within: headerTimeout, context)
    context.fireChannelActive()
  }

  package func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    hasReadPart = true
    switch unwrapInboundIn(data) {
    case .head: expect(within: bodyTimeout, context)
    case .body: break
    case .end: deadline = nil
    }
    context.fireChannelRead(data)
  }

  package func channelReadComplete(context: ChannelHandlerContext) {
    // Bytes came and made no part yet: the next head has begun.
    if !hasReadPart, deadline == nil { expect(within: headerTimeout, context) }
    hasReadPart = false
    context.fireChannelReadComplete()
  }

  package func channelInactive(context: ChannelHandlerContext) {
    stop()
    context.fireChannelInactive()
  }

  package func handlerRemoved(context: ChannelHandlerContext) { stop() }

  private func expect(within time: TimeAmount, _ context: ChannelHandlerContext) {
    let deadline = NIODeadline.now() + time
    self.deadline = deadline
    if let alarm, alarm.time <= deadline { return }
    setAlarm(at: deadline, context)
  }

  private func setAlarm(at time: NIODeadline, _ context: ChannelHandlerContext) {
    alarm?.task.cancel()
    let task = context.eventLoop.assumeIsolated().scheduleTask(deadline: time) {
      self.ring(context)
    }
    alarm = Alarm(time: time, task: task)
  }

  private func ring(_ context: ChannelHandlerContext) {
    alarm = nil
    guard let deadline else { return }
    guard deadline <= .now() else { return setAlarm(at: deadline, context) }
    Counter(label: "maillage_http_slow_clients_total").increment()
    context.close(promise: nil)
  }

  private func stop() {
    deadline = nil
    alarm?.task.cancel()
    alarm = nil
  }
}

@available(*, unavailable)
extension SlowClientGuard: Sendable {}
