import StrictJSON

extension AS {
  /// One page of a collection (ActivityStreams §5.2).
  package struct CollectionPage: WireObject, WireValue {
    /// Nothing for a page that is only carried along.
    package var id: IRI?
    package var isOrdered: Bool
    package var partOf: IRI?
    package var next: IRI?
    package var prev: IRI?
    package var totalItems: Int?
    package var items: [Reference]

    package init(id: IRI?, partOf: IRI?, isOrdered: Bool = true, items: [Reference]) {
      self.id = id
      self.partOf = partOf
      self.isOrdered = isOrdered
      self.items = items
    }

    package init(json: JSON) throws(Malformed) {
      try self.init(json: json, atMost: Limits.items)
    }

    /// Reads a page that may have more entries than others.
    package init(json: JSON, atMost limit: Int) throws(Malformed) {
      let fields = try Fields(json)
      switch try fields.type() {
      case "CollectionPage": isOrdered = false
      case "OrderedCollectionPage": isOrdered = true
      default: throw fields.malformed("type", .expected("a page of a collection"))
      }
      id = try fields.iri("id")
      partOf = try fields.iri("partOf")
      next = try fields.iri("next")
      prev = try fields.iri("prev")
      totalItems = try fields.count("totalItems")
      items = try fields.items(atMost: limit)
    }

    package var json: JSON {
      var members = Members(id: id, type: isOrdered ? "OrderedCollectionPage" : "CollectionPage")
      members.put("partOf", partOf)
      members.put("next", next)
      members.put("prev", prev)
      members.put("totalItems", totalItems)
      // A page without entries still says so.
      members.put(isOrdered ? "orderedItems" : "items", .array(items.map(\.json)))
      return members.json
    }
  }
}
