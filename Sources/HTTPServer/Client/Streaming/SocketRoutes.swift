import Federation
import Foundation
import HTTPTypes
import Hummingbird
import Model
import StrictJSON

/// Streams over one WebSocket, as many as a client subscribes to (Mastodon's streaming API).
struct SocketRoutes: Sendable {
  let client: ClientServices

  init(_ client: ClientServices) { self.client = client }

  func add(to router: Router<MaillageRequestContext>) {
    router.get("/api/v1/streaming") { request, context in
      do {
        return try await answer(request, context)
      } catch let refusal as Refusal {
        return refusal.clientReply.response().open()
      }
    }
    router.on("/api/v1/streaming", method: .options) { _, _ in ClientAPI.preflight() }
  }

  private func answer(
    _ request: Request,
    _ context: MaillageRequestContext
  ) async throws -> Response {
    guard WebSocketUpgrade.isAsked(by: request) else { throw Refusal.absent }
    let parameters = try Parameters(queryOf: request)
      .described(by: FurtherRoutes.taken["GET /api/v1/streaming"] ?? [])
    let door = StreamDoor(client)
    // Browsers can set no header but this one, and want it back.
    let offered = WebSocketUpgrade.protocols(of: request).first
    let digest =
      BearerToken(request.headers)?.digest
      ?? (parameters.filled("access_token") ?? offered).map(ClientSecret.digest(of:))
    let grant = try await door.grant(digest)
    var streams: Set<LiveHub.Stream> = []
    if let name = parameters.filled("stream") {
      streams = [try await door.stream(name, parameters, for: grant)]
    }
    let first = streams
    return try await WebSocketUpgrade().answer(request, in: context, protocol: offered) { socket in
      await serve(socket, first, for: grant)
    }
  }

  /// Gives the socket what comes on its streams until either side has enough.
  private func serve(
    _ socket: WebSocket,
    _ streams: Set<LiveHub.Stream>,
    for grant: TokenGrant
  ) async {
    let hub = client.services.live
    guard let (seat, messages) = try? hub.sit(LiveHub.Listener(grant), streams),
      await StreamDoor(client).isStillGood(grant)
    else { return socket.close(.revoked) }
    defer { hub.leave(seat) }
    await withTaskGroup(of: Void.self) { group in
      group.addTask {
        for await message in messages {
          guard let event = message.event else { continue }
          socket.send(Self.text(event, message))
        }
        // The hub ended it: the token is none any more, or nobody read.
        socket.close(.revoked)
      }
      group.addTask {
        for await text in socket.messages { await take(text, on: socket, seat, for: grant) }
        hub.leave(seat)
      }
      await group.waitForAll()
    }
  }

  /// The payload is a text that holds JSON, as Mastodon has it.
  private static func text(_ event: String, _ message: LiveHub.Message) -> String {
    var object: JSONObject = [
      "stream": .array((message.stream?.words ?? []).map(JSON.string)), "event": .string(event),
    ]
    if !message.payload.isEmpty { object["payload"] = .string(message.payload) }
    return JSON.object(object).text()
  }

  private func take(
    _ text: String,
    on socket: WebSocket,
    _ seat: Int,
    for grant: TokenGrant
  ) async {
    do {
      let form = try Parameters.readable { () throws(Refusal) in
        try FormValue.json(Array(text.utf8)[...], limits: FormLimits(bytes: 4_096))
      }
      let wish = Parameters(form)
      let stream = try await StreamDoor(client)
        .stream(wish.text("stream") ?? "", wish, for: grant)
      switch wish.text("type") {
      case "subscribe":
        guard client.services.live.add(stream, to: seat) else {
          throw Refusal.malformed("Too many subscriptions")
        }
      case "unsubscribe": client.services.live.remove(stream, from: seat)
      default: throw Refusal.unreadable("Unknown message type")
      }
    } catch let refusal as Refusal {
      let reply = refusal.clientReply
      let error: JSON = [
        "error": .string(refusal.description), "status": .integer(reply.status.code),
      ]
      socket.send(error.text())
    } catch {
      socket.close(.goingAway)
    }
  }
}
