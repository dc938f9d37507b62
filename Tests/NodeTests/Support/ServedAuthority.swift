import ACME
import Foundation
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import Synchronization
import TestSupport
import Testing

@testable import Node

/// An authority that listens on this machine over TLS, with a certificate of its own root.
final class ServedAuthority: Sendable {
  // A class, since it ends its server when the last one who uses it lets go.
  static let host = "ca.test"

  let authority: TestAuthority
  let port: Int
  let scratch: ScratchDirectory
  private let server = Mutex<Task<Void, Never>?>(nil)

  init(
    now: @escaping @Sendable () -> Date = { Date() },
    look: @escaping TestAuthority.Look
  ) async throws {
    port = try FreePort.next()
    scratch = try ScratchDirectory()
    authority = try TestAuthority(origin: "https://\(Self.host):\(port)", now: now, look: look)
    let identity = try authority.identity(of: Self.host)
    try scratch.write(authority.rootPEM, to: "root.pem")
    try scratch.write(identity.keyPEM + "\n" + identity.chainPEM, to: "served.pem")
    try await start()
  }

  deinit { server.withLock { $0?.cancel() } }

  var rootFile: String { scratch.file("root.pem") }

  private func start() async throws {
    let files = CertificateFiles(
      certificate: scratch.file("served.pem"),
      key: scratch.file("served.pem")
    )
    let silent = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    let store = try CertificateStore(files, logger: silent, now: { Date() })
    let router = Router()
    let authority = authority
    for method in [HTTPRequest.Method.get, .post] {
      router.on("/**", method: method) { request, _ -> Response in
        let body = try await request.body.collect(upTo: 1 << 20)
        let answer = await authority.answer(
          ACMERequest(
            authority.origin + request.uri.path,
            body: method == .post ? Array(body.readableBytesView) : nil
          )
        )
        var response = Response(
          status: .init(code: answer.status),
          body: ResponseBody(byteBuffer: ByteBuffer(bytes: answer.body))
        )
        for (name, value) in answer.fields {
          guard let name = HTTPField.Name(name) else { continue }
          response.headers[name] = value
        }
        return response
      }
    }
    let (running, isRunning) = AsyncStream.makeStream(of: Void.self)
    let application = Application(
      router: router,
      server: try store.serverBuilder(.init(), offersHTTP2: false),
      configuration: .init(address: .hostname("127.0.0.1", port: port)),
      onServerRunning: { _ in isRunning.yield() },
      logger: silent
    )
    server.withLock { $0 = Task { try? await application.run() } }
    _ = await running.first { _ in true }
  }
}
