import ACME
import Foundation
import Model
import NIOSSL
import Synchronization

/// What the authority looks for at this node while an order is under way: for the listener on port
/// 80 and for TLS handshakes.
package final class ChallengeBoard: ChallengeShowing, Sendable {
  // A class, since the order, the listener and each handshake share it.
  private struct State {
    var texts: [String: String] = [:]
    var contexts: [String: NIOSSLContext] = [:]
    var isTaken = false
    var obstacle: String?
    var isDoorOpen = false
  }

  private let state = Mutex(State())
  private let now: @Sendable () -> Date

  init(now: @escaping @Sendable () -> Date) { self.now = now }

  package func show(_ answer: ChallengeAnswer) throws {
    switch answer.kind {
    case .http01:
      if let obstacle { throw Refusal.unavailable(obstacle) }
      state.withLock { $0.texts[answer.token] = answer.authorization }
    case .tlsALPN01:
      let context = try Self.context(try ChallengeCertificate(answer, at: now()))
      state.withLock { $0.contexts[answer.name.lowercased()] = context }
    }
  }

  package func takeBack(_ answer: ChallengeAnswer) {
    state.withLock { state in
      state.texts[answer.token] = nil
      state.contexts[answer.name.lowercased()] = nil
    }
  }

  /// What stands at `/.well-known/acme-challenge/TOKEN`.
  func text(for token: String) -> String? { state.withLock { $0.texts[token] } }

  /// With what a handshake for a name is answered.
  func context(for name: String) -> NIOSSLContext? {
    state.withLock { $0.contexts[name.lowercased()] }
  }

  /// Whether handshakes have to be looked at.
  var expectsHandshake: Bool { state.withLock { !$0.contexts.isEmpty } }

  // MARK: One order at a time

  /// - Returns: False while another order is under way.
  func take() -> Bool {
    state.withLock { state in
      defer { state.isTaken = true }
      return !state.isTaken
    }
  }

  func giveBack() { state.withLock { $0.isTaken = false } }

  // MARK: The listener of http-01

  /// Why nobody is heard on the port of `acme.httpPort`; nothing while it listens.
  package var obstacle: String? {
    state.withLock { state in
      state.isDoorOpen ? nil : state.obstacle ?? "The port for http-01 is not open yet."
    }
  }

  func opened() { state.withLock { ($0.isDoorOpen, $0.obstacle) = (true, nil) } }

  func closed(_ why: String) { state.withLock { ($0.isDoorOpen, $0.obstacle) = (false, why) } }

  private static func context(_ certificate: ChallengeCertificate) throws -> NIOSSLContext {
    var configuration = TLSConfiguration.makeServerConfiguration(
      certificateChain: [
        .certificate(try NIOSSLCertificate(bytes: certificate.der, format: .der))
      ],
      privateKey: .privateKey(
        try NIOSSLPrivateKey(bytes: Array(certificate.keyPEM.utf8), format: .pem)
      )
    )
    configuration.minimumTLSVersion = .tlsv12
    configuration.applicationProtocols = [ChallengeCertificate.applicationProtocol]
    return try NIOSSLContext(configuration: configuration)
  }
}
