import Dispatch
import Foundation
import Model
import Synchronization
import Testing

@testable import Mail

@Suite("A mail server that offers no TLS (threat 38)")
struct MailTransportTests {
  @Test("hears neither the password nor whom a letter is for, unless it is to be spoken to so")
  func withoutTLS() async throws {
    let heard = try await conversation(.startTLS)

    #expect(heard.contains("EHLO a.example"))
    #expect(!heard.contains("AUTH") && !heard.contains("MAIL FROM"))
    // The same server is spoken to when the settings say so: what it says is no hindrance.
    let inTheClear = try await conversation(.none)
    #expect(inTheClear.contains("AUTH PLAIN") && inTheClear.contains("MAIL FROM:<a@a.example>"))
  }

  /// What a server in the clear hears of a letter that it does not get.
  private func conversation(_ security: MailServer.Security) async throws -> String {
    let listener = try ClearServer()
    listener.serveOne()
    var server = try #require(
      MailServer("127.0.0.1:\(listener.port)", security: security, greeting: "a.example")
    )
    (server.user, server.password) = ("alice", "secret")
    let message = MailMessage(
      from: MailSender(name: "a", address: try #require(MailAddress("a@a.example"))),
      to: try #require(MailAddress("b@b.example")),
      Letter(subject: "s", text: "t", html: "h", language: "en"),
      at: Date(timeIntervalSince1970: 0),
      nonce: 1
    )

    let outcome = await MailClient(server).send(message)

    #expect(outcome != .sent)
    return listener.heard.withLock { $0 }
  }
}

/// A mail server of one conversation that offers to sign in, and no TLS; it takes nobody's letters.
private final class ClearServer: Sendable {
  let port: Int
  let heard = Mutex("")
  private let listener: Int32

  private struct NoSocket: Error {}

  init() throws {
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let size = length
    let isListening = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(listener, $0, size) == 0 && listen(listener, 1) == 0
          && getsockname(listener, $0, &length) == 0
      }
    }
    guard isListening else { throw NoSocket() }
    self.listener = listener
    port = Int(UInt16(bigEndian: address.sin_port))
  }

  deinit { close(listener) }

  func serveOne() {
    DispatchQueue.global().async { [self] in
      let connection = accept(listener, nil, nil)
      guard connection >= 0 else { return }
      defer { close(connection) }
      say("220 here", to: connection)
      var bytes = [UInt8](repeating: 0, count: 4_096)
      while case let count = read(connection, &bytes, bytes.count), count > 0 {
        let line = String(decoding: bytes[..<count], as: UTF8.self)
        heard.withLock { $0 += line }
        if line.hasPrefix("EHLO") {
          say("250-here\r\n250 AUTH PLAIN", to: connection)
        } else if line.hasPrefix("AUTH") {
          say("334 ", to: connection)
        } else if line.hasPrefix("MAIL") || line.hasPrefix("QUIT") {
          say("451 not now", to: connection)
        } else {
          say("235 welcome", to: connection)
        }
      }
    }
  }

  private func say(_ line: String, to connection: Int32) {
    let bytes = Array("\(line)\r\n".utf8)
    _ = send(connection, bytes, bytes.count, Int32(MSG_NOSIGNAL))
  }
}
