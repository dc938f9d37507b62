import StrictJSON

extension AS {
  /// The post that a post quotes, with its author's yes (FEP-044f).
  ///
  /// Four spellings are older than the standard one, and so is the Link of FEP-e232; all of them
  /// are read, the standard one first, and all are written.
  package struct Quote: Hashable, Sendable {
    package static let rel = "https://misskey-hub.net/ns#_misskey_quote"
    private static let older = ["quoteUrl", "quoteUri", "_misskey_quote"]

    package var post: IRI
    /// The stamp by which the author of what is quoted agrees.
    package var authorization: IRI?

    package init(post: IRI, authorization: IRI? = nil) {
      self.post = post
      self.authorization = authorization
    }

    /// A quote that cannot be read is none: the text still has its link.
    init?(_ fields: Fields, tags: [Tag]) throws(Malformed) {
      let named = (["quote"] + Self.older).lazy.compactMap { try? fields.iri($0) }.first
      guard let post = named ?? Self.link(among: tags) else { return nil }
      self.post = post
      authorization = try? fields.iri("quoteAuthorization")
    }

    func write(to members: inout Members) {
      for name in ["quote"] + Self.older { members.put(name, post) }
      members.put("quoteAuthorization", authorization)
    }

    /// The quote as a tag (FEP-e232).
    package var tag: Tag {
      let profile = "\"https://www.w3.org/ns/activitystreams\""
      return .link(
        Link(href: post, mediaType: "application/ld+json; profile=\(profile)", rel: Self.rel)
      )
    }

    private static func link(among tags: [Tag]) -> IRI? {
      tags.lazy.compactMap { tag -> IRI? in
        guard case .link(let link) = tag, let rel = link.rel, rel.hasSuffix("#_misskey_quote")
        else { return nil }
        return link.href
      }.first
    }
  }

  /// An author's yes to one quote of one post (FEP-044f): valid for what it names and nothing else.
  package struct QuoteAuthorization: WireObject, WireValue {
    package var id: IRI
    package var attributedTo: IRI
    /// The post that quotes.
    package var interactingObject: IRI
    /// The post that is quoted.
    package var interactionTarget: IRI

    package init(id: IRI, attributedTo: IRI, interactingObject: IRI, interactionTarget: IRI) {
      self.id = id
      self.attributedTo = attributedTo
      self.interactingObject = interactingObject
      self.interactionTarget = interactionTarget
    }

    package init(json: JSON) throws(Malformed) {
      let fields = try Fields(json)
      try fields.requireType("QuoteAuthorization")
      id = try fields.required("id", fields.iri("id"))
      attributedTo = try fields.required("attributedTo", fields.iri("attributedTo"))
      interactingObject = try fields.required(
        "interactingObject",
        fields.iri("interactingObject")
      )
      interactionTarget = try fields.required(
        "interactionTarget",
        fields.iri("interactionTarget")
      )
    }

    package var json: JSON {
      var members = Members(id: id, type: "QuoteAuthorization")
      members.put("attributedTo", attributedTo)
      members.put("interactingObject", interactingObject)
      members.put("interactionTarget", interactionTarget)
      return members.json
    }
  }
}

extension AS.Reference {
  package init(_ stamp: AS.QuoteAuthorization) {
    self = .embedded(Embedded(id: stamp.id, type: "QuoteAuthorization", json: stamp.json))
  }
}
