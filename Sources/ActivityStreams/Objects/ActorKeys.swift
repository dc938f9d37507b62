extension AS {
  /// The keys an actor publishes.
  package struct ActorKeys: Hashable, Sendable {
    /// RSA keys for HTTP signatures, as the whole fediverse reads them.
    package var publicKeys: [PublicKey]
    /// Ed25519 keys for proofs and HTTP signatures (FEP-521a).
    package var assertionMethods: [Multikey]

    package init(publicKeys: [PublicKey] = [], assertionMethods: [Multikey] = []) {
      self.publicKeys = publicKeys
      self.assertionMethods = assertionMethods
    }

    /// Keys of other kinds, and those that are only pointed at, are passed over.
    init(_ fields: Fields) throws(Malformed) {
      publicKeys = try fields.readable("publicKey", atMost: Limits.keys)
      assertionMethods = try fields.readable("assertionMethod", atMost: Limits.keys)
    }

    func write(to members: inout Members) {
      members.put(oneOrMore: "publicKey", publicKeys)
      members.put(list: "assertionMethod", assertionMethods)
    }
  }
}
