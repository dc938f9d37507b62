import Foundation
import Logging
import NIOCore
import NIOSSL
import Synchronization

/// Holds the certificate that the server shows, and replaces it while the server runs.
package final class CertificateStore: Sendable {
  // A class, since each handshake and the watch share the certificate.
  private let files: CertificateFiles
  private let logger: Logger
  private let now: @Sendable () -> Date
  private let state: Mutex<State>

  private struct State {
    var served: ServedCertificate
    /// Of the files as they were last tried, so that a broken pair is reported once.
    var tried: CertificateFiles.Fingerprint
  }

  /// Reads the certificate for the first time; refuses to start without a usable one.
  package init(
    _ files: CertificateFiles,
    logger: Logger,
    now: @escaping @Sendable () -> Date
  ) throws(StartupFailure) {
    self.files = files
    self.logger = logger
    self.now = now
    let tried = files.fingerprint
    let served = try ServedCertificate(reading: files)
    state = Mutex(State(served: served, tried: tried))
    warnOfExpiry(served.summary)
  }

  /// The certificate that new connections get.
  package var current: ServedCertificate { state.withLock(\.served) }

  /// Reads the files again when they changed since the last try.
  package func reloadIfChanged() {
    let fingerprint = files.fingerprint
    guard state.withLock({ $0.tried != fingerprint }) else { return }
    reload()
  }

  /// Reads the files again; keeps the certificate as it is when they are unusable.
  package func reload() {
    let tried = files.fingerprint
    do throws(StartupFailure) {
      let served = try ServedCertificate(reading: files)
      state.withLock { $0 = State(served: served, tried: tried) }
      logger.notice(
        "certificate loaded",
        metadata: [
          "certificate.subject": "\(served.summary.subject)",
          "certificate.notAfter": "\(served.summary.notAfter.formatted(.iso8601))",
          "certificate.pin": "\(served.summary.pin)",
        ]
      )
      warnOfExpiry(served.summary)
    } catch {
      state.withLock { $0.tried = tried }
      logger.error(
        "new certificate refused, the old one stays in use",
        metadata: ["reason": "\(error.message)", "next": "\(error.nextStep)"]
      )
    }
  }

  /// The server's side of TLS, with the certificate that is current when a connection opens.
  package func serverTLSConfiguration() -> TLSConfiguration {
    let served = current
    var configuration = TLSConfiguration.makeServerConfiguration(
      certificateChain: served.chain.map { .certificate($0) },
      privateKey: .privateKey(served.key)
    )
    configuration.minimumTLSVersion = .tlsv12
    // Who connects may say who it is, and need not. The list of authorities holds only this
    // certificate: a browser with certificates of its own finds none that fits and asks nobody.
    configuration.certificateVerification = .optionalVerification
    configuration.trustRoots = .certificates(Array(served.chain.prefix(1)))
    configuration.sendCANameList = true
    // A client that never answers to the goodbye must not hold up a node that stops.
    configuration.shutdownTimeout = .seconds(1)
    configuration.sslContextCallback = { [self] _, promise in
      let served = current
      var override = NIOSSLContextConfigurationOverride()
      override.certificateChain = served.chain.map { .certificate($0) }
      override.privateKey = .privateKey(served.key)
      promise.succeed(override)
    }
    return configuration
  }

  /// Takes whatever certificate a client presents: TLS proves that it has the key, and what the
  /// key is worth is judged where that matters (``KnownNodes/Node/requireClient(_:isBehindProxy:)``).
  package static let anyClient:
    @Sendable ([NIOSSLCertificate], EventLoopPromise<NIOSSLVerificationResult>) -> Void = {
      _,
      promise in
      promise.succeed(.certificateVerified)
    }

  private func warnOfExpiry(_ summary: CertificateSummary) {
    guard let warning = summary.warning(at: now()) else { return }
    logger.warning(
      warning == .ended ? "certificate has expired" : "certificate expires soon",
      metadata: ["certificate.notAfter": "\(summary.notAfter.formatted(.iso8601))"]
    )
  }
}
