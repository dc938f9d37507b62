import StrictJSON

extension AS {
  /// An object named by its id or carried along.
  ///
  /// What is carried along proves nothing about its id: whoever uses it checks the origin
  /// (FEP-fe34).
  package enum Reference: WireObject, WireValue {
    case id(IRI)
    case embedded(Embedded)

    /// An object inside another one.
    package struct Embedded: Hashable, Sendable {
      /// Nothing for an anonymous object.
      package let id: IRI?
      package let type: String
      /// The object as it was written.
      package let json: JSON
    }

    package init(json: JSON) throws(Malformed) {
      guard json.object != nil else {
        self = .id(try Self.address(json))
        return
      }
      let fields = try Fields(json)
      let type = try fields.text("type", atMost: Limits.type)
      let id = try fields.iri("id")
      // A Link names what it points at (ActivityStreams §4.2); a bare `{"id": …}` is an id.
      if id == nil, let href = try fields.iri("href") {
        self = .id(href)
      } else if let type {
        self = .embedded(Embedded(id: id, type: type, json: json))
      } else {
        self = .id(try fields.required("id", id))
      }
    }

    package var id: IRI? {
      switch self {
      case .id(let id): id
      case .embedded(let object): object.id
      }
    }

    package var embedded: Embedded? {
      guard case .embedded(let object) = self else { return nil }
      return object
    }

    package var json: JSON {
      switch self {
      case .id(let id): id.json
      case .embedded(let object): object.json
      }
    }

    private static func address(_ json: JSON) throws(Malformed) -> IRI {
      guard let text = json.string else {
        throw Malformed(path: "", reason: .expected("an address or an object"))
      }
      // Public stands for an object when a relay is followed (FEP-ae0c).
      let isPublic = text == "as:Public" || text == "Public"
      return try IRI(wire: isPublic ? .string(Recipient.publicCollection) : json)
    }
  }
}

// MARK: - Carrying objects along

extension AS.Reference {
  package init(_ note: AS.Note) {
    self = .embedded(Embedded(id: note.id, type: note.type.rawValue, json: note.json))
  }

  package init(_ actor: AS.Actor) {
    self = .embedded(Embedded(id: actor.id, type: actor.type.rawValue, json: actor.json))
  }

  package init(_ activity: AS.Activity) {
    let type = activity.type.rawValue
    self = .embedded(Embedded(id: activity.id, type: type, json: activity.json))
  }

  package init(_ tombstone: AS.Tombstone) {
    self = .embedded(Embedded(id: tombstone.id, type: "Tombstone", json: tombstone.json))
  }
}
