import ACME
import Federation
import Foundation
import Logging
import Metrics
import Model
import Storage
import X509

/// Gets the node's certificate from an authority by ACME, and keeps it.
package struct CertificateDesk: Sendable {
  private let node: OpenNode

  package init(_ node: OpenNode) { self.node = node }

  private var configuration: NodeConfiguration { node.configuration }

  /// How the last orders went.
  package var record: RenewalRecord {
    get async throws {
      let directory = configuration.acmeDirectory
      return try await node.database.read { try RenewalRecord(of: directory, in: $0) }
    }
  }

  /// Whether a certificate is to be replaced: it is a stand-in, for another name, or a third of its
  /// life or less is left.
  package func isDue(_ certificate: CertificateSummary, at now: Date) -> Bool {
    guard !certificate.isSelfSigned, certificate.covers(configuration.nodeHost) else { return true }
    return certificate.renewalTime <= now
  }

  /// Orders a certificate with a new key and takes it into use.
  ///
  /// Open connections go on with the old one; new ones get the new one within seconds
  /// (``CertificateWatch``).
  ///
  /// - Returns: The new certificate.
  /// - Throws: `ACMEFailure`, which the record has as well; `Refusal` when none can be ordered now.
  package func obtain() async throws -> CertificateSummary {
    guard node.challenges.take() else { throw Refusal.conflict("An order is under way already.") }
    defer { node.challenges.giveBack() }
    try checkPlace()
    let key = try accountKey()
    try await note { $0.begin(at: $1) }
    do {
      let issued = try await order(from: configuration.acmeDirectory, key, isRehearsal: false)
      try PrivateFile.write(Array(issued.pem.utf8), to: node.home.acmeCertificate, replacing: true)
      let files = node.home.acmeFiles
      let summary = try ServedCertificate(reading: files).summary
      try await note { $0.succeed(at: $1) }
      count("issued")
      return summary
    } catch {
      count("failed")
      let failure = error as? ACMEFailure
      let words = failure.map { "\($0)" } ?? "\(error)"
      try await note {
        $0.fail(words.sentence, failure?.nextStep, wait: failure?.retryAfter, at: $1)
      }
      throw error
    }
  }

  /// Orders a certificate of the authority for trials and throws it away: nothing is kept of it.
  ///
  /// - Returns: Until when it would hold.
  package func rehearse() async throws -> Date {
    guard node.challenges.take() else { throw Refusal.conflict("An order is under way already.") }
    defer { node.challenges.giveBack() }
    let directory = configuration.acmeStagingDirectory
    return try await order(from: directory, ACMEAccountKey(), isRehearsal: true).notAfter
  }

  // MARK: Parts

  private func order(
    from directory: String,
    _ key: ACMEAccountKey,
    isRehearsal: Bool
  ) async throws -> IssuedCertificate {
    let client = try OutboundClient(
      try outboundSettings(),
      logger: Logger(label: "maillage.acme")
    )
    let now = node.services.now
    let surroundings = ACMESurroundings(
      now: now,
      pause: { try await Task.sleep(for: .seconds($0)) },
      send: { (request: ACMERequest) async throws(ACMEFailure) -> ACMEResponse in
        try await Self.send(request, by: client)
      }
    )
    let session = ACMESession(directory: directory, key: key, in: surroundings)
    let result: Result<IssuedCertificate, ACMEFailure>
    do throws(ACMEFailure) {
      let wish = self.wish(isRehearsal: isRehearsal)
      result = .success(try await session.obtain(wish, showing: node.challenges))
    } catch {
      result = .failure(error)
    }
    await client.shutdown()
    return try result.get()
  }

  private func wish(isRehearsal: Bool) -> CertificateWish {
    let account: ExternalAccount?
    if !isRehearsal, let id = configuration.acmeKeyID, let secret = configuration.acmeKey {
      account = ExternalAccount(id: id, secret: secret)
    } else {
      account = nil
    }
    return CertificateWish(
      name: configuration.nodeHost,
      challenge: configuration.acmeChallenge,
      contacts: configuration.acmeContact.map { ["mailto:\($0)"] } ?? [],
      agreesToTerms: configuration.acmeTermsAgreed,
      account: account,
      // The authority for trials is one that nobody trusts.
      authorities: isRehearsal ? nil : authorities()
    )
  }

  /// Those of the system and those that the settings name.
  private func authorities() -> [Certificate] {
    let named = [configuration.acmeCertificateAuthority, configuration.networkTrustRoots]
      .compactMap { $0.map(node.home.file) }
    let system = TrustRoots.systemFiles.first { FileManager.default.fileExists(atPath: $0) }
    return (named + [system].compactMap(\.self)).flatMap(AuthorityFile.read)
  }

  private func outboundSettings() throws -> OutboundSettings {
    var settings = try OutboundSettings(configuration, home: node.home)
    settings.budget = nil
    settings.identity = { nil }
    if let file = configuration.acmeCertificateAuthority {
      settings.extraRootsFile = node.home.file(file)
    }
    return settings
  }

  private static func send(
    _ request: ACMERequest,
    by client: OutboundClient
  ) async throws(ACMEFailure) -> ACMEResponse {
    let type = request.body == nil ? [] : [("Content-Type", ACMERequest.contentType)]
    do throws(OutboundFailure) {
      let response = try await client.send(
        OutboundRequest(
          request.body == nil ? .get : .post,
          request.url,
          fields: [("Accept", request.accept)] + type,
          body: request.body ?? [],
          maximumResponseBytes: 256 << 10
        )
      )
      return ACMEResponse(status: response.status, fields: response.fields, body: response.body)
    } catch {
      if case .cancelled = error { throw .cancelled }
      throw .unreachable(reason: "\(error)")
    }
  }

  /// Nothing is ordered that could not be kept.
  private func checkPlace() throws {
    guard access(node.home.keys, W_OK) == 0 else {
      throw StartupFailure.fileUnwritable(
        path: node.home.keys,
        reason: String(cString: strerror(errno))
      )
    }
  }

  private func accountKey() throws -> ACMEAccountKey {
    let path = node.home.acmeAccountKey
    guard let bytes = try PrivateFile.read(path, limit: 16_384) else {
      let key = ACMEAccountKey()
      try PrivateFile.write(Array(key.pem.utf8), to: path)
      return key
    }
    guard let key = ACMEAccountKey(pem: String(decoding: bytes, as: UTF8.self)) else {
      throw Refusal.conflict("\(path) is no key: move it away, and a new account is made.")
    }
    return key
  }

  private func note(
    _ change: @escaping @Sendable (inout RenewalRecord, Date) -> Void
  ) async throws {
    let (directory, now) = (configuration.acmeDirectory, node.services.now())
    try await node.database.write { tx in
      var record = try RenewalRecord(of: directory, in: tx)
      change(&record, now)
      try record.save(in: tx)
    }
  }

  private func count(_ outcome: String) {
    Counter(label: "maillage_acme_orders_total", dimensions: [("outcome", outcome)]).increment()
  }
}

extension String {
  /// With a capital at its beginning and a full stop at its end.
  fileprivate var sentence: String {
    prefix(1).uppercased() + dropFirst() + (hasSuffix(".") ? "" : ".")
  }
}
