import StrictJSON

extension AS {
  /// One whom a document is addressed to.
  package enum Recipient: Hashable, Sendable, WireValue {
    /// Everyone (ActivityPub §5.6).
    case everyone
    /// An actor or a collection of actors.
    case address(IRI)

    package static let publicCollection = "https://www.w3.org/ns/activitystreams#Public"

    /// Reads an address or one of the three spellings of Public (ActivityPub §5.6).
    package init(_ text: String) throws(IRI.Flaw) {
      switch text {
      case Self.publicCollection, "as:Public", "Public": self = .everyone
      default: self = .address(try IRI(parsing: text))
      }
    }

    package var address: IRI? {
      guard case .address(let address) = self else { return nil }
      return address
    }

    package var json: JSON {
      switch self {
      case .everyone: .string(Self.publicCollection)
      case .address(let address): address.json
      }
    }
  }
}
