extension AS {
  /// A media type with its parameters (RFC 9110 §8.3.1), read to the letter.
  ///
  /// A file that somebody uploaded must never pass for an actor, so a document counts only under
  /// the two types of ActivityPub §3.2 (threat 2; CVE-2024-25623).
  package struct MediaType: Hashable, Sendable {
    /// Type and subtype in lower case.
    package let essence: String
    /// Names in lower case, values as written.
    package let parameters: [String: String]

    package static let activity = "application/activity+json"
    package static let linkedData =
      "application/ld+json; profile=\"https://www.w3.org/ns/activitystreams\""
    package static let webFinger = "application/jrd+json"
    package static let nodeInfo =
      "application/json; profile=\"http://nodeinfo.diaspora.software/ns/schema/2.1#\""
    package static let hostMeta = "application/xrd+xml"
    /// What a request for a document accepts.
    package static let accept = "\(activity), \(linkedData)"

    /// Reads one media type; nothing for what RFC 9110 does not allow.
    package init?(_ text: String) {
      guard text.utf8.count <= 1024 else { return nil }
      var reader = HeaderReader(text)
      guard let type = reader.token(), reader.take("/"), let subtype = reader.token() else {
        return nil
      }
      guard let parameters = reader.parameters(), reader.isAtEnd else { return nil }
      self.essence = "\(type)/\(subtype)".lowercased()
      self.parameters = parameters
    }

    /// Whether a document of this type is ActivityStreams.
    package var isActivityStreams: Bool {
      switch essence {
      case Self.activity: true
      case "application/ld+json": hasProfile
      default: false
      }
    }

    /// Whether an `Accept` header asks for ActivityStreams rather than for a page.
    package static func asksForActivityStreams(_ accept: String) -> Bool {
      var reader = HeaderReader(String(accept.prefix(4096)))
      while let range = reader.listElement() {
        guard let type = MediaType(range), type.isActivityStreams else { continue }
        let weight = Double(type.parameters["q"] ?? "1") ?? 0
        if weight > 0 { return true }
      }
      return false
    }

    /// Several profiles stand in one parameter, divided by spaces (RFC 6906 §3).
    private var hasProfile: Bool {
      let profiles = parameters["profile"]?.split(separator: " ") ?? []
      return profiles.contains("https://www.w3.org/ns/activitystreams")
    }
  }
}
