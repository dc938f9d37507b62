import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1

/// One request and its answer on one hop, with the bounds kept while bytes arrive.
struct Exchange: Sendable {
  /// What of an error page or a redirect is read, so that the connection can be used again.
  private static let maximumAside = 16 << 10

  let request: OutboundRequest
  let url: OutboundURL
  let fields: [(String, String)]
  let deadline: Deadline

  /// Sends over one of the destination's connections and reads the answer.
  func run(over client: HTTPClient, to destination: Destination) async throws -> OutboundResponse {
    var message = HTTPClientRequest(url: destination.url(of: url.target))
    message.method = HTTPMethod(rawValue: request.method.rawValue)
    message.headers = HTTPHeaders(fields)
    if !request.body.isEmpty { message.body = .bytes(ByteBuffer(bytes: request.body)) }
    let response = try await client.execute(message, deadline: deadline.instant)
    let answer = OutboundResponse(
      status: Int(response.status.code),
      fields: response.headers.map { ($0.name, $0.value) },
      body: [],
      finalURL: url.text
    )
    return OutboundResponse(
      status: answer.status,
      fields: answer.fields,
      body: try await readBody(of: response, answer),
      finalURL: answer.finalURL
    )
  }

  private func readBody(
    of response: HTTPClientResponse,
    _ answer: OutboundResponse
  ) async throws -> [UInt8] {
    guard answer.isSuccess else { return try await readStart(of: response) }
    let encoding = answer[field: "content-encoding"]?.lowercased() ?? "identity"
    guard encoding == "identity" else {
      throw OutboundFailure.protocolViolation(
        reason: "compressed without being asked (\(encoding))"
      )
    }
    let length = answer[field: "content-length"].flatMap { Int($0) }
    guard length ?? 0 <= request.maximumResponseBytes else {
      throw OutboundFailure.tooLarge(limit: request.maximumResponseBytes)
    }
    if length != 0 { try checkContentType(answer) }
    return try await readAll(of: response)
  }

  /// Reads to the very end, even of an empty body: only then can the connection be used again.
  private func readAll(of response: HTTPClientResponse) async throws -> [UInt8] {
    var body: [UInt8] = []
    for try await part in response.body {
      guard body.count + part.readableBytes <= request.maximumResponseBytes else {
        throw OutboundFailure.tooLarge(limit: request.maximumResponseBytes)
      }
      body.append(contentsOf: part.readableBytesView)
    }
    return body
  }

  private func checkContentType(_ answer: OutboundResponse) throws(OutboundFailure) {
    guard !request.accepted.isEmpty else { return }
    let text = answer[field: "content-type"]
    guard let received = text.flatMap({ ReceivedMediaType($0) }),
      request.accepted.contains(where: { $0.matches(received) })
    else { throw .wrongContentType(received: text.map { String($0.prefix(100)) } ?? "(none)") }
  }

  /// The first bytes of what nobody asked for; a longer body costs the connection.
  private func readStart(of response: HTTPClientResponse) async throws -> [UInt8] {
    var body: [UInt8] = []
    for try await part in response.body {
      body.append(contentsOf: part.readableBytesView.prefix(Self.maximumAside - body.count))
      if body.count >= Self.maximumAside { break }
    }
    return body
  }
}
