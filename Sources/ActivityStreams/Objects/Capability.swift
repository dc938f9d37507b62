import StrictJSON

extension AS {
  /// Something an application can do, named by an address (FEP-844e).
  package struct Capability: WireObject, WireValue {
    package var href: IRI
    package var name: String?

    package init(href: IRI, name: String? = nil) {
      self.href = href
      self.name = name
    }

    package init(json: JSON) throws(Malformed) {
      let link = try Link(json: json)
      self.init(href: link.href, name: link.name)
    }

    package var json: JSON {
      var members = Members()
      members.put("href", href)
      members.put("name", name)
      return members.json
    }

    /// What a node of this project can do.
    package static let ofNodes = [messageSignatures, ed25519MessageSignatures, peering]

    /// Verifies HTTP message signatures made with RSA.
    package static let messageSignatures = Capability(
      href: IRI(constant: "https://datatracker.ietf.org/doc/html/rfc9421"),
      name: "RFC 9421: HTTP Message Signatures"
    )

    /// Verifies HTTP message signatures made with Ed25519.
    package static let ed25519MessageSignatures = Capability(
      href: IRI(
        constant: "https://datatracker.ietf.org/doc/html/rfc9421#name-eddsa-using-curve-edwards25"
      ),
      name: "RFC 9421 signatures using the Ed25519 algorithm"
    )

    /// Becomes a peer by ticket and forms territories with others (Protocol/peering.md).
    package static let peering = Capability(
      href: IRI(constant: "https://github.com/maillage/maillage/blob/main/Protocol/peering.md"),
      name: "maillage: peerings and territories"
    )
  }
}
