import ActivityStreams
import Federation
import Foundation
import Model
import Signatures
import Storage

/// Makes local actors with real keys; "sealed" keys are in the clear, the seal has tests elsewhere.
struct LocalKeys: Sendable {
  let addresses: Addresses

  func insert(
    _ kind: ActorProfile.Kind,
    named name: String,
    approvesFollowers: Bool = false,
    at now: Date,
    in tx: Transaction
  ) throws -> ActorProfile {
    let uri = addresses.actor(kind, named: name)
    let profile = ActorProfile(
      id: ActorID(rawValue: 0),
      uri: uri.string,
      kind: kind,
      name: name,
      host: addresses.origin.authority,
      isLocal: true,
      displayName: name.capitalized,
      endpoints: addresses.endpoints(of: uri, page: addresses.page(of: name)),
      traits: ActorTraits(approvesFollowers: approvesFollowers),
      createdAt: now
    )
    let keys = try signers(of: uri).map { algorithm, signer -> (ActorKey, sealed: [UInt8]?) in
      let key = signer.key.verificationKey
      let text = algorithm == .rsa ? key.pem : try required(key.multikey, "a multikey")
      return (
        ActorKey(uri: signer.keyID.value, algorithm: algorithm, publicKey: text),
        kind == .application ? nil : signer.key.der
      )
    }
    let id = try tx.actors.insertLocal(profile, keys: keys)
    return try required(tx.actors.find(id), name)
  }

  func signers(of actor: AS.IRI) throws -> [ActorKey.Algorithm: Signer] {
    let rsa = addresses.key(.rsa, of: actor).string
    let ed25519 = addresses.key(.ed25519, of: actor).string
    return [
      .rsa: Signer(keyID: try required(KeyID(rsa)), key: try TestKeys.rsa(0)),
      .ed25519: Signer(keyID: try required(KeyID(ed25519)), key: try Self.seeded(actor.string)),
    ]
  }

  /// The same key for the same actor, so that a node keeps its own over a restart.
  static func seeded(_ name: String) throws -> SigningKey {
    try SigningKey(ed25519Seed: BodyDigest(of: Array(name.utf8)).sha256)
  }
}
