import Federation
import Model

/// Streams by the names under which clients ask for them.
extension LiveHub.Stream {
  /// Reads a name with its parameters.
  ///
  /// - Throws: `Refusal.unreadable` for a name that is not known, or lacks its parameter.
  init(_ name: String, _ parameters: Parameters) throws(Refusal) {
    var onlyMedia: Bool { parameters.bool("only_media") == true }
    switch name {
    case "user": self = .user
    case "user:notification": self = .notifications
    case "direct": self = .direct
    case "public": self = .everyone(.all, onlyMedia: onlyMedia)
    case "public:media": self = .everyone(.all, onlyMedia: true)
    case "public:local": self = .everyone(.local, onlyMedia: onlyMedia)
    case "public:local:media": self = .everyone(.local, onlyMedia: true)
    case "public:remote": self = .everyone(.remote, onlyMedia: onlyMedia)
    case "public:remote:media": self = .everyone(.remote, onlyMedia: true)
    case "hashtag", "hashtag:local":
      guard let tag = parameters.filled("tag").flatMap({ HashtagName($0) }) else {
        throw .unreadable("Missing tag name parameter")
      }
      self = .hashtag(tag.text, isLocal: name == "hashtag:local")
    case "list":
      guard let number = parameters.filled("list").flatMap(Int64.init), number > 0 else {
        throw .unreadable("Missing list name parameter")
      }
      self = .list(number)
    case "territory":
      guard let id = parameters.filled("territory").flatMap(Digest.init(text:)) else {
        throw .unreadable("Missing territory parameter")
      }
      self = .territory(id.text)
    default: throw .unreadable("Unknown stream type")
    }
  }

  /// The name and its parameter, as a client gets them back.
  var words: [String] {
    switch self {
    case .user: ["user"]
    case .notifications: ["user:notification"]
    case .direct: ["direct"]
    case .everyone(let origin, let onlyMedia):
      switch origin {
      case .all: [onlyMedia ? "public:media" : "public"]
      case .local: [onlyMedia ? "public:local:media" : "public:local"]
      case .remote: [onlyMedia ? "public:remote:media" : "public:remote"]
      }
    case .hashtag(let name, let isLocal): [isLocal ? "hashtag:local" : "hashtag", name]
    case .list(let number): ["list", String(number)]
    case .territory(let id): ["territory", id]
    }
  }

  /// What a token has to allow for it; nothing: anyone may listen with any token.
  var scope: OAuthScope {
    switch self {
    case .notifications: .named("read:notifications")
    case .list: .named("read:lists")
    default: .named("read:statuses")
    }
  }

  /// Whether only a member can listen.
  var isPersonal: Bool {
    switch self {
    case .user, .notifications, .direct, .list, .territory: true
    case .everyone, .hashtag: false
    }
  }
}
