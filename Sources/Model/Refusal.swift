/// What the asker may know about why something was not done.
///
/// Everything else that goes wrong becomes a logged 500. A new case needs a status in
/// `HTTPServer/RefusalResponses.swift`, which the compiler demands.
package enum Refusal: Error, Hashable, Sendable {
  /// The request cannot be understood; the reason names the field.
  case malformed(String)
  /// The request cannot be read, or does not say what it is about: its values were not even looked at.
  case unreadable(String)
  /// More bytes than the node takes.
  case tooLarge(limit: Int)
  /// No valid proof of who is asking.
  case unauthenticated(String)
  /// Known, and not allowed to do this.
  case forbidden(String)
  /// Absent, or not for the asker: both look the same.
  case absent
  /// Was here and has been deleted.
  case gone(id: String)
  /// An id under which only its own origin may speak.
  case foreignOrigin(id: String, voucher: String)
  /// Contradicts what the node has.
  case conflict(String)
  /// Too much in too short a time.
  case rateLimited(seconds: Int)
  /// A rule of this node's admin says no.
  case againstPolicy(String)
  /// Something outside did not answer as it should; trying again may help.
  case unreachable(String)
  /// The disk is full: reads go on.
  case storageFull
  /// The node is stopping or cannot write now.
  case unavailable(String)
  /// The admin holds writing back; the seconds say when to ask again.
  case maintenance(String, seconds: Int)
}

extension Refusal: CustomStringConvertible {
  package var description: String {
    switch self {
    case .malformed(let reason), .unreadable(let reason): reason
    case .tooLarge(let limit): "Larger than the \(limit) bytes this node takes."
    case .unauthenticated(let reason): reason
    case .forbidden(let reason): reason
    case .absent: "Nothing found here."
    case .gone(let id): "\(id) was deleted."
    case .foreignOrigin(let id, let voucher): "\(voucher) may not speak for \(id): another origin."
    case .conflict(let reason): reason
    case .rateLimited(let seconds): "Too many requests; try again in \(seconds) s."
    case .againstPolicy(let reason): reason
    case .unreachable(let reason): reason
    case .storageFull:
      "The disk of this node is full. Nothing was lost; free some space and try again."
    case .unavailable(let reason): reason
    case .maintenance(let reason, _): reason
    }
  }
}
