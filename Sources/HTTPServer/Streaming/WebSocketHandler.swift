import NIOCore
import NIOWebSocket

/// The end of a WebSocket's pipeline (RFC 6455): puts messages together, answers pings, pings, and
/// ends in order.
///
/// It stands before the handlers of HTTP, which from then on see nothing but the end of the
/// connection.
final class WebSocketHandler: ChannelInboundHandler, RemovableChannelHandler {
  // A class, as NIO's handlers are; it lives on one event loop.
  typealias InboundIn = WebSocketFrame
  typealias InboundOut = Never
  typealias OutboundOut = ByteBuffer

  private enum State {
    /// The answer to the request is on its way; frames that come already wait.
    case prepared([WebSocketFrame])
    case open
    /// Our closing frame is on its way.
    case closing
    case closed
  }

  private let limits: WebSocketLimits
  private let texts: AsyncStream<String>.Continuation
  private var state = State.prepared([])
  private var context: ChannelHandlerContext?
  /// The fragments of a message that is not whole.
  private var partial: ByteBuffer?
  /// How many they are; nobody needs many.
  private var fragments = 0
  private static let mostFragments = 64
  private var unanswered = 0
  private var nextPing: Scheduled<Void>?
  private var alarm: Scheduled<Void>?
  private var link: WebSocketLink?

  init(limits: WebSocketLimits, texts: AsyncStream<String>.Continuation) {
    self.limits = limits
    self.texts = texts
  }

  // MARK: The connection

  func handlerAdded(context: ChannelHandlerContext) {
    self.context = context
    hangUp(after: .seconds(10))
  }

  func handlerRemoved(context: ChannelHandlerContext) { end() }

  func channelInactive(context: ChannelHandlerContext) {
    end()
    context.fireChannelInactive()
  }

  /// Begins, once the answer to the request is out.
  func open(_ link: WebSocketLink) {
    guard case .prepared(let waiting) = state, context != nil else { return }
    alarm?.cancel()
    state = .open
    self.link = link
    schedulePing()
    for frame in waiting { receive(frame) }
  }

  func close(_ ending: WebSocketEnding) {
    guard let context else { return }
    guard case .open = state else {
      if case .prepared = state { context.close(promise: nil) }
      return
    }
    state = .closing
    texts.finish()
    nextPing?.cancel()
    context.writeAndFlush(wrapOutboundOut(WebSocketMessage.close(ending)), promise: nil)
    hangUp(after: TimeAmount(limits.closing))
  }

  private func end() {
    state = .closed
    context = nil
    link = nil
    nextPing?.cancel()
    alarm?.cancel()
    texts.finish()
  }

  private func hangUp(after time: TimeAmount) {
    alarm?.cancel()
    alarm = context?.eventLoop.assumeIsolated().scheduleTask(in: time) {
      self.context?.close(promise: nil)
    }
  }

  // MARK: Out

  /// Sends a frame that its sender has counted.
  func write(_ frame: ByteBuffer, counted link: WebSocketLink) {
    let count = frame.readableBytes
    guard case .open = state, let context else { return link.sent(count) }
    let promise = context.eventLoop.makePromise(of: Void.self)
    promise.futureResult.whenComplete { _ in link.sent(count) }
    context.writeAndFlush(wrapOutboundOut(frame), promise: promise)
  }

  /// Sends a frame of the protocol's own, within the same bound.
  private func say(_ frame: ByteBuffer) {
    guard let link else { return }
    guard link.add(frame.readableBytes) else {
      link.sent(frame.readableBytes)
      return close(.tooSlow)
    }
    write(frame, counted: link)
  }

  private func schedulePing() {
    let time = TimeAmount(limits.ping)
    nextPing = context?.eventLoop.assumeIsolated().scheduleTask(in: time) { self.ping() }
  }

  private func ping() {
    guard unanswered < limits.missedPongs else { return close(.silent) }
    unanswered += 1
    say(WebSocketMessage.ping())
    if case .open = state { schedulePing() }
  }

  // MARK: In

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    let frame = unwrapInboundIn(data)
    switch state {
    case .prepared(let waiting):
      guard waiting.count < limits.unreadMessages else { return context.close(promise: nil) }
      state = .prepared(waiting + [frame])
    case .open: receive(frame)
    // The other side has seen our closing frame, or closes as well.
    case .closing: if frame.opcode == .connectionClose { context.close(promise: nil) }
    case .closed: break
    }
  }

  /// The handlers of HTTP have nothing to do with what was read.
  func channelReadComplete(context: ChannelHandlerContext) {}

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    switch event {
    case is ChannelShouldQuiesceEvent: close(.goingAway)
    case ChannelEvent.inputClosed: context.close(promise: nil)
    default: context.fireUserInboundEventTriggered(event)
    }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    switch error {
    case NIOWebSocketError.invalidFrameLength: close(.tooLarge)
    case is NIOWebSocketError: close(.protocolError)
    default: context.close(promise: nil)
    }
  }

  private func receive(_ frame: WebSocketFrame) {
    guard case .open = state else { return }
    unanswered = 0
    // Clients mask, and there is no extension to reserve a bit (RFC 6455 §5.1, §5.2).
    guard frame.maskKey != nil, frame.reservedBits.isEmpty else { return close(.protocolError) }
    let data = frame.unmaskedData
    switch frame.opcode {
    case .text where partial == nil: take(data, isLast: frame.fin)
    case .continuation:
      // Taken out, so that it grows in its place and is not copied for every fragment.
      guard var whole = partial, fragments < Self.mostFragments, frame.fin || data.readableBytes > 0
      else {
        return close(.protocolError)
      }
      partial = nil
      whole.writeImmutableBuffer(data)
      take(whole, isLast: frame.fin)
    case .binary: close(.notText)
    case .ping: say(WebSocketMessage.pong(data))
    case .pong: break
    case .connectionClose:
      close(.normal)
      context?.close(promise: nil)
    default: close(.protocolError)
    }
  }

  private func take(_ message: ByteBuffer, isLast: Bool) {
    guard message.readableBytes <= limits.messageBytes else { return close(.tooLarge) }
    guard isLast else {
      partial = message
      fragments += 1
      return
    }
    (partial, fragments) = (nil, 0)
    guard let text = String(validating: message.readableBytesView, as: UTF8.self) else {
      return close(.notUTF8)
    }
    if case .dropped = texts.yield(text) { close(.flooding) }
  }
}

@available(*, unavailable)
extension WebSocketHandler: Sendable {}
