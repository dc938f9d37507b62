import Federation
import Foundation
import HTTPServer
import HTTPTypes
import Hummingbird
import HummingbirdCore
import Logging
import Model
import NIOCore
import NIOEmbedded
import Signatures
import StrictJSON
import Synchronization
import TestSupport

/// A node's whole web server without a socket: what goes in is a request as the codec hands it on.
struct TestServer: Sendable {
  let node: TestNode
  let server: WebServer
  private let responder: RouterResponder<MaillageRequestContext>

  static let host = "home.example"

  init(
    _ node: TestNode,
    limits: ServerSettings.Limits = ServerSettings.Limits(requestsPerMinute: 1_000_000),
    trustedProxies: [CIDR] = [],
    isBehindProxy: Bool = false,
    metricsToken: String? = nil,
    commands: any CommandDoor = NoCommands(),
    isReady: @escaping @Sendable () -> Bool = { true }
  ) {
    self.node = node
    let settings = ServerSettings(
      presentation: .init(name: "Maison <b>d’essai</b>", summary: "Un nœud.", places: ["Lannion"]),
      version: "0.1.0",
      limits: limits,
      trustedProxies: trustedProxies,
      isBehindProxy: isBehindProxy,
      metricsToken: metricsToken
    )
    server = WebServer(
      services: node.services,
      settings: settings,
      accounts: TestAccounts(node: node),
      commands: commands,
      metrics: { "maillage_up 1\n" },
      isReady: isReady
    )
    responder = server.router().buildResponder()
  }

  /// One answer, complete.
  struct Reply: Sendable {
    let status: Int
    let fields: HTTPFields
    let body: [UInt8]

    var text: String { String(decoding: body, as: UTF8.self) }

    func json() throws -> JSON { try JSON.parse(body) }

    /// Everything that an asker can compare, save what is new in each answer.
    var comparable: String {
      let fields = fields.filter { $0.name.canonicalName != "x-request-id" }
      return "\(status)\n" + fields.map { "\($0.name): \($0.value)\n" }.sorted().joined() + text
    }

    subscript(name: String) -> String? { HTTPField.Name(name).flatMap { fields[$0] } }
  }

  /// Where a request comes from and how it is framed.
  struct Route: Sendable {
    var peer = "192.0.2.7"
    var host: String? = TestServer.host
    /// The body arrives in pieces, with no length announced.
    var isChunked = false
  }

  func send(
    _ method: HTTPRequest.Method = .get,
    _ target: String,
    _ fields: [(String, String)] = [],
    body: [UInt8] = [],
    route: Route = Route()
  ) async throws -> Reply {
    var headers = HTTPFields()
    for (name, value) in fields where name != "host" {
      headers.append(HTTPField(name: try required(HTTPField.Name(name), name), value: value))
    }
    if !body.isEmpty, !route.isChunked { headers[.contentLength] = String(body.count) }
    let head = HTTPRequest(
      method: method,
      scheme: "https",
      authority: route.host,
      path: target,
      headerFields: headers
    )
    let request = Request(head: head, body: route.isChunked ? chunked(body) : whole(body))
    let response = try await responder.respond(to: request, context: try context(route.peer))
    let collector = Collector()
    try await response.body.write(collector)
    return Reply(
      status: response.status.code,
      fields: response.headers,
      body: collector.collected
    )
  }

  /// Asks for a document, signed or not.
  func get(
    _ target: String,
    accept: String = "application/activity+json",
    as reader: RemoteActor? = nil
  ) async throws -> Reply {
    var fields = [("accept", accept)]
    if let reader {
      let request = try reader.request(
        [],
        to: node.origin + target,
        at: node.clock.now,
        method: "GET"
      )
      fields += request.fields.fields.map { ($0.name, $0.value) }
    }
    return try await send(.get, target, fields)
  }

  /// Posts an activity to an inbox, signed by its sender.
  func post(
    _ json: JSON,
    from sender: RemoteActor,
    to target: String = "/inbox",
    by scheme: SignatureScheme = .draftCavage
  ) async throws -> Reply {
    let body = json.serialized()
    let message = try sender.request(
      body,
      to: node.origin + target,
      by: scheme,
      at: node.clock.now
    )
    return try await send(
      .post,
      target,
      message.fields.fields.map { ($0.name, $0.value) },
      body: body
    )
  }

  private func context(_ peer: String) throws -> MaillageRequestContext {
    let channel = NIOAsyncTestingChannel()
    channel.remoteAddress = try SocketAddress(ipAddress: peer, port: 50_000)
    return MaillageRequestContext(
      source: ApplicationRequestContextSource(
        channel: channel,
        logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
      )
    )
  }

  private func whole(_ body: [UInt8]) -> RequestBody {
    RequestBody(buffer: ByteBuffer(bytes: body))
  }

  private func chunked(_ body: [UInt8]) -> RequestBody {
    let stream = AsyncStream<ByteBuffer> { continuation in
      for start in stride(from: 0, to: body.count, by: 65_536) {
        let piece = body[start..<min(start + 65_536, body.count)]
        continuation.yield(ByteBuffer(bytes: piece))
      }
      continuation.finish()
    }
    return RequestBody(asyncSequence: stream)
  }
}

/// Takes up a response's body.
private final class Collector: ResponseBodyWriter, Sendable {
  // A class, since the body is written to a copy of the reference.
  private let buffer = Mutex(ByteBuffer())

  func write(_ buffer: ByteBuffer) {
    _ = self.buffer.withLock { $0.writeImmutableBuffer(buffer) }
  }

  func finish(_ trailers: HTTPFields?) {}

  var collected: [UInt8] { buffer.withLock { [UInt8]($0.readableBytesView) } }
}
