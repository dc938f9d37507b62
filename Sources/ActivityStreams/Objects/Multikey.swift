import StrictJSON

extension AS {
  /// A key in `assertionMethod` (FEP-521a; W3C Controlled Identifiers §2.2.2).
  package struct Multikey: WireObject, WireValue {
    package var id: IRI
    /// The actor whose key it claims to be; whoever uses it compares.
    package var controller: IRI
    /// Multibase of the key with its multicodec prefix.
    package var publicKeyMultibase: String

    package init(id: IRI, controller: IRI, publicKeyMultibase: String) {
      self.id = id
      self.controller = controller
      self.publicKeyMultibase = publicKeyMultibase
    }

    package init(json: JSON) throws(Malformed) {
      let fields = try Fields(json)
      try fields.requireType("Multikey")
      id = try fields.required("id", fields.iri("id"))
      controller = try fields.required("controller", fields.iri("controller"))
      let key = try fields.bytes("publicKeyMultibase", atMost: Limits.multibase)
      publicKeyMultibase = try fields.required("publicKeyMultibase", key)
    }

    package var json: JSON {
      var members = Members(id: id, type: "Multikey")
      members.put("controller", controller)
      members.put("publicKeyMultibase", publicKeyMultibase)
      return members.json
    }
  }
}
