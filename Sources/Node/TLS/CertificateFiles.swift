import Foundation

/// Where a certificate and its key lie.
package struct CertificateFiles: Hashable, Sendable {
  package let certificate: String
  package let key: String

  package init(certificate: String, key: String) {
    self.certificate = certificate
    self.key = key
  }

  /// The files that the configuration names; nothing when a proxy ends TLS.
  package init?(_ configuration: NodeConfiguration, home: NodeHome) {
    switch configuration.tlsMode {
    case .proxy: return nil
    case .selfSigned: self.init(certificate: home.ownCertificate, key: home.ownCertificateKey)
    case .acme: self = home.acmeFiles
    case .files:
      guard let certificate = configuration.tlsCertificate, let key = configuration.tlsKey else {
        return nil
      }
      self.init(certificate: home.file(certificate), key: home.file(key))
    }
  }

  /// Changes whenever one of the files is replaced or written to.
  struct Fingerprint: Equatable, Sendable {
    private let parts: [Int]

    init(_ paths: [String]) {
      parts = paths.flatMap { path -> [Int] in
        var status = stat()
        guard stat(path, &status) == 0 else { return [-1] }
        let time = status.st_mtim
        return [Int(status.st_ino), Int(status.st_size), time.tv_sec, time.tv_nsec]
      }
    }
  }

  var fingerprint: Fingerprint { Fingerprint([certificate, key]) }

  func text(of path: String) throws(StartupFailure) -> String {
    let bytes: [UInt8]?
    do {
      bytes = try PrivateFile.read(path, limit: 1 << 20)
    } catch {
      throw .certificateUnreadable(path: path, reason: error.reason)
    }
    guard let bytes else {
      throw .certificateUnreadable(path: path, reason: "it does not exist")
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// A key that every user of the machine can read is no secret.
  func checkKeyPermissions() throws(StartupFailure) {
    guard let status = try FileStatus(of: key), status.mode & 0o007 != 0 else { return }
    throw .permissionsTooOpen(path: key, mode: status.mode, mend: "chmod o-rwx \(key)")
  }
}

extension StartupFailure {
  fileprivate var reason: String {
    if case .fileUnreadable(_, let reason) = self { reason } else { message }
  }
}
