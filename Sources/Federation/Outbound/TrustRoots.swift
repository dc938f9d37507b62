import Foundation
import NIOSSL
import Synchronization

/// The certificate authorities that vouch for peers without a pin, parsed once for all connections.
package final class TrustRoots: Sendable {
  /// Where Linux distributions keep their authorities: Debian and Alpine, then Fedora.
  package static let systemFiles = [
    "/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt",
  ]

  private let extra: [NIOSSLCertificate]
  private let system = Mutex<NIOSSLTrustRoots?>(nil)

  /// Reads the further authorities of a private territory from a PEM file, if one is named.
  init(extraRootsFile: String?) throws(OutboundFailure) {
    do {
      extra = try extraRootsFile.map { try NIOSSLCertificate.fromPEMFile($0) } ?? []
    } catch {
      throw .tlsFailure(reason: "the file of extra roots cannot be read: \(error)")
    }
  }

  /// Full verification against the authorities; loaded with the first such connection.
  func verifying() -> TLSConfiguration {
    var configuration = TLSConfiguration.makeClientConfiguration()
    configuration.minimumTLSVersion = .tlsv12
    configuration.trustRoots = system.withLock { roots in
      let loaded = roots ?? Self.loadSystemRoots()
      roots = loaded
      return loaded
    }
    configuration.additionalTrustRoots = extra.isEmpty ? [] : [.certificates(extra)]
    return configuration
  }

  /// No authority is asked; the pin is checked on the connection before it carries a request.
  func pinned() -> TLSConfiguration {
    var configuration = TLSConfiguration.makeClientConfiguration()
    configuration.minimumTLSVersion = .tlsv12
    configuration.certificateVerification = .none
    return configuration
  }

  /// The parsed system roots, shared by every context; without a file, the platform's default.
  private static func loadSystemRoots() -> NIOSSLTrustRoots {
    for file in systemFiles {
      guard let certificates = try? NIOSSLCertificate.fromPEMFile(file), !certificates.isEmpty
      else {
        continue
      }
      return .certificates(certificates)
    }
    return .default
  }
}
