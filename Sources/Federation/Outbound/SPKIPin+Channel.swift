import NIOCore
import NIOSSL

extension SPKIPin {
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
