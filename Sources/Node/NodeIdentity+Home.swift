import Federation
import Foundation
import Model
import Signatures

extension NodeIdentity {
  /// What the configuration and the keys of a home say of its node.
  init(_ configuration: NodeConfiguration, home: NodeHome, secrets: SecretBox) {
    // Both are asked for with every message to a peer.
    let certificate = CertificateFiles(configuration, home: home).map { [$0.certificate, $0.key] }
    let pins = CachedByFiles((certificate ?? []) + [home.nextCertificateKey]) {
      try OpenNode.tlsPins(configuration, home: home)
    }
    let nextKey = CachedByFiles([home.nextEd25519Key]) { try Self.nextKeyDigest(home) }
    self.init(
      presentation: NodeRecord.Presentation(configuration),
      isReachable: configuration.networkReachable,
      addresses: configuration.networkAddresses,
      // A record without pins would shut out all who know this node by them.
      tlsPins: { try pins.value },
      nextKeyDigest: { try nextKey.value },
      seal: { secret, owner in Array(try secrets.seal(Data(secret), for: owner)) },
      unseal: { sealed, owner in Array(try secrets.open(Data(sealed), for: owner)) }
    )
  }

  private static func nextKeyDigest(_ home: NodeHome) throws -> Digest {
    Digest(ofKey: try NodeKeyFiles(home).next().verificationKey.multikey ?? "")
  }
}
