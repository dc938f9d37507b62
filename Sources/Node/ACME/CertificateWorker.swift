import ACME
import Federation
import Foundation
import Logging
import Model
import ServiceLifecycle
import Storage

/// Watches how long the certificate holds: measures it, tells admins before it ends, and renews one
/// that came by ACME.
package struct CertificateWorker: Service {
  private let node: OpenNode
  /// An authority looks at a node that serves.
  private let isServing: @Sendable () -> Bool

  package init(node: OpenNode, isServing: @escaping @Sendable () -> Bool) {
    self.node = node
    self.isServing = isServing
  }

  package func run() async throws {
    guard CertificateFiles(node.configuration, home: node.home) != nil else {
      return try await gracefulShutdown()
    }
    await Rounds(node.services.logger, failing: "The certificate is not renewed.").run {
      try await work()
    } rest: {
      try? await Task.sleep(for: isServing() ? .seconds(30) : .seconds(1))
    }
  }

  /// Looks at the certificate once.
  package func work() async throws {
    guard let files = CertificateFiles(node.configuration, home: node.home) else { return }
    let served = Result { try ServedCertificate(reading: files).summary }
    let now = node.services.now()
    if case .success(let certificate) = served { await writeLetters(about: certificate, at: now) }
    guard node.configuration.tlsMode == .acme else {
      _ = try served.get()
      return
    }
    guard isServing() else { return }
    let desk = CertificateDesk(node)
    // One that cannot be read will not be after a restart either.
    let isDue = (try? served.get()).map { desk.isDue($0, at: now) } ?? true
    guard isDue, try await desk.record.allowsTry(at: now) else { return }
    if case .failure(let error) = served {
      node.services.logger.warning(
        "The certificate cannot be read: another one is ordered.",
        metadata: ["reason": "\(error)"]
      )
    }
    let issued = try await desk.obtain()
    node.services.logger.notice(
      "A new certificate came.",
      metadata: ["certificate.notAfter": "\(issued.notAfter.formatted(.iso8601))"]
    )
  }

  /// Writes to the admins; what hinders that does not hinder the renewal.
  private func writeLetters(about certificate: CertificateSummary, at now: Date) async {
    await node.services.logger.attempt("Nobody is told when the certificate ends.") {
      try await ExpiryLetters(node: node).write(about: certificate, at: now)
    }
  }
}
