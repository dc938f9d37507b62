import NIOCore
import NIOSSL

extension SPKIPin {
  /// What the other end of a connection showed of itself.
  package enum Presentation: Sendable, Hashable {
    /// A proxy ended TLS, and knows what was shown.
    case withoutTLS
    case nothing
    case pin(SPKIPin)

    package var presented: SPKIPin? { if case .pin(let pin) = self { pin } else { nil } }
  }

  /// What the other end of a connection showed; a certificate whose key cannot be read is none.
  package static func presentation(on channel: any Channel) -> Presentation {
    channel.eventLoop.preconditionInEventLoop()
    guard (try? channel.pipeline.syncOperations.handler(type: NIOSSLHandler.self)) != nil else {
      return .withoutTLS
    }
    return (try? presented(on: channel)).map { .pin($0) } ?? .nothing
  }

  /// The pin of the certificate that the other end of a connection presented.
  ///
  /// Nothing without TLS or without a certificate; to be asked on the channel's event loop.
  package static func presented(on channel: any Channel) throws -> SPKIPin? {
    channel.eventLoop.preconditionInEventLoop()
    guard let tls = try? channel.pipeline.syncOperations.handler(type: NIOSSLHandler.self),
      let certificate = tls.peerCertificate
    else { return nil }
    return SPKIPin(ofKey: try certificate.extractPublicKey().toSPKIBytes())
  }
}
