/// What a node says of itself: how it is reached, by which key it speaks, and what it is.
package struct NodeRecord: Hashable, Sendable {
  /// What kind of organisation runs a node.
  package enum Kind: String, Sendable, CaseIterable, Codable {
    case company, association, publicBody, cooperative, collective, independent
  }

  /// The hash of the record as it was written; of a node's first one in a territory it is the
  /// member's id.
  package var digest: Digest
  /// The node's actor.
  package var actor: String
  /// The node's Ed25519 key as Multikey.
  package var key: String
  /// The hash of `key`.
  package var keyDigest: Digest
  /// The hash of the key that will follow: whoever shows it may replace `key`.
  package var nextKeyDigest: Digest
  package var inbox: String
  /// False for a node that takes no connections: it collects what is for it.
  package var isReachable: Bool
  /// `address:port`, in place of DNS.
  package var addresses: [String]
  /// `sha256/…` of the current TLS key and perhaps the next; none where authorities vouch.
  package var tlsPins: [String]
  package var presentation: Presentation

  /// How the organisation shows itself in the directory.
  package struct Presentation: Hashable, Sendable {
    package var name: String
    package var kind: Kind
    package var summary: String
    /// INSEE codes of communes.
    package var places: [String]
    package var siren: String?
    package var rna: String?

    package init(
      name: String,
      kind: Kind,
      summary: String = "",
      places: [String] = [],
      siren: String? = nil,
      rna: String? = nil
    ) {
      self.name = name
      self.kind = kind
      self.summary = summary
      self.places = places
      self.siren = siren
      self.rna = rna
    }
  }

  package init(
    digest: Digest,
    actor: String,
    key: String,
    keyDigest: Digest,
    nextKeyDigest: Digest,
    inbox: String,
    isReachable: Bool = true,
    addresses: [String] = [],
    tlsPins: [String] = [],
    presentation: Presentation
  ) {
    self.digest = digest
    self.actor = actor
    self.key = key
    self.keyDigest = keyDigest
    self.nextKeyDigest = nextKeyDigest
    self.inbox = inbox
    self.isReachable = isReachable
    self.addresses = addresses
    self.tlsPins = tlsPins
    self.presentation = presentation
  }
}
