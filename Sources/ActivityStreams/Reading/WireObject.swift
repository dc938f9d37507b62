import StrictJSON

extension AS {
  /// A value that is read from the wire and written to it.
  package protocol WireObject: Hashable, Sendable {
    init(json: JSON) throws(Malformed)
    var json: JSON { get }
    /// The terms that it uses.
    var context: Context { get }
  }

  /// A value that can be written as a member of a document.
  protocol WireValue {
    var json: JSON { get }
  }
}

extension AS.WireObject {
  /// The value as a document of its own, with its `@context` embedded so that nobody fetches one.
  package func document(in context: AS.Context? = nil) -> JSON {
    guard case .object(let object) = json else { return json }
    return AS.Members(context: context ?? self.context, of: object).json
  }

  package var context: AS.Context { .object }
}

extension String: AS.WireValue {
  var json: JSON { .string(self) }
}

extension Bool: AS.WireValue {
  var json: JSON { .bool(self) }
}

extension Int: AS.WireValue {
  var json: JSON { .integer(self) }
}
