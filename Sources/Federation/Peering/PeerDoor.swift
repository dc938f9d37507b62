import Foundation
import Model
import Signatures
import StrictJSON

/// Who asks at the doors for nodes: proven by a signature of its node key, used once.
package struct PeerDoor: Sendable {
  let services: FederationServices

  package init(services: FederationServices) {
    self.services = services
  }

  /// A node that proved itself.
  package struct Caller: Sendable, Hashable {
    package let host: String
    /// Its Ed25519 key as Multikey.
    package let key: String
    /// What is known of it; nothing for a stranger that brought its own record.
    package let node: KnownNodes.Node?
    /// Whether it is heard only because its host shows the key, and a member of that name has
    /// another.
    var isNewcomer = false

    var actor: String { "https://\(host)/actor" }
    var target: PeerClient.Target { PeerClient.Target(host: host, key: key) }
  }

  /// Verifies a request.
  ///
  /// A record in the request is the only thing there is of a node that is not known; a node that is
  /// known cannot change its key by it, but by a rotation that was checked.
  package func caller(
    of request: RequestMessage,
    offering offered: NodeRecord? = nil,
    followedBy successor: String? = nil
  ) throws(Refusal) -> Caller {
    let signature: UnverifiedSignature
    do {
      signature = try UnverifiedSignature.parse(request)
    } catch {
      throw .unauthenticated("Not authenticated: \(error).")
    }
    guard let origin = Origin(of: signature.keyID.value), origin.scheme == "https",
      signature.keyID.value == "\(origin)/actor#ed25519-key"
    else { throw .unauthenticated("Not authenticated: the key is not a node's.") }
    let host = origin.authority
    let node = services.known.node(host: host)
    let keys = keys(of: host, offered) + (successor.map { [$0] } ?? [])
    let verified = keys.lazy.compactMap { key in
      self.verify(signature, with: key).map { ($0, key) }
    }.first
    guard let (signed, key) = verified else {
      // In the same words for those who are known and those who are not.
      throw .unauthenticated(
        "Not authenticated: no key of \(host) that is known here made the signature."
      )
    }
    // Not before: nobody else is to learn whom this node does not deal with.
    try services.flows.requireNotBarred(host)
    let now = services.now()
    guard let nonce = signed.nonce,
      try services.nonces.take(nonce, of: host, isKnown: node != nil, at: now)
    else { throw .unauthenticated("Not authenticated: the request was seen before.") }
    return Caller(host: host, key: key, node: node)
  }

  /// Lets nobody send much who names no host that is known here; that it is that host, only its
  /// signature over the whole content shows.
  package func requireKnownName(of request: RequestMessage) throws(Refusal) {
    guard let signature = try? UnverifiedSignature.parse(request),
      let origin = Origin(of: signature.keyID.value), !keys(of: origin.authority, nil).isEmpty
    else { throw .unauthenticated("Who asks is not known here: it needs a peering first.") }
  }

  /// Whether a request is signed by the key that a node is known by; its nonce is not used up.
  package func isSigned(_ signature: UnverifiedSignature, by node: KnownNodes.Node) -> Bool {
    verify(signature, with: node.record.key) != nil
  }

  /// Which of some keys made a signature; its nonce is not used up.
  func signer(of signature: UnverifiedSignature, among keys: [String]) -> String? {
    Set(keys).prefix(8).first { verify(signature, with: $0) != nil }
  }

  /// The keys that may speak for a host: what is known rules over what is claimed.
  private func keys(of host: String, _ offered: NodeRecord?) -> [String] {
    if let known = services.known.key(ofSpeaker: host) {
      // A claim keeps nobody out, of who asks or of a member that only says that it is this host: a
      // ticket or a look at the host says whose key it is.
      let isUnproven = services.known.node(host: host).map { !$0.isProven } ?? false
      guard let offered, offered.host == host, isOnlyClaimed(host) || isUnproven else {
        return [known]
      }
      return [known, offered.key]
    }
    if let offered { return offered.host == host ? [offered.key] : [] }
    // Of a peering that has ended the key is remembered, to hear its end a second time.
    // So are those of who was put out of a territory, to hear that.
    return (services.known.peering(with: host)?.record.map { [$0.key] } ?? [])
      + services.known.keys(ofExpelled: host)
  }

  private func isOnlyClaimed(_ host: String) -> Bool {
    services.known.node(host: host) == nil
      && services.known.peering(with: host)?.state == .requested(by: .them)
  }

  private func verify(_ signature: UnverifiedSignature, with key: String) -> VerifiedSignature? {
    let window = services.settings.signatureWindow
    guard let key = try? VerificationKey(multikey: key) else { return nil }
    return try? PeerSignature.verify(
      signature,
      with: key,
      now: services.now(),
      policy: SignaturePolicy(maxAge: window, maxFutureSkew: window)
    )
  }

  /// The fields that sign this node's answer.
  package func sign(
    _ body: [UInt8],
    status: Int,
    to request: RequestMessage
  ) throws -> [(String, String)] {
    let response = ResponseMessage(status: status, body: BodyDigest(of: body), to: request)
    let signer = try services.keys.nodeSigner(.ed25519)
    return try PeerSignature.sign(response, as: signer, now: services.now())
      .map { ($0.name, $0.value) }
  }
}
