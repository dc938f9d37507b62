import Foundation

/// Who may wait for an answer when many ask for a peering without a ticket (threat 19).
///
/// Anybody can make up hosts under a domain of their own, so hosts share the room of their domain,
/// and a full house is cleared where most came from.
package struct RequestRoom: Sendable {
  /// A request that nobody has answered yet.
  package struct Waiting: Hashable, Sendable {
    package var host: String
    package var since: Date

    package init(host: String, since: Date) {
      self.host = host
      self.since = since
    }
  }

  /// What becomes of one more.
  package enum Answer: Hashable, Sendable {
    case room
    /// There is room when this host's request is forgotten.
    case inPlaceOf(String)
    case full
  }

  /// As many wait at a time.
  package static let most = 200
  /// As many hosts of one domain, or of one network of addresses, wait at a time.
  package static let mostOfOne = 10
  /// So long nobody has to give way, so that an admin who looks once a day sees everyone.
  package static let grace: TimeInterval = 86_400

  private let waiting: [Waiting]

  package init(_ waiting: [Waiting]) {
    self.waiting = waiting
  }

  package func answer(to host: String, at now: Date) -> Answer {
    let groups = Dictionary(grouping: waiting) { Self.group(of: $0.host) }
    let own = groups[Self.group(of: host)] ?? []
    guard own.count < Self.mostOfOne else { return .full }
    guard waiting.count >= Self.most else { return .room }
    // Whose domain has more waiting than the newcomer's would have gives way, the oldest first.
    let largest = groups.values.map(\.count).max() ?? 0
    let crowd = largest > own.count + 1 ? groups.values.filter { $0.count == largest } : []
    let candidates =
      crowd.isEmpty
      ? waiting.filter { now.timeIntervalSince($0.since) > Self.grace }
      : crowd.flatMap { $0 }
    let oldest = candidates.min { ($0.since, $0.host) < ($1.since, $1.host) }
    return oldest.map { .inPlaceOf($0.host) } ?? .full
  }

  /// The domain under which a host's owner can make more hosts at will, or the network of an
  /// address: /24 of IPv4, /48 of IPv6.
  ///
  /// Without the list of public suffixes it is the last two labels, three where the last but one is a
  /// usual second level (`co.uk`, `asso.fr`).
  package static func group(of authority: String) -> String {
    let host = authority.lowercased()
    if host.hasPrefix("[") {
      return host.dropFirst().split(separator: ":", omittingEmptySubsequences: false).prefix(3)
        .joined(separator: ":")
    }
    let labels = host.prefix { $0 != ":" }.split(separator: ".")
    if labels.count == 4, labels.allSatisfy({ UInt8($0) != nil }) {
      return labels.prefix(3).joined(separator: ".")
    }
    let isSecondLevel = labels.dropLast().last.map { secondLevels.contains(String($0)) } ?? false
    return labels.suffix(isSecondLevel ? 3 : 2).joined(separator: ".")
  }

  private static let secondLevels: Set<String> = [
    "ac", "asso", "co", "com", "edu", "gob", "gouv", "gov", "gv", "ne", "net", "nom", "or", "org",
  ]
}
