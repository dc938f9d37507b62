import Federation
import HTTPTypes
import Hummingbird
import Model
import Signatures

/// Reads who asks out of a request, for the federation to verify.
struct RequestReading: Sendable {
  let services: FederationServices

  /// The request as signatures see it: under the node's own name, never one that the sender claims.
  func message(_ request: Request, body: BodyDigest = .none) throws(Refusal) -> RequestMessage {
    let origin = services.addresses.origin
    let scheme: Authority.Scheme = origin.scheme == .https ? .https : .http
    guard let authority = Authority(scheme: scheme, origin.authority),
      let uri = TargetURI(authority: authority, target: request.head.path ?? "")
    else { throw .malformed("The request target cannot be used.") }
    let fields = request.headers.map { ($0.name.canonicalName, $0.value) }
    return RequestMessage(
      method: request.method.rawValue,
      uri: uri,
      fields: HeaderFields(fields),
      body: body
    )
  }

  /// Who asks to read.
  ///
  /// It is settled before anything is looked up, so that a refusal tells nothing of what is there.
  func reader(of request: Request) async throws -> Reader {
    let message = try message(request)
    return try await Self.authenticating {
      try await SenderVerification(services: services).reader(of: message)
    }
  }

  /// A key that its owner's node no longer has proves nothing; it is not this node's thing that is
  /// gone.
  static func authenticating<Value>(_ body: () async throws -> Value) async throws -> Value {
    do {
      return try await body()
    } catch Refusal.gone(let id) {
      throw Refusal.unauthenticated("\(id) cannot be fetched.")
    } catch Refusal.absent {
      throw Refusal.unauthenticated("The sender cannot be found.")
    }
  }
}
