/// The name of a key, read by one parser wherever a name occurs: both header schemes, proofs, actors.
///
/// When the part that finds the key and the part that binds it to an actor read the name
/// differently, one actor can speak for another. So there is only this type, and it refuses what
/// has more than one reading: `acct:` names, user info, dot segments, several fragments.
package struct KeyID: Hashable, Sendable, CustomStringConvertible {
  package static let maxLength = 2048

  /// The canonical text: scheme and host in lower case, default port dropped, the rest as sent.
  package let value: String
  /// The address that may be the actor or the key itself: the name without its fragment.
  package let actorCandidate: String
  /// Scheme, host and port, the boundary inside which the key may speak (FEP-fe34).
  package let origin: String

  package init?(_ text: String) {
    guard text.utf8.count <= Self.maxLength, text.utf8.allSatisfy(Self.admits) else { return nil }
    guard let (authority, rest) = TargetURI.split(text) else { return nil }
    let parts = rest.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
    guard let address = parts.first, Self.isUnambiguous(address) else { return nil }
    origin = authority.origin
    actorCandidate = authority.origin + address
    guard parts.count == 2 else {
      value = actorCandidate
      return
    }
    guard !parts[1].isEmpty, !parts[1].utf8.contains(UInt8(ascii: "#")) else { return nil }
    value = actorCandidate + "#" + parts[1]
  }

  package var description: String { value }

  /// The characters a URL is written with (RFC 3986 §2), nothing else.
  private static func admits(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x21, 0x23...0x3B, 0x3D, 0x3F...0x5B, 0x5D, 0x5F, 0x61...0x7A, 0x7E: true
    default: false
    }
  }

  /// Whether every percent sign is an octet and no path segment climbs.
  private static func isUnambiguous(_ address: Substring) -> Bool {
    let bytes = Array(address.utf8)
    for (index, byte) in bytes.enumerated() where byte == UInt8(ascii: "%") {
      guard index + 2 < bytes.count, bytes[index + 1].isHexDigit, bytes[index + 2].isHexDigit else {
        return false
      }
    }
    let path = address.prefix { $0 != "?" }
    return !path.split(separator: "/").contains { segment in
      let plain = segment.lowercased().replacing("%2e", with: ".")
      return plain == "." || plain == ".."
    }
  }
}
