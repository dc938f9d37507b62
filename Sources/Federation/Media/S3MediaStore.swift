import AsyncHTTPClient
import Foundation
import Model
import NIOCore
import NIOHTTP1
import Signatures

/// Files in a bucket of an object store that speaks S3's protocol, each under the SHA-256 of its
/// bytes, by path: `ENDPOINT/BUCKET/ab/cd/abcd…`.
///
/// The endpoint is the admin's choice and may be inside the house: it is no stranger's address, so it
/// does not go through the guarded client.
package struct S3MediaStore: MediaStore {
  /// Where the bucket is and who may use it.
  package struct Settings: Sendable {
    /// `http` or `https`, host and perhaps port; no path.
    package var endpoint: String
    package var bucket: String
    package var signature: AWSSignature

    package init(endpoint: String, bucket: String, signature: AWSSignature) {
      self.endpoint = endpoint
      self.bucket = bucket
      self.signature = signature
    }
  }

  private static let timeout = TimeAmount.seconds(60)

  /// Tries a port once, unlike the shared client, which tries a closed one again until its time is over:
  /// who waits for a file is to hear at once that the store is not there.
  private static let client: HTTPClient = {
    var configuration = HTTPClient.Configuration(
      redirectConfiguration: .disallow,
      timeout: .init(connect: .seconds(5))
    )
    configuration.connectionPool.retryConnectionEstablishment = false
    return HTTPClient(configuration: configuration)
  }()

  private let settings: Settings
  private let authority: String
  private let now: @Sendable () -> Date

  /// - Throws: `Refusal.malformed` for an endpoint or a bucket that is none.
  package init(_ settings: Settings, now: @escaping @Sendable () -> Date) throws(Refusal) {
    guard let origin = Origin(of: settings.endpoint) else {
      throw .malformed("‘\(settings.endpoint)’ is no endpoint of an object store.")
    }
    let letters = Set("abcdefghijklmnopqrstuvwxyz0123456789.-")
    guard (3...63).contains(settings.bucket.count), settings.bucket.allSatisfy(letters.contains)
    else { throw .malformed("‘\(settings.bucket)’ is no name of a bucket.") }
    self.settings = settings
    authority = origin.authority
    self.now = now
  }

  package func put(_ bytes: [UInt8], as digest: Digest) async throws {
    let response = try await send(.PUT, digest, body: bytes)
    guard response.status == .ok else { throw refusal(of: response) }
  }

  package func read(_ digest: Digest, _ range: Range<Int>) async throws -> [UInt8] {
    guard !range.isEmpty else { return [] }
    let part = "bytes=\(range.lowerBound)-\(range.upperBound - 1)"
    let response = try await send(.GET, digest, fields: [("range", part)])
    guard response.status != .notFound else { throw Refusal.absent }
    guard response.status == .partialContent else { throw refusal(of: response) }
    let body: ByteBuffer
    do {
      body = try await response.body.collect(upTo: range.count)
    } catch {
      throw Refusal.unreachable("The object store broke off: \(error).")
    }
    guard body.readableBytes == range.count else {
      throw Refusal.unreachable("The object store gave less than was asked for.")
    }
    return Array(body.readableBytesView)
  }

  package func remove(_ digest: Digest) async throws {
    let response = try await send(.DELETE, digest)
    guard [.noContent, .ok, .notFound].contains(response.status) else {
      throw refusal(of: response)
    }
  }

  private func send(
    _ method: HTTPMethod,
    _ digest: Digest,
    fields: [(String, String)] = [],
    body: [UInt8] = []
  ) async throws -> HTTPClientResponse {
    let name = digest.bytes.hexadecimal
    let path = "/\(settings.bucket)/\(name.prefix(2))/\(name.dropFirst(2).prefix(2))/\(name)"
    let time = Self.stamp(now())
    // What is put has its own hash for a name.
    let payload = method == .PUT ? name : BodyDigest.none.sha256.hexadecimal
    let signed =
      [("host", authority), ("x-amz-content-sha256", payload), ("x-amz-date", time)] + fields
    let authorization = settings.signature.authorization(
      of: .init(method: method.rawValue, path: path, fields: signed, payload: payload),
      at: time
    )
    var request = HTTPClientRequest(url: settings.endpoint + path)
    request.method = method
    request.headers = HTTPHeaders(signed + [("authorization", authorization)])
    if method == .PUT { request.body = .bytes(ByteBuffer(bytes: body)) }
    do {
      return try await Self.client.execute(request, timeout: Self.timeout)
    } catch {
      throw Refusal.unreachable("The object store \(authority) does not answer: \(error).")
    }
  }

  private func refusal(of response: HTTPClientResponse) -> Refusal {
    .unreachable("The object store \(authority) answered \(response.status.code).")
  }

  /// `20130524T000000Z`.
  private static func stamp(_ time: Date) -> String {
    time.formatted(.iso8601).filter { character in
      character != ("-" as Character) && character != (":" as Character)
    }
  }
}
