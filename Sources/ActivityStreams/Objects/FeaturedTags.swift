import StrictJSON

extension AS {
  /// The hashtags that an actor puts forward (Mastodon's `featuredTags`).
  package struct FeaturedTags: WireObject {
    package var id: IRI
    package var tags: [Tag]

    package init(id: IRI, tags: [Tag]) {
      self.id = id
      self.tags = tags
    }

    package init(json: JSON) throws(Malformed) {
      let fields = try Fields(json)
      guard try fields.type() == "Collection" else {
        throw fields.malformed("type", .expected("a collection"))
      }
      id = try fields.required("id", fields.iri("id"))
      tags = try fields.readable("items", atMost: Limits.tags)
    }

    package var json: JSON {
      var members = Members(id: id, type: "Collection")
      members.put("totalItems", tags.count)
      members.put("items", .array(tags.map(\.json)))
      return members.json
    }
  }
}
