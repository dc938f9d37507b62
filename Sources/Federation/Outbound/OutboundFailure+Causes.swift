import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

extension OutboundFailure {
  /// Puts what the libraries throw into our closed list.
  init(_ error: any Error) {
    self =
      switch error {
      case let failure as OutboundFailure: failure
      case is CancellationError: .cancelled
      case let error as HTTPClientError: Self(clientError: error)
      case let error as IOError: .unreachable(reason: String(cString: strerror(error.errnoCode)))
      case let error as NIOSSLError: Self(tlsError: error)
      case is NIOSSLExtraError, is BoringSSLError: .tlsFailure(reason: Self.plainly("\(error)"))
      case is HTTPParserError: .protocolViolation(reason: "\(error)")
      default: .unreachable(reason: "\(error)")
      }
  }

  private init(clientError: HTTPClientError) {
    self =
      switch clientError {
      case .cancelled, .alreadyShutdown: .cancelled
      case .deadlineExceeded, .readTimeout: .timedOut
      case .connectTimeout, .getConnectionFromPoolTimeout:
        .unreachable(reason: "no connection in time")
      case .tlsHandshakeTimeout: .tlsFailure(reason: "no handshake in time")
      case .remoteConnectionClosed: .unreachable(reason: "the connection was closed early")
      case .invalidURL, .emptyHost: .invalidURL(reason: "\(clientError)")
      case let error where error.isAboutHeaderFields: .invalidRequest(reason: "\(error)")
      default: .protocolViolation(reason: "\(clientError)")
      }
  }

  private init(tlsError: NIOSSLError) {
    self =
      switch tlsError {
      case .uncleanShutdown: .unreachable(reason: "the connection was closed early")
      default: .tlsFailure(reason: Self.plainly("\(tlsError)"))
      }
  }

  /// The words of the TLS library that admins meet, each with what they mean and what to do.
  private static let meanings: [(sign: String, meaning: String)] = [
    (
      "CERTIFICATE_VERIFY_FAILED",
      """
      no authority that this node trusts vouches for its certificate, or the certificate has \
      expired; if it is self-signed, join by a ticket or name its pin (network.pins)
      """
    ),
    (
      "unableToValidateCertificate",
      "its certificate does not vouch for it; if it is self-signed, join by a ticket or name its pin"
    ),
    (
      "failedToValidateHostname",
      "its certificate is for another name; its admin must get one for the name that is asked for"
    ),
    (
      "CERTIFICATE_REQUIRED",
      "it wants a certificate of this node; see there whether the peering has this node's pin"
    ),
    (
      "WRONG_VERSION_NUMBER",
      "what answers there speaks no TLS; check the port, and what stands in front of the node"
    ),
    ("HTTP_REQUEST", "what answers there speaks no TLS; check the port"),
    ("UNSUPPORTED_PROTOCOL", "it speaks no TLS 1.2 or 1.3; its admin must update it"),
    ("PROTOCOL_VERSION", "it speaks no TLS 1.2 or 1.3; its admin must update it"),
    ("NO_SHARED_CIPHER", "the two have no cipher in common; its admin must update it"),
    (
      "UNKNOWN_CA",
      "it does not trust this node's certificate; see there whether the peering has this node's pin"
    ),
    (
      "BAD_CERTIFICATE",
      "it does not take this node's certificate; see there whether the peering has this node's pin"
    ),
    (
      "CERTIFICATE_UNKNOWN",
      "it does not take this node's certificate; see there whether the peering has this node's pin"
    ),
    ("INTERNAL_ERROR", "the other side broke off with an error of its own; see its log"),
    ("HANDSHAKE_FAILURE", "the other side broke off the handshake; see its log"),
    ("EOF during handshake", "the connection was closed during the handshake; check the port"),
    ("eofDuringHandshake", "the connection was closed during the handshake; check the port"),
  ]

  /// What the TLS library says, for people; what is not known stays as it is, cut short.
  static func plainly(_ text: String) -> String {
    let known = meanings.first { text.range(of: $0.sign, options: .caseInsensitive) != nil }
    return known?.meaning ?? String(text.prefix(200))
  }

  /// Whether the error came from connecting, so that another address of the name may be tried.
  static func isConnectFailure(_ error: any Error) -> Bool {
    switch error {
    case let error as IOError:
      [ECONNREFUSED, ENETUNREACH, EHOSTUNREACH, EADDRNOTAVAIL, ENETDOWN].contains(error.errnoCode)
    case let error as HTTPClientError: error == .connectTimeout
    default: false
    }
  }
}

extension HTTPClientError {
  fileprivate var isAboutHeaderFields: Bool {
    "\(self)".contains("HeaderField")
  }
}
