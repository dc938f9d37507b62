import Foundation

extension NodeHome {
  /// Chain and key that came by ACME, in one file: a crash leaves the old ones or the new ones.
  package var acmeCertificate: String { file("keys/acme-certificate.pem") }
  /// The key by which the authority knows this node.
  package var acmeAccountKey: String { file("keys/acme-account.pem") }

  var acmeFiles: CertificateFiles {
    CertificateFiles(certificate: acmeCertificate, key: acmeCertificate)
  }

  /// Makes a certificate to serve with until the first one comes, where there is none.
  ///
  /// It is signed by itself, and nobody is told its pin: others refuse it.
  func makeStandIn(_ configuration: NodeConfiguration, at now: Date) throws {
    guard configuration.tlsMode == .acme, try FileStatus(of: acmeCertificate) == nil else { return }
    let made = try CertificateMaker.selfSigned(host: configuration.nodeHost, from: now)
    try PrivateFile.write(Array((made.keyPEM + made.certificatePEM).utf8), to: acmeCertificate)
  }
}
