import NIOSSL

/// The certificate with which this node proves to a known node that it is the one that connects.
package struct ClientIdentity: Sendable, Hashable {
  let chain: [NIOSSLCertificate]
  let key: NIOSSLPrivateKey
  /// Of the key: the connections of another key are other connections.
  package let pin: SPKIPin

  /// Takes a certificate, leaf first, and its key.
  package init(chain: [NIOSSLCertificate], key: NIOSSLPrivateKey, pin: SPKIPin) {
    self.chain = chain
    self.key = key
    self.pin = pin
  }

  package static func == (lhs: ClientIdentity, rhs: ClientIdentity) -> Bool { lhs.pin == rhs.pin }

  package func hash(into hasher: inout Hasher) { hasher.combine(pin) }
}
