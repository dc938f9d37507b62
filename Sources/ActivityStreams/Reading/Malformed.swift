extension AS {
  /// Why a document was refused: the member at fault and what is wrong with it.
  package struct Malformed: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong with a member.
    package enum Reason: Hashable, Sendable {
      case missing
      case expected(String)
      case longer(than: Int)
      case more(than: Int)
      case address(IRI.Flaw)
      /// A JSON-LD keyword that lets two readers see two documents (CVE-2026-46349).
      case forbidden
    }

    /// The way to the member from the document's root, as in `object.tag.href`.
    package let path: String
    package let reason: Reason

    package init(path: String, reason: Reason) {
      self.path = path
      self.reason = reason
    }

    package var description: String {
      let place = path.isEmpty ? "document" : path
      switch reason {
      case .missing: return "\(place) is missing"
      case .expected(let what): return "\(place) is not \(what)"
      case .longer(let limit): return "\(place) is longer than \(limit)"
      case .more(let limit): return "\(place) has more than \(limit) entries"
      case .address(let flaw): return "\(place) is not an address: \(flaw.rawValue)"
      case .forbidden: return "\(place) is a JSON-LD keyword that is not read here"
      }
    }
  }
}
