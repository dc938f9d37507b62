import Federation
import Foundation
import Model
import Signatures

extension NodeIdentity {
  /// What the configuration and the keys of a home say of its node.
  init(_ configuration: NodeConfiguration, home: NodeHome, secrets: SecretBox) {
    self.init(
      presentation: NodeRecord.Presentation(
        name: String(configuration.displayName.prefix(100)),
        kind: .independent,
        summary: String(configuration.nodeSummary.prefix(500)),
        places: configuration.nodeTerritoryPlaces
      ),
      tlsPins: { Self.pins(configuration, home: home) },
      nextKeyDigest: { try Self.nextKey(home) },
      seal: { secret, owner in Array(try secrets.seal(Data(secret), for: owner)) },
      unseal: { sealed, owner in Array(try secrets.open(Data(sealed), for: owner)) }
    )
  }

  private static func pins(_ configuration: NodeConfiguration, home: NodeHome) -> [String] {
    guard configuration.tlsMode == .selfSigned,
      let files = CertificateFiles(configuration, home: home),
      let served = try? ServedCertificate(reading: files)
    else { return [] }
    return ["\(served.summary.pin)"]
  }

  private static func nextKey(_ home: NodeHome) throws -> Digest {
    let path = home.file("keys/node-next-ed25519.pem")
    if try FileStatus(of: path) == nil {
      try PrivateFile.write(Array(SigningKey.generateEd25519().pem.utf8), to: path)
    }
    let bytes = try PrivateFile.read(path, limit: 16_384) ?? []
    let key = try SigningKey(pem: String(decoding: bytes, as: UTF8.self))
    return Digest(ofKey: key.verificationKey.multikey ?? "")
  }
}
