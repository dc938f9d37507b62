import Federation
import Synchronization

/// The node's certificate as it shows it when it connects to others, read when it is first needed.
final class OwnCertificate: Sendable {
  // A class, since all connections share what was read.
  private struct Loaded {
    var fingerprint: CertificateFiles.Fingerprint
    var identity: ClientIdentity?
  }

  private let files: CertificateFiles
  private let loaded = Mutex<Loaded?>(nil)

  /// Nothing behind a proxy, which has the certificate.
  init?(_ configuration: NodeConfiguration, home: NodeHome) {
    guard let files = CertificateFiles(configuration, home: home) else { return nil }
    self.files = files
  }

  init(_ files: CertificateFiles) {
    self.files = files
  }

  /// The certificate in the files; while they are unusable, the last one that was not.
  var identity: ClientIdentity? {
    let fingerprint = files.fingerprint
    return loaded.withLock { loaded in
      if let loaded, loaded.fingerprint == fingerprint { return loaded.identity }
      let identity = (try? ServedCertificate(reading: files))?.identity ?? loaded?.identity
      loaded = Loaded(fingerprint: fingerprint, identity: identity)
      return identity
    }
  }
}

extension ServedCertificate {
  fileprivate var identity: ClientIdentity? {
    SPKIPin(summary.pin).map { ClientIdentity(chain: chain, key: key, pin: $0) }
  }
}
