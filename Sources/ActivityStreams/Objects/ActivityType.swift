extension AS {
  /// What an activity does.
  package enum ActivityType: RawRepresentable, Hashable, Sendable {
    case accept, add, announce, block, create, delete, endorsementRequest, flag, follow, ignore
    case invite, join, leave, like, move, offer
    case quoteRequest, reject, remove
    case undo, update
    /// What is not acted on here.
    case other(String)

    /// Every type that is acted on; each has an example in `Protocol/examples/activities`.
    package static let known: [ActivityType] = [
      .accept, .add, .announce, .block, .create, .delete, .endorsementRequest, .flag, .follow,
      .ignore, .invite, .join, .leave, .like, .move, .offer, .quoteRequest, .reject, .remove,
      .undo, .update,
    ]

    /// Reads a name; a reaction with an emoji of its own (Pleroma, Akkoma) is a Like here.
    package init(rawValue: String) {
      let name = rawValue == "EmojiReact" ? "Like" : rawValue
      self = Self.known.first { $0.rawValue == name } ?? .other(rawValue)
    }

    package var rawValue: String {
      switch self {
      case .accept: "Accept"
      case .add: "Add"
      case .announce: "Announce"
      case .block: "Block"
      case .create: "Create"
      case .delete: "Delete"
      case .endorsementRequest: "EndorsementRequest"
      case .flag: "Flag"
      case .follow: "Follow"
      case .ignore: "Ignore"
      case .invite: "Invite"
      case .join: "Join"
      case .leave: "Leave"
      case .like: "Like"
      case .move: "Move"
      case .offer: "Offer"
      case .quoteRequest: "QuoteRequest"
      case .reject: "Reject"
      case .remove: "Remove"
      case .undo: "Undo"
      case .update: "Update"
      case .other(let name): name
      }
    }

    /// A report names several objects, an actor and what it wrote; a group may pass on several
    /// activities at once (PieFed).
    var takesSeveralObjects: Bool { self == .flag || self == .announce }
  }
}
