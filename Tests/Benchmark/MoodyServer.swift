import Federation
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTLS
import NIOSSL
import Node

/// How the host behind a name behaves.
enum Mood: String, CaseIterable {
  /// Takes what comes.
  case well
  /// Takes the connection and the request, and never answers.
  case hanging
  /// Answers 500.
  case failing
  /// Takes what comes, after five seconds.
  case slow
  /// Answers with a mebibyte of noise that it calls ActivityPub.
  case babbling

  /// `slow7.test` is the seventh slow host.
  init?(host: String) {
    guard let mood = Self.allCases.first(where: { host.hasPrefix($0.rawValue) }) else { return nil }
    self = mood
  }

  func host(_ number: Int) -> String { "\(rawValue)\(number).test" }
}

/// Many hosts behind one port, each with its mood; writes one line on standard error for each
/// delivery it takes.
struct MoodyServer {
  let port: Int

  func run() async throws {
    let made = try CertificateMaker.selfSigned(host: "localhost", from: SystemClock.now())
    let chain = try NIOSSLCertificate.fromPEMBytes(Array(made.certificatePEM.utf8))
    let key = try NIOSSLPrivateKey(bytes: Array(made.keyPEM.utf8), format: .pem)
    let pin = try SPKIPin(of: chain[0])
    let router = Router()
    router.post("/**") { request, _ in
      let body = try await request.body.collect(upTo: 1 << 20)
      let host = request.head.authority.map { String($0.prefix { $0 != ":" }) } ?? ""
      return try await Self.answer(host, Array(body.readableBytesView))
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
        _ = Self.noise
        print(pin)
        fflush(nil)
      }
    )
    try await application.run()
  }

  private static func answer(_ host: String, _ body: [UInt8]) async throws -> Response {
    switch Mood(host: host) {
    case .hanging:
      try await Task.sleep(for: .seconds(3_600))
      return Response(status: .accepted)
    case .failing, nil: return Response(status: .internalServerError)
    case .babbling:
      return Response(
        status: .badGateway,
        headers: [.contentType: "application/activity+json"],
        body: ResponseBody(byteBuffer: noise)
      )
    case .slow:
      try await Task.sleep(for: .seconds(5))
      return received(host, body)
    case .well: return received(host, body)
    }
  }

  /// Made once, and before anybody asks: a mebibyte of random numbers takes a processor for half a second, which
  /// on this machine is one of those that the measured node runs on.
  private static let noise = ByteBuffer(bytes: (0..<1 << 20).map { _ in UInt8.random(in: 0...255) })

  private static func received(_ host: String, _ body: [UInt8]) -> Response {
    let id = (try? JSONSerialization.jsonObject(with: Data(body)) as? [String: Any])?["id"]
    say("\(host) \(id as? String ?? "?") \(SystemClock.now().timeIntervalSince1970)")
    return Response(status: .accepted)
  }

  private static func say(_ line: String) {
    FileHandle.standardError.write(Data((line + "\n").utf8))
  }
}
