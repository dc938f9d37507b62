import NIOSSL
import SwiftASN1
import X509

/// A certificate with its chain and its key, read and found to belong together.
package struct ServedCertificate: Sendable {
  /// Leaf first.
  package let chain: [NIOSSLCertificate]
  package let key: NIOSSLPrivateKey
  package let summary: CertificateSummary

  /// Reads the two PEM files of a certificate.
  package init(reading files: CertificateFiles) throws(StartupFailure) {
    let certificatePEM = try files.text(of: files.certificate)
    let keyPEM = try files.text(of: files.key)
    try files.checkKeyPermissions()
    do {
      chain = try NIOSSLCertificate.fromPEMBytes(Array(certificatePEM.utf8))
      guard let leaf = chain.first else { throw EmptyFile() }
      summary = try CertificateSummary(leaf)
    } catch {
      throw .certificateUnreadable(path: files.certificate, reason: Self.reason(error))
    }
    let publicKey: Certificate.PublicKey
    do {
      publicKey = try Self.publicKey(ofPrivate: keyPEM)
      key = try NIOSSLPrivateKey(bytes: Array(keyPEM.utf8), format: .pem)
    } catch {
      throw .certificateUnreadable(path: files.key, reason: Self.reason(error))
    }
    let isMatch = (try? Certificate(derEncoded: chain[0].toDERBytes()).publicKey) == publicKey
    guard isMatch else {
      throw .certificateKeyMismatch(certificate: files.certificate, key: files.key)
    }
  }

  /// The public half of the key in a PEM text; other blocks, such as EC parameters, are skipped.
  private static func publicKey(ofPrivate pem: String) throws -> Certificate.PublicKey {
    let documents = try PEMDocument.parseMultiple(pemString: pem)
    guard let document = documents.first(where: { $0.discriminator.hasSuffix("PRIVATE KEY") })
    else { throw EmptyFile() }
    guard document.discriminator != "ENCRYPTED PRIVATE KEY" else { throw EncryptedKey() }
    return try Certificate.PrivateKey(pemDocument: document).publicKey
  }

  private static func reason(_ error: any Error) -> String {
    switch error {
    case is EmptyFile: "it holds none in PEM form"
    case is EncryptedKey: "it is protected by a passphrase"
    default: "it is not valid (\(error))".filter { !$0.isNewline }
    }
  }

  private struct EmptyFile: Error {}
  private struct EncryptedKey: Error {}
}
