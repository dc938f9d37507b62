import StrictJSON

extension AS {
  /// How an actor presents itself to people.
  package struct ActorProfile: Hashable, Sendable {
    package var name: String?
    /// HTML as it came: it must be sanitised before it is shown.
    package var summary: String?
    /// The page for people.
    package var url: IRI?
    package var icon: Attachment?
    package var image: Attachment?
    package var fields: [ProfileField] = []

    package init(name: String? = nil, summary: String? = nil, url: IRI? = nil) {
      self.name = name
      self.summary = summary
      self.url = url
    }

    init(_ fields: Fields) throws(Malformed) {
      name = try fields.text("name", atMost: Limits.name)
      summary = try fields.text("summary", atMost: Limits.biography)
      url = try fields.page("url")
      icon = try fields.first("icon")
      image = try fields.first("image")
      self.fields = try fields.readable("attachment", atMost: Limits.fields)
    }

    func write(to members: inout Members) {
      members.put("name", name)
      members.put("summary", summary)
      members.put("url", url)
      members.put("icon", icon)
      members.put("image", image)
      members.put(list: "attachment", fields)
    }
  }
}
