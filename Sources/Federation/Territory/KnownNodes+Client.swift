import Model

/// Who connects to this node.
extension KnownNodes.Node {
  /// Checks the certificate that a node presented when it connected.
  ///
  /// One that is known by its pins has to present one of these keys: whoever stole its signing key
  /// alone is not it. One that authorities vouch for may come without any certificate, and so may
  /// all behind a proxy, which ends TLS.
  ///
  /// - Parameters:
  ///   - pin: Of what it presented.
  ///   - isBehindProxy: Whether TLS ends before this node.
  /// - Throws: `Refusal.unauthenticated`.
  package func requireClient(_ pin: SPKIPin?, isBehindProxy: Bool) throws(Refusal) {
    guard !isBehindProxy, let pins = knownPins else { return }
    guard let pin else {
      throw .unauthenticated(
        "\(host) is known by the key of its certificate and presented none when it connected."
      )
    }
    guard pins.contains(pin) else {
      throw .unauthenticated(
        "The certificate with which \(host) connected has the pin \(pin), which its record lacks."
      )
    }
  }

  /// The pins by which the node is known; nothing when authorities alone vouch for it.
  ///
  /// Where a peering says that pins count, a record without any fits no key.
  var knownPins: Set<SPKIPin>? {
    let pins = Set(record.tlsPins.compactMap { SPKIPin($0) })
    switch peering?.trust {
    case .publicAuthorities: return nil
    case .pins, .both: return pins
    case nil: return pins.isEmpty ? nil : pins
    }
  }
}
