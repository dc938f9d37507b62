import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import ServiceLifecycle

/// What listens on port 80: it shows proofs to the authority (RFC 8555 §8.3), and sends all others to https.
///
/// A port that cannot be opened stops nothing: it is said, and tried again.
struct PlainDoor: Service {
  let board: ChallengeBoard
  let configuration: ApplicationConfiguration
  let port: Int
  let http1: HTTP1Channel.Configuration
  /// Where everybody else is sent, whatever host they asked for.
  let origin: String
  let logger: Logger

  private static let pause = Duration.seconds(30)

  func run() async throws {
    while !Task.isCancelled, !Task.isShuttingDownGracefully {
      do {
        try await application.run()
      } catch {
        let reason =
          (error as? IOError).map { String(cString: strerror($0.errnoCode)) } ?? "\(error)"
        board.closed("Port \(port), which http-01 needs, cannot be opened: \(reason).")
        logger.error(
          "The port for http-01 cannot be opened.",
          metadata: ["port": "\(port)", "reason": "\(reason)"]
        )
      }
      if Task.isShuttingDownGracefully { return }
      await cancelWhenGracefulShutdown { _ = try? await Task.sleep(for: Self.pause) }
    }
  }

  private var application: some ApplicationProtocol {
    Application(
      router: router,
      server: .http1(configuration: http1),
      configuration: configuration,
      onServerRunning: { [board] _ in board.opened() },
      logger: Logger(label: "maillage.http")
    )
  }

  private var router: Router<BasicRequestContext> {
    let router = Router(options: .autoGenerateHeadEndpoints)
    let (board, origin) = (board, origin)
    router.get("/.well-known/acme-challenge/:token") { _, context -> Response in
      guard let token = context.parameters.get("token"), let text = board.text(for: token) else {
        throw HTTPError(.notFound)
      }
      return Response(
        status: .ok,
        headers: [.contentType: "application/octet-stream"],
        body: ResponseBody(byteBuffer: ByteBuffer(string: text))
      )
    }
    for path: RouterPath in ["/", "/**"] {
      router.get(path) { request, _ -> Response in
        Response(
          status: .permanentRedirect,
          headers: [.location: origin + Self.path(of: request)]
        )
      }
    }
    return router
  }

  /// The path as it was asked for; one that could lead elsewhere becomes the front page.
  private static func path(of request: Request) -> String {
    let path = request.uri.description
    let isPlain = path.utf8.allSatisfy { (0x21...0x7E).contains($0) }
    return path.hasPrefix("/") && isPlain && path.utf8.count <= 2_000 ? path : "/"
  }
}
