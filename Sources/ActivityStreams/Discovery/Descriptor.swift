import StrictJSON

extension AS {
  /// One link of a WebFinger or NodeInfo document (RFC 7033 §4.4.4).
  package struct Descriptor: WireObject, WireValue {
    package var rel: String
    package var type: String?
    /// May be of any scheme; ``address`` is what can be fetched.
    package var href: String?
    /// With `{uri}` to be filled in.
    package var template: String?

    package init(rel: String, type: String? = nil, href: String? = nil, template: String? = nil) {
      self.rel = rel
      self.type = type
      self.href = href
      self.template = template
    }

    package init(json: JSON) throws(Malformed) {
      let fields = try Fields(json)
      rel = try fields.required("rel", fields.bytes("rel", atMost: Limits.address))
      type = try fields.text("type", atMost: Limits.mediaType)
      href = try fields.bytes("href", atMost: Limits.address)
      template = try fields.bytes("template", atMost: Limits.address)
    }

    package var json: JSON {
      var members = Members()
      members.put("rel", rel)
      members.put("type", type)
      members.put("href", href)
      members.put("template", template)
      return members.json
    }

    package var address: IRI? { href.flatMap { IRI($0) } }

    package var mediaType: MediaType? { type.flatMap { MediaType($0) } }

    /// The page for people.
    package static let profilePage = "http://webfinger.net/rel/profile-page"
    /// Where a visitor follows from an account elsewhere.
    package static let subscribe = "http://ostatus.org/schema/1.0/subscribe"
    /// The node's actor, in `/.well-known/nodeinfo` (FEP-2677) and of `https://host/` (FEP-d556).
    package static let application = "https://www.w3.org/ns/activitystreams#Application"
    /// The node's actor of `https://host/` (FEP-d556).
    package static let service = "https://www.w3.org/ns/activitystreams#Service"
  }
}
