import Federation
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTLS
import NIOSSL
import Node

/// A TLS server that does nothing: the limit of the server package, and a place to deliver to.
struct PlainServer {
  let port: Int
  let status: HTTPResponse.Status

  func run() async throws {
    let made = try CertificateMaker.selfSigned(host: "localhost", from: SystemClock.now())
    let chain = try NIOSSLCertificate.fromPEMBytes(Array(made.certificatePEM.utf8))
    let key = try NIOSSLPrivateKey(bytes: Array(made.keyPEM.utf8), format: .pem)
    let pin = try SPKIPin(of: chain[0])
    let router = Router()
    let status = status
    router.get("/**") { _, _ in Response(status: status) }
    router.post("/**") { request, _ in
      _ = try await request.body.collect(upTo: 1 << 20)
      return Response(status: status)
    }
    let application = Application(
      router: router,
      server: try .tls(
        .http1(),
        tlsConfiguration: .makeServerConfiguration(
          certificateChain: chain.map { .certificate($0) },
          privateKey: .privateKey(key)
        )
      ),
      configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: port)),
      onServerRunning: { _ in
        print(pin)
        fflush(nil)
      }
    )
    try await application.run()
  }
}
