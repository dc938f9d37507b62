import HTTPTypes
import Hummingbird
import HummingbirdCore
import Model
import NIOCore
import NIOHTTP1
import NIOWebSocket
import Signatures

/// Makes a request of HTTP/1.1 a WebSocket (RFC 6455 §4.2), from within an ordinary route.
///
/// So all that requests pass before their route is passed here too: limits, the check of the host,
/// the log. Extensions are not offered, compression neither.
///
/// The pipeline changes in two steps, so that no byte meets the wrong reader: before the answer goes
/// out, frames are read in the place of HTTP and wait; after it they are heard. Writing needs no step,
/// since the handlers of HTTP write nothing after the answer.
package struct WebSocketUpgrade: Sendable {
  let limits: WebSocketLimits

  package init(limits: WebSocketLimits = WebSocketLimits()) {
    self.limits = limits
  }

  /// Whether a request asks for a WebSocket; what is wrong with it is said by the answer.
  package static func isAsked(by request: Request) -> Bool {
    lists(request.headers[.upgrade], "websocket")
  }

  /// What a client puts forward in `Sec-WebSocket-Protocol`, where clients of Mastodon put their token.
  package static func protocols(of request: Request) -> [String] {
    (request.headers[.secWebSocketProtocol] ?? "").split(separator: ",").prefix(8)
      .map { $0.trimming(while: { $0 == " " || $0 == "\t" }) }
  }

  /// Answers a request with a WebSocket.
  ///
  /// - Parameters:
  ///   - request: What came.
  ///   - context: Where it came from.
  ///   - chosen: The one of ``protocols(of:)`` to agree to: browsers that put one forward want one
  ///     back.
  ///   - session: What is done with the socket; it ends when this returns. It is cancelled with the
  ///     server, and should return when ``WebSocket/messages`` end.
  /// - Returns: The answer, which the route returns.
  /// - Throws: `Refusal.malformed` for a request that cannot become one.
  package func answer(
    _ request: Request,
    in context: MaillageRequestContext,
    protocol chosen: String? = nil,
    _ session: @escaping @Sendable (WebSocket) async -> Void
  ) async throws -> Response {
    guard request.headers[.secWebSocketVersion] == "13" else {
      // RFC 6455 §4.4.
      return Response(
        status: .upgradeRequired,
        headers: [.secWebSocketVersion: "13", .upgrade: "websocket", .connection: "Upgrade"]
      )
    }
    let accept = try Self.accept(request)
    let socket = try await prepare(context.channel)
    var fields: HTTPFields = [
      .upgrade: "websocket", .connection: "Upgrade", .secWebSocketAccept: accept,
    ]
    if let chosen { fields[.secWebSocketProtocol] = chosen }
    return Response(
      status: .switchingProtocols,
      headers: fields,
      body: ResponseBody { writer in
        try await writer.finish(nil)
        try await socket.open()
        await session(socket.socket)
        socket.socket.close()
        await socket.socket.waitUntilClosed()
      }
    )
  }

  /// What the client wants to see in the answer.
  private static func accept(_ request: Request) throws(Refusal) -> String {
    guard request.method == .get, isAsked(by: request),
      lists(request.headers[.connection], "upgrade"), request.headers[.contentLength] == nil,
      request.headers[.transferEncoding] == nil,
      let accept = request.headers[.secWebSocketKey].flatMap(WebSocketAccept.value)
    else { throw .malformed("This is no request for a WebSocket (RFC 6455 §4.2.1).") }
    return accept
  }

  private static func lists(_ field: String?, _ word: String) -> Bool {
    (field ?? "").lowercased().split(separator: ",")
      .contains { $0.trimming(while: { $0 == " " || $0 == "\t" }) == word }
  }

  // MARK: The pipeline

  /// A socket whose answer is not out yet.
  private struct Prepared: Sendable {
    let socket: WebSocket
    let handler: NIOLoopBound<WebSocketHandler>

    /// Takes the handlers away that count requests and their time, and begins.
    func open() async throws {
      let link = socket.link
      let channel = link.channel
      try await channel.eventLoop.submit {
        let pipeline = channel.pipeline.syncOperations
        for handler in [
          try? pipeline.context(handlerType: SlowClientGuard.self),
          try? pipeline.context(handlerType: HTTPConnectionStateHandler.self),
        ].compactMap(\.self) { pipeline.removeHandler(context: handler, promise: nil) }
        handler.value.open(link)
      }.get()
    }
  }

  private func prepare(_ channel: any Channel) async throws -> Prepared {
    let (messages, continuation) = AsyncStream<String>.makeStream(
      bufferingPolicy: .bufferingOldest(limits.unreadMessages)
    )
    let limits = limits
    return try await channel.eventLoop.submit {
      let pipeline = channel.pipeline.syncOperations
      // A stream of HTTP/2 has none; nor has a connection that became a WebSocket already.
      guard let encoder = try? pipeline.handler(type: HTTPResponseEncoder.self),
        (try? pipeline.context(handlerType: WebSocketHandler.self)) == nil
      else { throw Refusal.malformed("A WebSocket needs a connection of HTTP/1.1 of its own.") }
      let decoder = ByteToMessageHandler(WebSocketFrameDecoder(maxFrameSize: limits.messageBytes))
      let handler = WebSocketHandler(limits: limits, texts: continuation)
      try pipeline.addHandler(decoder, position: .before(encoder))
      try pipeline.addHandler(handler, position: .after(decoder))
      if let guardian = try? pipeline.context(handlerType: UpgradeGuard.Barrier.self) {
        pipeline.removeHandler(context: guardian, promise: nil)
      }
      let bound = NIOLoopBound(handler, eventLoop: channel.eventLoop)
      let link = WebSocketLink(bound, on: channel, limit: limits.unsentBytes)
      return Prepared(socket: WebSocket(link: link, messages: messages), handler: bound)
    }.get()
  }
}

extension Substring {
  /// Without the letters of a kind at both ends.
  fileprivate func trimming(while isTrimmed: (Character) -> Bool) -> String {
    let start = drop(while: isTrimmed)
    let end = start.lastIndex { !isTrimmed($0) }.map { start.index(after: $0) }
    return String(start[..<(end ?? start.startIndex)])
  }
}
