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
      case is NIOSSLExtraError, is BoringSSLError: .tlsFailure(reason: "\(error)")
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
      default: .tlsFailure(reason: "\(tlsError)")
      }
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
