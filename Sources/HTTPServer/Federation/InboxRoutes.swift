import ActivityStreams
import Federation
import HTTPTypes
import Hummingbird
import Model
import NIOCore
import Signatures

/// Takes activities of other nodes: bounds and type here, everything else in ``Inbox``.
struct InboxRoutes: Sendable {
  let services: FederationServices

  func add(to router: Router<MaillageRequestContext>) {
    router.post("/inbox") { request, _ in try await receive(request) }
    router.post("/actor/inbox") { request, _ in try await receive(request) }
    router.post("/users/:name/inbox") { request, context in
      try await receive(request, for: context.name(), .person)
    }
    router.post("/groups/:name/inbox") { request, context in
      try await receive(request, for: context.name(), .group)
    }
  }

  private func receive(
    _ request: Request,
    for name: String,
    _ kind: ActorProfile.Kind
  ) async throws -> Response {
    let actors = LocalActors(addresses: services.addresses)
    _ = try await services.database.read { try actors.find(kind, named: name, in: $0) }
    return try await receive(request)
  }

  private func receive(_ request: Request) async throws -> Response {
    guard request.headers[.contentType].flatMap(AS.MediaType.init)?.isActivityStreams == true else {
      return Problem(
        status: .unsupportedMediaType,
        detail: "An activity is sent as \(AS.MediaType.activity)."
      ).response()
    }
    let body = try await body(of: request)
    let reading = RequestReading(services: services)
    let message = try reading.message(request, body: BodyDigest(of: body))
    _ = try await RequestReading.authenticating {
      try await services.inbox.receive(body, message)
    }
    return Response(status: .accepted, headers: [.cacheControl: "private, no-store"])
  }

  /// The whole body; no more is read than is allowed, whatever the sender announced (threat 17).
  private func body(of request: Request) async throws -> [UInt8] {
    let limit = services.settings.maximumInboxBytes
    if let announced = request.headers[.contentLength].flatMap(Int.init), announced > limit {
      throw Refusal.tooLarge(limit: limit)
    }
    do {
      let buffer = try await request.body.collect(upTo: limit)
      return [UInt8](buffer.readableBytesView)
    } catch is NIOTooManyBytesError {
      throw Refusal.tooLarge(limit: limit)
    }
  }
}
