import HummingbirdCore
import HummingbirdHTTP2
import HummingbirdTLS

extension CertificateStore {
  /// A server that shows the certificate and takes whatever certificate a client has.
  func serverBuilder(
    _ http1: HTTP1Channel.Configuration,
    offersHTTP2: Bool,
    board: ChallengeBoard? = nil
  ) throws -> HTTPServerBuilder {
    let tls = serverTLSConfiguration()
    return HTTPServerBuilder { responder in
      let channel: any ServerChildChannel
      if offersHTTP2 {
        channel = try HTTP2UpgradeChannel(
          tlsChannelConfiguration: HummingbirdHTTP2.TLSChannelConfiguration(
            tlsConfiguration: tls,
            customVerificationCallback: Self.anyClient
          ),
          configuration: HTTP2Channel.Configuration(
            idleTimeout: .seconds(75),
            streamConfiguration: http1
          ),
          responder: responder
        )
      } else {
        channel = try TLSChannel(
          HTTP1Channel(responder: responder, configuration: http1),
          configuration: HummingbirdTLS.TLSChannelConfiguration(
            tlsConfiguration: tls,
            customVerificationCallback: Self.anyClient
          )
        )
      }
      guard let board else { return channel }
      return channel.showing(board)
    }
  }
}
