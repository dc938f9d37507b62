import StrictJSON

extension AS {
  /// What a post says: its HTML, its source, its title and its content warning.
  package struct NoteText: Hashable, Sendable {
    /// What the author typed, before it became HTML (ActivityPub §3.3).
    package struct Source: Hashable, Sendable {
      package var content: String
      package var mediaType: String?

      package init(content: String, mediaType: String?) {
        self.content = content
        self.mediaType = mediaType
      }
    }

    /// HTML as it came: it must be sanitised before it is shown.
    package var content: String
    /// BCP 47.
    package var language: String?
    package var source: Source?
    /// A title.
    package var name: String?
    /// A content warning.
    package var summary: String?
    package var isSensitive = false

    package init(content: String = "", language: String? = nil) {
      self.content = content
      self.language = language
    }

    init(_ fields: Fields) throws(Malformed) {
      (content, language) = try Self.content(fields)
      language = language ?? Self.language(fields)
      source = try Self.source(fields)
      name = try fields.text("name", atMost: Limits.name)
      summary = try fields.text("summary", atMost: Limits.summary)
      isSensitive = try fields.bool("sensitive") ?? false
    }

    func write(to members: inout Members) {
      members.put("name", name)
      members.put("summary", summary)
      members.put("sensitive", isSensitive)
      members.put(text: "content", content)
      if let language { members.put("contentMap", [language: .string(content)]) }
      if let source {
        var inner = Members()
        inner.put("content", source.content)
        inner.put("mediaType", source.mediaType)
        members.put("source", inner.json)
      }
    }

    /// The text and its language: that whose translation equals it, or the only one.
    private static func content(_ fields: Fields) throws(Malformed) -> (String, String?) {
      let content = try fields.bytes("content", atMost: Limits.content)
      guard let map = try fields.fields("contentMap")?.object else { return (content ?? "", nil) }
      guard map.count <= Limits.languages else {
        throw fields.malformed("contentMap", .more(than: Limits.languages))
      }
      let same = map.first { $0.value.string == content }
      guard let entry = content == nil || map.count == 1 ? map.first : same else {
        return (content ?? "", nil)
      }
      let translation = try Fields(.object(map), at: "contentMap")
        .bytes(entry.key, atMost: Limits.content)
      let isTag = entry.key != "und" && LanguageTag.isSound(entry.key)
      return (content ?? translation ?? "", isTag ? entry.key : nil)
    }

    /// What says it beside the text: a tag (Mobilizon), or an object with one (Lemmy, PeerTube).
    ///
    /// One that cannot be read costs nothing.
    private static func language(_ fields: Fields) -> String? {
      let values = [fields.object["inLanguage"], fields.object["language"]?.object?["identifier"]]
      return values.lazy.compactMap { $0?.string }
        .first { $0 != "und" && LanguageTag.isSound($0) }
    }

    /// An object, or the text alone as Pleroma sends it.
    private static func source(_ fields: Fields) throws(Malformed) -> Source? {
      guard let value = try fields.value("source") else { return nil }
      if value.string != nil {
        return try fields.bytes("source", atMost: Limits.content).map {
          Source(content: $0, mediaType: nil)
        }
      }
      guard let inner = try fields.fields("source"),
        let content = try inner.bytes("content", atMost: Limits.content)
      else { return nil }
      return Source(
        content: content,
        mediaType: try inner.text("mediaType", atMost: Limits.mediaType)
      )
    }
  }

  /// The shape of a language tag (BCP 47 §2.1), enough to put it into HTML.
  package enum LanguageTag {
    package static func isSound(_ tag: String) -> Bool {
      let parts = tag.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
      return tag.utf8.count <= Limits.language
        && parts.allSatisfy { part in
          (1...8).contains(part.count) && part.allSatisfy(isAlphanumeric)
        }
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"):
        true
      default: false
      }
    }
  }
}
