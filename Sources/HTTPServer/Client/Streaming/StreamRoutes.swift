import Federation
import Foundation
import HTTPTypes
import Hummingbird
import Model
import NIOCore
import Storage
import StrictJSON

/// Streams as server-sent events (WHATWG HTML §9.2).
struct StreamRoutes: Sendable {
  let client: ClientServices

  init(_ client: ClientServices) { self.client = client }

  /// The paths and the streams they are; what Mastodon does not have is not under its names.
  static let paths =
    [
      ("user", "user"), ("user/notification", "user:notification"), ("public", "public"),
      ("public/local", "public:local"), ("public/remote", "public:remote"),
      ("hashtag", "hashtag"), ("hashtag/local", "hashtag:local"), ("list", "list"),
      ("direct", "direct"),
    ].map { ("/api/v1/streaming/\($0)", $1) }
    + [("/api/maillage/v1/streaming/territory", "territory")]

  func add(to router: Router<MaillageRequestContext>) {
    router.get("/api/v1/streaming/health") { _, _ in Answer.text("OK") }
    for (path, name) in Self.paths {
      router.get(RouterPath(path)) { request, context in
        try await answer(request, path, name, context)
      }
      router.on(RouterPath(path), method: .options) { _, _ in ClientAPI.preflight() }
    }
  }

  private func answer(
    _ request: Request,
    _ path: String,
    _ name: String,
    _ context: MaillageRequestContext
  ) async throws -> Response {
    do {
      let parameters = try Parameters(queryOf: request)
        .described(by: FurtherRoutes.taken["GET \(path)"] ?? [])
      let door = StreamDoor(client)
      let grant = try await door.grant(
        BearerToken(request.headers)?.digest
          ?? parameters.filled("access_token").map(ClientSecret.digest(of:))
      )
      let stream = try await door.stream(name, parameters, for: grant)
      return try events(of: stream, for: grant, on: context.channel)
    } catch let refusal as Refusal {
      return refusal.clientReply.response().open()
    }
  }

  private func events(
    of stream: LiveHub.Stream,
    for grant: TokenGrant,
    on channel: any Channel
  ) throws(Refusal) -> Response {
    let (hub, door, cutOff) = (client.services.live, StreamDoor(client), CutOff(channel))
    let (seat, messages) = try hub.sit(LiveHub.Listener(grant), [stream], whenCut: cutOff.cut)
    let body = ResponseBody { writer in
      cutOff.begin()
      defer {
        cutOff.finish()
        hub.leave(seat)
      }
      guard await door.isStillGood(grant) else { return try await writer.finish(nil) }
      try await writer.write(ByteBuffer(string: ":)\n"))
      for await message in messages {
        guard let event = message.event else {
          try await writer.write(ByteBuffer(string: ":thump\n"))
          continue
        }
        // Without data browsers would not tell of the event; Mastodon says this, too.
        let data = message.payload.isEmpty ? "undefined" : message.payload
        try await writer.write(ByteBuffer(string: "event: \(event)\ndata: \(data)\n\n"))
      }
      try await writer.finish(nil)
    }
    let headers: HTTPFields = [
      .contentType: "text/event-stream", .cacheControl: "private, no-store", .anyOrigin: "*",
    ]
    return Response(status: .ok, headers: headers, body: body)
  }
}

/// Who may listen to what; the same for both ways of streaming.
struct StreamDoor: Sendable {
  let client: ClientServices

  init(_ client: ClientServices) { self.client = client }

  /// What a token stands for.
  ///
  /// - Throws: `Refusal.unauthenticated` without a token, or for one that is none any more.
  func grant(_ digest: [UInt8]?) async throws -> TokenGrant {
    guard let digest else { throw Refusal.unauthenticated("Missing access token") }
    guard let grant = try await client.database.read({ try $0.clients.token(digest: digest) })
    else { throw Refusal.unauthenticated("Invalid access token") }
    let now = client.now
    if grant.isUseToBeNoted(at: now) {
      try await client.database.write { try $0.clients.markUsed(grant.id, at: now) }
    }
    return grant
  }

  /// Whether a token is still good, now that its listener can be cut off: what ends it does so before
  /// it cuts off those who listen.
  func isStillGood(_ grant: TokenGrant) async -> Bool {
    (try? await client.database.read { try $0.clients.isGood(grant) }) == true
  }

  /// A stream by its name, if the token allows it.
  ///
  /// - Throws: `Refusal` for a name that is not known, a scope that lacks, another's list.
  func stream(
    _ name: String,
    _ parameters: Parameters,
    for grant: TokenGrant
  ) async throws -> LiveHub.Stream {
    let stream = try LiveHub.Stream(name, parameters)
    guard !stream.isPersonal || grant.member != nil else {
      throw Refusal.unauthenticated("This stream needs a member's token")
    }
    guard grant.scopes.covers(stream.scope) else {
      throw Refusal.forbidden("Access token does not have the required scopes")
    }
    if case .list(let id) = stream, let member = grant.member {
      let list = try await client.database.read { try $0.lists.find(id, of: member) }
      guard list != nil else { throw Refusal.absent }
    }
    return stream
  }
}
