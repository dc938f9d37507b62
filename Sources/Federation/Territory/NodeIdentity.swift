import Model

/// What this node says of itself in its records.
package struct NodeIdentity: Sendable {
  package var presentation: NodeRecord.Presentation
  /// False for a node that takes no connections.
  package var isReachable: Bool
  /// `address:port` in place of DNS.
  package var addresses: [String]
  /// The pins of the current TLS key and perhaps the next; read anew, since they rotate.
  package var tlsPins: @Sendable () throws -> [String]
  /// The hash of the key that will follow the node's Ed25519 key.
  package var nextKeyDigest: @Sendable () throws -> Digest
  /// Seals and opens secrets for the database; what they belong to is bound into the seal.
  package var seal: @Sendable (_ secret: [UInt8], _ owner: String) throws -> [UInt8]
  package var unseal: @Sendable (_ sealed: [UInt8], _ owner: String) throws -> [UInt8]

  package init(
    presentation: NodeRecord.Presentation,
    isReachable: Bool = true,
    addresses: [String] = [],
    tlsPins: @escaping @Sendable () throws -> [String] = { [] },
    nextKeyDigest: @escaping @Sendable () throws -> Digest,
    seal: @escaping @Sendable (_ secret: [UInt8], _ owner: String) throws -> [UInt8],
    unseal: @escaping @Sendable (_ sealed: [UInt8], _ owner: String) throws -> [UInt8]
  ) {
    self.presentation = presentation
    self.isReachable = isReachable
    self.addresses = addresses
    self.tlsPins = tlsPins
    self.nextKeyDigest = nextKeyDigest
    self.seal = seal
    self.unseal = unseal
  }
}
