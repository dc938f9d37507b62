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

  /// A request with its whole content, of which nothing has been looked at.
  struct Posted: Sendable {
    let message: RequestMessage
    fileprivate let body: [UInt8]

    func json() throws(Refusal) -> JSON {
      do {
        return try JSON.parse(body, limits: .peers(maxBytes: body.count))
      } catch {
        throw .malformed("The body is not readable JSON: \(error).")
      }
    }
  }

  /// Answers what a node posts; a refusal is signed as well, so that nobody else can refuse in this
  /// node's name.
  func answer(
    _ request: Request,
    _ context: MaillageRequestContext,
    upTo limit: Int,
    ifNamed isAdmissible: (RequestMessage) throws -> Void = { _ in },
    _ respond: (Posted) async throws -> JSONObject
  ) async throws -> Response {
    do {
      try isAdmissible(try RequestReading(services: services).message(request))
      let posted = try await read(request, context, upTo: limit)
      let body = JSON.object(try await respond(posted)).serialized()
      return try signed(
        Response(
          status: .ok,
          headers: [
            .contentType: "application/activity+json", .cacheControl: "private, no-store",
          ]
        ),
        body,
        to: posted.message
      )
    } catch let refusal as Refusal {
      // Who names no node gets no word of this node's key.
      guard request.headers[.signatureInput] != nil else { throw refusal }
      let message = try RequestReading(services: services).message(request)
      let problem = refusal.problem
      return try signed(problem.response(), problem.body, to: message)
    }
  }

  private func read(
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
    return Posted(message: message, body: body)
  }

  /// Checks the certificate of the node whose known key signed a request, if it is known by one.
  ///
  /// Nobody else hears of it: who is known by a certificate is not for everyone. A request that
  /// another key signed is refused later, or is a rotation that the old and the new key prove.
  private func requireCertificate(
    of message: RequestMessage,
    _ context: MaillageRequestContext
  ) async throws {
    guard let signature = try? UnverifiedSignature.parse(message),
      let node = services.known.node(of: signature.keyID.value),
      PeerDoor(services: services).isSigned(signature, by: node)
    else { return }
    let proof = await context.clientProof
    try node.requireClient(proof.presented, isBehindProxy: proof == .withoutTLS)
  }

  /// The answer, signed, so that who asked knows that it is this node's.
  private func signed(
    _ response: Response,
    _ body: [UInt8],
    to message: RequestMessage
  ) throws -> Response {
    var response = response
    response.body = ResponseBody(body)
    let fields = try PeerDoor(services: services)
      .sign(body, status: response.status.code, to: message)
    for (name, value) in fields {
      guard let name = HTTPField.Name(name) else { continue }
      response.headers[name] = value
    }
    return response
  }
}
