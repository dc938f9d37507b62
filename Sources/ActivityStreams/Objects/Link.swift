import StrictJSON

extension AS {
  /// An address with what is known about what it leads to (ActivityStreams §4.2).
  package struct Link: WireObject, WireValue {
    package var href: IRI
    package var mediaType: String?
    package var name: String?
    package var rel: String?

    package init(href: IRI, mediaType: String? = nil, name: String? = nil, rel: String? = nil) {
      self.href = href
      self.mediaType = mediaType
      self.name = name
      self.rel = rel
    }

    /// Reads a Link, or an address alone.
    package init(json: JSON) throws(Malformed) {
      guard json.object != nil else {
        href = try IRI(wire: json)
        return
      }
      let fields = try Fields(json)
      href = try fields.required("href", fields.iri("href"))
      mediaType = try fields.text("mediaType", atMost: Limits.mediaType)
      name = try fields.text("name", atMost: Limits.name)
      rel = try fields.list("rel", atMost: Limits.links).first?.string
    }

    package var json: JSON {
      var members = Members(type: "Link")
      members.put("href", href)
      members.put("mediaType", mediaType)
      members.put("name", name)
      members.put("rel", rel)
      return members.json
    }
  }
}
