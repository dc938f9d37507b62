import Model

/// The server that takes the node's letters, and how it is spoken to.
package struct MailServer: Sendable, Hashable {
  /// How the connection is kept private.
  package enum Security: String, Sendable, CaseIterable {
    /// TLS is begun inside SMTP, and nothing is said without it (RFC 3207).
    case startTLS
    /// TLS from the first byte (RFC 8314 §3.3).
    case tls
    /// None: on this machine only.
    case none
  }

  package let host: String
  package let port: Int
  package let security: Security
  package var user: String?
  package var password: String?
  /// A PEM file of authorities in place of the system's.
  package var authorities: String?
  /// What the node calls itself (`EHLO`).
  package var greeting: String

  /// Reads `host` or `host:port`; without a port it is that of RFC 6409 or RFC 8314.
  ///
  /// - Returns: Nothing for what is no host, and for a way without TLS that leaves this machine.
  package init?(_ place: String, security: Security, greeting: String) {
    let parts = place.split(separator: ":", omittingEmptySubsequences: false)
    guard (1...2).contains(parts.count), let host = parts.first, Self.isHost(host) else {
      return nil
    }
    let usual = security == .tls ? 465 : 587
    let port = parts.count == 2 ? Int(parts[1]) ?? 0 : usual
    guard (1...65_535).contains(port) else { return nil }
    guard security != .none || Self.isHere(host) else { return nil }
    (self.host, self.port, self.security) = (String(host), port, security)
    self.greeting = Self.isHost(greeting[...]) ? greeting : "localhost"
  }

  private static func isHost(_ text: Substring) -> Bool {
    (1...253).contains(text.utf8.count)
      && text.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."):
          true
        default: false
        }
      }
  }

  private static func isHere(_ host: Substring) -> Bool {
    host == "localhost" || host == "127.0.0.1"
  }

  /// As libcurl wants it; the path is what is said in `EHLO`.
  var address: String {
    "\(security == .tls ? "smtps" : "smtp")://\(host):\(port)/\(greeting)"
  }
}

/// How handing a letter over ended.
package enum MailOutcome: Sendable, Hashable {
  case sent
  /// Trying again may help.
  case failed(String)
  /// The server refuses this letter for good, whoever it is to.
  case dropped(String)
  /// There is nobody at the address, says its server (a 5xx at `RCPT`).
  case bounced(String)

  /// What a metric calls it.
  package var name: String {
    switch self {
    case .sent: "sent"
    case .failed: "failed"
    case .dropped: "dropped"
    case .bounced: "bounced"
    }
  }
}
