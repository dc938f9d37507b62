import StrictJSON

extension AS {
  /// A set of things with its pages or, when small, its entries (ActivityStreams §5).
  package struct Collection: WireObject, WireValue {
    /// Nothing for a collection that is only carried along.
    package var id: IRI?
    package var isOrdered: Bool
    /// Whose collection it is; of a conversation, the author of its first post (FEP-7888).
    package var attributedTo: IRI?
    package var totalItems: Int?
    package var first: Reference?
    package var last: Reference?
    package var items: [Reference] = []

    package init(id: IRI?, isOrdered: Bool = true, totalItems: Int?) {
      self.id = id
      self.isOrdered = isOrdered
      self.totalItems = totalItems
    }

    package init(json: JSON) throws(Malformed) {
      try self.init(json: json, atMost: Limits.items)
    }

    /// Reads a collection that may have more entries at once than others.
    package init(json: JSON, atMost limit: Int) throws(Malformed) {
      let fields = try Fields(json)
      switch try fields.type() {
      case "Collection": isOrdered = false
      case "OrderedCollection": isOrdered = true
      default: throw fields.malformed("type", .expected("a collection"))
      }
      id = try fields.iri("id")
      attributedTo = try? fields.iri("attributedTo")
      totalItems = try fields.count("totalItems")
      first = try fields.reference("first")
      last = try fields.reference("last")
      items = try fields.items(atMost: limit)
    }

    package var json: JSON {
      var members = Members(id: id, type: isOrdered ? "OrderedCollection" : "Collection")
      members.put("attributedTo", attributedTo)
      members.put("totalItems", totalItems)
      members.put("first", first)
      members.put("last", last)
      members.put(list: isOrdered ? "orderedItems" : "items", items)
      return members.json
    }
  }
}

extension AS.Fields {
  /// The entries of a collection or a page, under either name; those that cannot be read are left
  /// out, for a list of a thousand must not depend on each.
  func items(atMost limit: Int) throws(AS.Malformed) -> [AS.Reference] {
    let ordered: [AS.Reference] = try readable("orderedItems", atMost: limit)
    guard ordered.isEmpty else { return ordered }
    return try readable("items", atMost: limit)
  }
}
