import Foundation
import HTTPTypes
import Hummingbird
import Logging
import NIOCore

/// The node's ear for its own command line: HTTP on a Unix socket that only its user may open.
struct AdminSocket {
  private let home: NodeHome
  private let execute: AdminExecutor

  /// A file or a password, not more.
  private static let largestRequest = 64 << 20

  init(home: NodeHome, execute: @escaping AdminExecutor) {
    self.home = home
    self.execute = execute
  }

  /// The service that listens.
  func application(logger: Logger) throws -> some ApplicationProtocol {
    // What a killed server left behind; the lock of the home says that nobody uses it.
    try? FileManager.default.removeItem(atPath: home.adminSocket)
    let path = home.adminSocket
    return Application(
      router: router(),
      configuration: ApplicationConfiguration(
        address: .unixDomainSocket(path: path),
        serverName: "maillage"
      ),
      onServerRunning: { _ in chmod(path, 0o600) },
      logger: logger
    )
  }

  private func router() -> Router<BasicRequestContext> {
    let router = Router()
    router.post("/command") { request, _ -> Response in
      let body = try await request.body.collect(upTo: Self.largestRequest)
      let command = try JSONDecoder().decode(AdminRequest.self, from: Data(buffer: body))
      let reply = await execute(command)
      let bytes = try JSONEncoder().encode(reply)
      return Response(
        status: .ok,
        headers: [.contentType: "application/json"],
        body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes))
      )
    }
    return router
  }
}
