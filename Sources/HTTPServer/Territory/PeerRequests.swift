import Federation
import HTTPTypes
import Hummingbird
import Model
import NIOCore
import Signatures
import StrictJSON

/// Reads what other nodes post at the doors for nodes, and signs what they are answered.
struct PeerRequests: Sendable {
  let services: FederationServices

  /// A request with its whole content.
  struct Posted: Sendable {
    let message: RequestMessage
    let json: JSON
  }

  func read(
    _ request: Request,
    _ context: MaillageRequestContext,
    upTo limit: Int
  ) async throws -> Posted {
    let isJSON = request.headers[.contentType].map { type in
      type.hasPrefix("application/activity+json") || type.hasPrefix("application/json")
    }
    guard isJSON == true else {
      throw Refusal.malformed("Nodes speak application/activity+json with each other.")
    }
    let body: [UInt8]
    do {
      body = [UInt8](try await request.body.collect(upTo: limit).readableBytesView)
    } catch is NIOTooManyBytesError {
      throw Refusal.tooLarge(limit: limit)
    }
    let message = try RequestReading(services: services)
      .message(request, body: BodyDigest(of: body))
    try await requireCertificate(of: message, context)
    do {
      return Posted(message: message, json: try JSON.parse(body))
    } catch {
      throw Refusal.malformed("The body is not readable JSON: \(error).")
    }
  }

  /// Checks the certificate of the node that a request claims to be of, if it is known by one; that
  /// the claim holds, its signature proves.
  private func requireCertificate(
    of message: RequestMessage,
    _ context: MaillageRequestContext
  ) async throws {
    guard let signature = try? UnverifiedSignature.parse(message),
      let node = services.known.node(of: signature.keyID.value)
    else { return }
    let proof = await context.clientProof
    try node.requireClient(proof.presented, isBehindProxy: proof == .withoutTLS)
  }

  /// The answer, signed, so that who asked knows that it is this node's.
  func answer(_ document: JSONObject, to posted: Posted) throws -> Response {
    let body = JSON.object(document).serialized()
    var headers: HTTPFields = [
      .contentType: "application/activity+json", .cacheControl: "private, no-store",
    ]
    let fields = try PeerDoor(services: services).sign(body, status: 200, to: posted.message)
    for (name, value) in fields {
      guard let name = HTTPField.Name(name) else { continue }
      headers[name] = value
    }
    return Response(status: .ok, headers: headers, body: ResponseBody(body))
  }
}
