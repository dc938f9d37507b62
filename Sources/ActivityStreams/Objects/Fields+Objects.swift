import StrictJSON

// The members whose values are objects of the vocabulary.
extension AS.Fields {
  func reference(_ name: String) throws(AS.Malformed) -> AS.Reference? {
    try one(name)
  }

  /// A member's one value, read by its type.
  func one<Value: AS.WireObject>(_ name: String) throws(AS.Malformed) -> Value? {
    guard let value = try value(name) else { return nil }
    return try nested(name, value, read: Value.init(json:))
  }

  /// The first of a member's alternatives, such as sizes of one picture.
  func first<Value: AS.WireObject>(_ name: String) throws(AS.Malformed) -> Value? {
    guard let value = try list(name, atMost: AS.Limits.links).first else { return nil }
    return try nested(name, value, read: Value.init(json:))
  }

  /// Those of a member's values that can be read, for what adorns a document.
  ///
  /// One bad hashtag must not cost the post; too many refuse it still.
  func readable<Value: AS.WireObject>(
    _ name: String,
    atMost limit: Int
  ) throws(AS.Malformed) -> [Value] {
    try list(name, atMost: limit).compactMap { try? Value(json: $0) }
  }

  /// The page among a member's links: the first that is HTML or does not say what it is.
  ///
  /// Links elsewhere (`magnet:` of a film) are passed over when there are others; a sole one that
  /// is no `http` address refuses the document (threat 25).
  func page(_ name: String) throws(AS.Malformed) -> AS.IRI? {
    let values = try list(name, atMost: AS.Limits.links)
    let links = values.compactMap { try? AS.Link(json: $0) }
    if links.isEmpty, let value = values.first {
      return try nested(name, value, read: AS.Link.init(json:)).href
    }
    let pages = links.filter { $0.mediaType == nil || $0.mediaType == "text/html" }
    return (pages.first ?? links.first)?.href
  }
}
