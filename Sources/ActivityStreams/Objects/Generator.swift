import StrictJSON

extension AS {
  /// The application that an actor belongs to, with what it can do (FEP-844e).
  package struct Generator: WireObject, WireValue {
    /// The node's actor; nothing for an anonymous application.
    package var id: IRI?
    package var implements: [Capability]

    package init(id: IRI?, implements: [Capability]) {
      self.id = id
      self.implements = implements
    }

    package init(json: JSON) throws(Malformed) {
      guard json.object != nil else {
        self.init(id: try Link(json: json).href, implements: [])
        return
      }
      let fields = try Fields(json)
      try fields.requireType(ActorType.application.rawValue)
      self.init(
        id: try fields.iri("id"),
        implements: try fields.readable("implements", atMost: Limits.capabilities)
      )
    }

    package var json: JSON {
      var members = Members(id: id, type: ActorType.application.rawValue)
      members.put(list: "implements", implements)
      return members.json
    }
  }
}
