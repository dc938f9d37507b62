import StrictJSON

extension AS {
  /// A picture, film, sound or other file that belongs to a post or an actor.
  package struct Attachment: WireObject, WireValue {
    /// What kind of thing it is (ActivityStreams vocabulary §3.3).
    package enum Kind: String, Hashable, Sendable {
      case document = "Document"
      case image = "Image"
      case video = "Video"
      case audio = "Audio"
      case page = "Page"
      case link = "Link"
    }

    package var kind: Kind
    package var url: IRI
    package var mediaType: String?
    /// What a picture shows, for those who do not see it.
    package var name: String?
    package var width: Int?
    package var height: Int?
    package var blurhash: String?
    /// The point that stays visible when a picture is cut: two numbers from −1 to 1 (Mastodon).
    package var focalPoint: [Double]?

    package init(kind: Kind, url: IRI, mediaType: String? = nil, name: String? = nil) {
      self.kind = kind
      self.url = url
      self.mediaType = mediaType
      self.name = name
    }

    /// Reads an object with `url`, a Link with `href`, or an address alone.
    package init(json: JSON) throws(Malformed) {
      guard json.object != nil else {
        self.init(kind: .link, url: try Link(json: json).href)
        return
      }
      let fields = try Fields(json)
      guard let kind = Kind(rawValue: try fields.type()) else {
        throw fields.malformed("type", .expected("a kind of file"))
      }
      let address = try kind == .link ? fields.iri("href") : fields.page("url")
      self.init(kind: kind, url: try fields.required("url", address))
      mediaType = try fields.text("mediaType", atMost: Limits.mediaType)
      name = try fields.text("name", atMost: Limits.description)
      (width, height) = try Self.size(fields)
      blurhash = try fields.text("blurhash", atMost: Limits.blurhash)
      focalPoint = Self.point(json["focalPoint"])
    }

    package var json: JSON {
      var members = Members(type: kind.rawValue)
      members.put("mediaType", mediaType)
      members.put(kind == .link ? "href" : "url", url)
      members.put("name", name)
      members.put("width", width)
      members.put("height", height)
      members.put("blurhash", blurhash)
      if let focalPoint {
        members.put("focalPoint", .array(focalPoint.map { JSON(floatLiteral: $0) }))
      }
      return members.json
    }

    /// How large it is, as it says itself or as its address does (Pleroma).
    private static func size(_ fields: Fields) throws(Malformed) -> (width: Int?, height: Int?) {
      let size = (try fields.count("width"), try fields.count("height"))
      guard size == (nil, nil), let link = try fields.list("url", atMost: Limits.links).first,
        let inner = try? Fields(link)
      else { return size }
      return ((try? inner.count("width")) ?? nil, (try? inner.count("height")) ?? nil)
    }

    /// What is no point in the picture only adorns it, and is left out.
    private static func point(_ value: JSON?) -> [Double]? {
      let numbers = value?.array?.prefix(3).compactMap(\.double) ?? []
      return numbers.count == 2 && numbers.allSatisfy { (-1.0...1.0).contains($0) } ? numbers : nil
    }
  }
}
