import Federation
import Foundation
import Model

extension OpenNode {
  /// The pins of the node's certificate for its record: the current one and, once it was made, the
  /// next.
  ///
  /// None behind a proxy, which has the certificate and may change it; none by ACME; none for a certificate from
  /// elsewhere, unless `tls.publishPin` says that its key stays.
  package var tlsPins: [String] {
    get throws { try Self.tlsPins(configuration, home: home) }
  }

  static func tlsPins(_ configuration: NodeConfiguration, home: NodeHome) throws -> [String] {
    guard let files = CertificateFiles(configuration, home: home) else { return [] }
    if configuration.tlsMode == .files, !configuration.tlsPublishPin { return [] }
    // Its key changes with each renewal.
    if configuration.tlsMode == .acme { return [] }
    let current = try ServedCertificate(reading: files).summary.pin
    let next = try nextPin(configuration, home: home)
    return [current] + [next].compactMap(\.self).filter { $0 != current }
  }

  /// The pin of the key that is to come; nothing while there is none.
  package var nextPin: String? {
    get throws { try Self.nextPin(configuration, home: home) }
  }

  private static func nextPin(
    _ configuration: NodeConfiguration,
    home: NodeHome
  ) throws -> String? {
    guard configuration.tlsMode == .selfSigned,
      let key = try PrivateFile.read(home.nextCertificateKey, limit: 16_384)
    else { return nil }
    return try CertificateMaker.pin(ofKeyPEM: String(decoding: key, as: UTF8.self)).description
  }

  /// Makes the key for the certificate after the next change of keys, once.
  ///
  /// - Returns: Its pin.
  /// - Throws: `Refusal.conflict` when the certificate comes from elsewhere.
  package func makeNextPin() throws -> String {
    guard configuration.tlsMode == .selfSigned else {
      throw Refusal.conflict("The certificate comes from elsewhere, and so does its next key.")
    }
    if let pin = try nextPin { return pin }
    let key = CertificateMaker.newKey()
    try PrivateFile.write(Array(key.utf8), to: home.nextCertificateKey)
    return try CertificateMaker.pin(ofKeyPEM: key).description
  }

  package var nextCertificateKey: String? {
    get throws {
      try PrivateFile.read(home.nextCertificateKey, limit: 16_384)
        .map { String(decoding: $0, as: UTF8.self) }
    }
  }
}
