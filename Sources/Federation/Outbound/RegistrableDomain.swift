import Model

/// The part of a host name that one party registers, by which fetches are capped.
///
/// Else a wildcard name could give every reply a subdomain, and a budget, of its own.
///
/// An approximation: the last two labels, or three below a well-known second level such as `co.uk`.
/// The public suffix list would be exact but is a large file that ages; the error is on the safe
/// side, for the tenants of a shared suffix it does not know share one cap.
package struct RegistrableDomain: Hashable, Sendable, CustomStringConvertible {
  /// Second levels under which countries register names.
  private static let secondLevels: Set<Substring> = [
    "ac", "asso", "co", "com", "edu", "go", "gob", "gouv", "gov", "gv", "id", "info", "ltd", "me",
    "mil",
    "ne", "net", "nom", "or", "org", "plc", "sch", "web",
  ]

  package let description: String

  package init(_ host: String) {
    guard !host.hasPrefix("["), IPAddress(host) == nil else {
      description = host
      return
    }
    let labels = host.lowercased().split(separator: ".")
    let isDeep =
      labels.count > 2 && labels[labels.count - 1].count == 2
      && Self.secondLevels.contains(labels[labels.count - 2])
    description = labels.suffix(isDeep ? 3 : 2).joined(separator: ".")
  }
}
