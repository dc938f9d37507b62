import Foundation
import Logging
import Model
import Signatures
import StrictJSON

/// Asks other nodes in this node's own name, and believes only answers that their key has signed.
package struct PeerClient: Sendable {
  let services: FederationServices

  package init(services: FederationServices) {
    self.services = services
  }

  /// Whom to ask: a host, and the key that must sign its answer.
  package struct Target: Sendable, Hashable {
    package var host: String
    package var key: String
    package var way: OutboundWay?

    package init(host: String, key: String, way: OutboundWay? = nil) {
      self.host = host
      self.key = key
      self.way = way
    }

    package init(_ node: KnownNodes.Node) {
      self.init(host: node.host, key: node.record.key)
    }

    var actor: String { "https://\(host)/actor" }
  }

  /// Posts a document and reads the answer.
  ///
  /// - Throws: `Refusal.unreachable` when the host does not answer, or not by its key: that says
  ///   nothing about the request. Else what the other side said.
  package func post(
    _ document: JSONObject,
    to path: String,
    of target: Target,
    timeout: Duration = .seconds(30),
    maximumResponseBytes: Int = 4 << 20
  ) async throws -> JSON {
    try services.flows.requireNotBarred(target.host)
    let url = "https://\(target.host)\(path)"
    guard let uri = TargetURI(url) else { throw Refusal.malformed("\(target.host) is no host.") }
    let signer = try services.keys.nodeSigner(.ed25519)
    let body = JSON.object(document).serialized()
    let message = RequestMessage(
      method: "POST",
      uri: uri,
      fields: ["content-type": Self.mediaType],
      body: BodyDigest(of: body)
    )
    let now = services.now
    var request = OutboundRequest(
      .post,
      url,
      fields: [("Content-Type", Self.mediaType), ("Accept", Self.mediaType)],
      body: body,
      maximumResponseBytes: maximumResponseBytes,
      timeout: timeout,
      sign: { _ in
        let nonce = Base64URL.encode(SharedSecret.random(count: 16))
        return try PeerSignature.sign(message, as: signer, nonce: nonce, now: now())
          .map { ($0.name, $0.value) }
      }
    )
    request.way = target.way
    let response = try await send(request, to: target.host)
    try await accept(response, to: message, of: target)
    try requireSuccess(response, of: target.host)
    return try parse(response.body, upTo: maximumResponseBytes, from: target.host)
  }

  static let mediaType = "application/activity+json"

  private func send(_ request: OutboundRequest, to host: String) async throws -> OutboundResponse {
    do {
      return try await services.fetcher.send(request)
    } catch {
      throw Refusal.unreachable("\(host): \(error).")
    }
  }

  /// What the other side refused, once it is sure that it was the other side.
  private func requireSuccess(_ response: OutboundResponse, of host: String) throws(Refusal) {
    guard !response.isSuccess else { return }
    let detail = (try? JSON.parse(response.body))?["detail"]?.string.map { VisibleText.clean($0) }
    let reason = "\(host) answered \(response.status)\(detail.map { ": \($0)" } ?? ".")"
    switch response.status {
    case 401: throw .unauthenticated(reason)
    case 400, 403, 404, 410, 413, 422: throw .forbidden(reason)
    case 409: throw .conflict(reason)
    default: throw .unreachable(reason)
    }
  }

  /// Verifies an answer, also by a key that has followed the known one as the answer itself proves.
  private func accept(
    _ response: OutboundResponse,
    to request: RequestMessage,
    of target: Target
  ) async throws {
    do {
      try verify(response, to: request, of: target)
    } catch {
      let desk = PeeringDesk(services: services)
      guard let node = services.known.node(host: target.host), node.record.key == target.key,
        node.peering != nil, let offers = try? desk.following(node.record, in: response.body),
        let last = offers.last
      else { throw error }
      var followed = target
      followed.key = last.record.key
      try verify(response, to: request, of: followed)
      try await desk.follow(offers, of: target.host)
    }
  }

  private func verify(
    _ response: OutboundResponse,
    to request: RequestMessage,
    of target: Target
  ) throws(Refusal) {
    let message = ResponseMessage(
      status: response.status,
      fields: HeaderFields(response.fields),
      body: BodyDigest(of: response.body),
      to: request
    )
    let window = services.settings.signatureWindow
    do {
      guard let keyID = KeyID("\(target.actor)#ed25519-key") else {
        throw SignatureFailure.keyIDRefused
      }
      try PeerSignature.verify(
        message,
        by: keyID,
        with: try VerificationKey(multikey: target.key),
        now: services.now(),
        policy: SignaturePolicy(maxAge: window, maxFutureSkew: window)
      )
    } catch {
      throw .unreachable(
        """
        The answer of \(target.host), with status \(response.status), is not signed by the key it is \
        known by: \(error).
        """
      )
    }
  }

  private func parse(
    _ body: [UInt8],
    upTo limit: Int,
    from host: String
  ) throws(Refusal) -> JSON {
    do {
      return try JSON.parse(body, limits: .peers(maxBytes: limit))
    } catch {
      throw .malformed("The answer of \(host) is not readable JSON: \(error).")
    }
  }
}

extension JSON.Limits {
  /// What is read from nodes: a portion of a comparison is larger than a stranger's document.
  package static func peers(maxBytes: Int) -> JSON.Limits {
    JSON.Limits(maxBytes: maxBytes, maxValues: 500_000)
  }
}
