import StrictJSON

extension AS {
  /// An RSA key in `publicKey` (Security Vocabulary v1).
  package struct PublicKey: WireObject, WireValue {
    package var id: IRI
    /// The actor whose key it claims to be; whoever uses it compares.
    package var owner: IRI
    package var publicKeyPem: String

    package init(id: IRI, owner: IRI, publicKeyPem: String) {
      self.id = id
      self.owner = owner
      self.publicKeyPem = publicKeyPem
    }

    package init(json: JSON) throws(Malformed) {
      let fields = try Fields(json)
      id = try fields.required("id", fields.iri("id"))
      owner = try fields.required("owner", fields.iri("owner"))
      let pem = try fields.bytes("publicKeyPem", atMost: Limits.pem)
      publicKeyPem = try fields.required("publicKeyPem", pem)
    }

    package var json: JSON {
      var members = Members(id: id)
      members.put("owner", owner)
      members.put("publicKeyPem", publicKeyPem)
      return members.json
    }
  }
}
