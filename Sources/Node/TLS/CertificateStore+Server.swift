import HummingbirdCore
import HummingbirdHTTP2
import HummingbirdTLS

extension CertificateStore {
  /// A server that shows the certificate and takes whatever certificate a client has.
  func serverBuilder(
    _ http1: HTTP1Channel.Configuration,
    offersHTTP2: Bool
  ) throws -> HTTPServerBuilder {
    let tls = serverTLSConfiguration()
    guard offersHTTP2 else {
      return try .tls(
        .http1(configuration: http1),
        configuration: HummingbirdTLS.TLSChannelConfiguration(
          tlsConfiguration: tls,
          customVerificationCallback: Self.anyClient
        )
      )
    }
    return try .http2Upgrade(
      tlsChannelConfiguration: HummingbirdHTTP2.TLSChannelConfiguration(
        tlsConfiguration: tls,
        customVerificationCallback: Self.anyClient
      ),
      configuration: HTTP2Channel.Configuration(
        idleTimeout: .seconds(75),
        streamConfiguration: http1
      )
    )
  }
}
