import ActivityStreams
import Foundation
import Model
import Signatures
import StrictJSON

/// A document that another node serves, and where it really came from.
package struct FetchedDocument: Sendable {
  package let json: JSON
  /// Where it came from after redirects, which is the origin it may speak for.
  package let finalURL: String
}

/// Fetches documents of ActivityStreams by signed GET (the node itself signs).
package struct DocumentFetcher: Sendable {
  let services: FederationServices

  /// Fetches a document that says of itself that it has the id asked for.
  ///
  /// One whose id is another is fetched once more from that id, for only there it can be true.
  ///
  /// - Throws: `Refusal.gone` for 404 and 410, `Refusal.unreachable` when the host does not answer
  ///   as it should, `Refusal.foreignOrigin` when a document claims an id of another origin.
  package func object(at id: AS.IRI) async throws -> (FetchedDocument, OriginProof) {
    let first = try await document(at: id)
    guard let claimed = first.json["id"]?.string.flatMap(AS.IRI.init) else {
      throw Refusal.malformed("\(id) has no id.")
    }
    if claimed.withoutFragment == id.withoutFragment {
      return (first, try OriginProof(of: claimed.string, vouchedBy: first.finalURL))
    }
    let second = try await document(at: claimed)
    guard second.json["id"]?.string.flatMap(AS.IRI.init) == claimed else {
      throw Refusal.foreignOrigin(id: claimed.string, voucher: second.finalURL)
    }
    return (second, try OriginProof(of: claimed.string, vouchedBy: second.finalURL))
  }

  /// Fetches what is at an address, whatever it says of itself.
  func document(at address: AS.IRI) async throws -> FetchedDocument {
    let response = try await get(
      address.withoutFragment.string,
      accepting: AcceptedMediaType.activityStreams
    )
    let json = try parse(response.body, from: address.string)
    guard let finalURL = AS.IRI(response.finalURL) else {
      throw Refusal.malformed("\(response.finalURL) is no usable address.")
    }
    return FetchedDocument(json: json, finalURL: finalURL.string)
  }

  /// Fetches plain JSON, as WebFinger serves it.
  func json(at address: String, accepting types: [AcceptedMediaType]) async throws -> JSON {
    try parse(try await get(address, accepting: types).body, from: address)
  }

  /// Fetches what is no JSON.
  func bytes(at address: String, accepting types: [AcceptedMediaType]) async throws -> [UInt8] {
    try await get(address, accepting: types).body
  }

  /// Whether an id's own host says that it is gone for good: by 410, for 404 may be a mistake.
  func isGone(_ id: AS.IRI) async throws -> Bool {
    let response = try await ask(
      id.withoutFragment.string,
      accepting: AcceptedMediaType.activityStreams
    )
    return response.status == 410 && AS.IRI(response.finalURL)?.origin == id.origin
  }

  private func get(
    _ address: String,
    accepting types: [AcceptedMediaType]
  ) async throws
    -> OutboundResponse
  {
    let response = try await ask(address, accepting: types)
    switch response.status {
    case 200...299: return response
    case 404, 410: throw Refusal.gone(id: address)
    case 400, 402, 403, 405..<408, 409, 411..<425, 451: throw Refusal.absent
    default: throw Refusal.unreachable("\(address) answered \(response.status).")
    }
  }

  private func ask(
    _ address: String,
    accepting types: [AcceptedMediaType]
  ) async throws
    -> OutboundResponse
  {
    try services.flows.requireAdmitted(hostOf: address)
    guard !services.known.isOutboundOnly(address) else {
      throw Refusal.unreachable("\(address): its node takes no connections.")
    }
    if let node = services.known.node(of: address) {
      // Its signature is checked there by a key that could not be fetched from here.
      try await Introductions(services: services).introduceNode(to: PeerClient.Target(node))
    }
    let response = try await send(address, accepting: types) { $0 }
    guard response.status == 401, response.finalURL.contains("?") else { return response }
    // Some verify a query as if it were not there (Protocol/signatures.md, "Signing requests").
    return try await send(address, accepting: types) { $0.withoutQuery }
  }

  private func send(
    _ address: String,
    accepting types: [AcceptedMediaType],
    signing signed: @escaping @Sendable (OutboundHop) -> OutboundHop
  ) async throws -> OutboundResponse {
    let signer = try services.keys.nodeSigner(.rsa)
    let now = services.now
    let request = OutboundRequest(
      .get,
      address,
      fields: [("Accept", types.map(\.fieldValue).joined(separator: ", "))],
      accepted: types,
      sign: { hop in try signer.fields(for: signed(hop), by: .draftCavage, now: now()) }
    )
    do {
      return try await services.fetcher.send(request)
    } catch {
      throw Refusal.unreachable("\(address): \(error).")
    }
  }

  private func parse(_ body: [UInt8], from address: String) throws -> JSON {
    do {
      return try JSON.parse(body)
    } catch {
      throw Refusal.malformed("\(address) is not readable JSON: \(error).")
    }
  }
}
