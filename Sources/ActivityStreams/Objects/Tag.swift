import StrictJSON

extension AS {
  /// Something that a post's text refers to (ActivityPub §3, Mastodon's extensions, FEP-e232).
  package enum Tag: WireObject, WireValue {
    case mention(IRI, name: String?)
    /// With its `#`; the address is a page of posts so marked.
    case hashtag(String, IRI?)
    /// With its colons, and the picture it stands for.
    case emoji(String, icon: IRI)
    case link(Link)

    package init(json: JSON) throws(Malformed) {
      let fields = try Fields(json)
      let name = try fields.text("name", atMost: Limits.name)
      switch try fields.type() {
      case "Mention":
        self = .mention(try fields.required("href", fields.iri("href")), name: name)
      case "Hashtag":
        // The page is decoration; a bad address leaves the word.
        self = .hashtag(try fields.required("name", name), try? fields.iri("href"))
      case "Emoji":
        let icon: Attachment = try fields.required("icon", fields.first("icon"))
        self = .emoji(try fields.required("name", name), icon: icon.url)
      case "Link": self = .link(try Link(json: json))
      default: throw fields.malformed("type", .expected("a kind of tag"))
      }
    }

    package var json: JSON {
      switch self {
      case .mention(let href, let name): return tag("Mention", href, name)
      case .hashtag(let name, let href): return tag("Hashtag", href, name)
      case .link(let link): return link.json
      case .emoji(let name, let icon):
        var members = Members(type: "Emoji")
        members.put("name", name)
        members.put("icon", Attachment(kind: .image, url: icon).json)
        return members.json
      }
    }

    private func tag(_ type: String, _ href: IRI?, _ name: String?) -> JSON {
      var members = Members(type: type)
      members.put("href", href)
      members.put("name", name)
      return members.json
    }
  }
}
