import Model

/// The static host map of the configuration (`network.hosts`), which takes the place of DNS.
package struct HostMap: Sendable {
  /// Where a name leads: an address and, if it is not the URL's own, a port.
  package struct Place: Hashable, Sendable, CustomStringConvertible {
    package let address: IPAddress
    package let port: Int?

    package init(address: IPAddress, port: Int? = nil) {
      self.address = address
      self.port = port
    }

    package var description: String {
      guard let port else { return "\(address)" }
      if case .v6 = address { return "[\(address)]:\(port)" }
      return "\(address):\(port)"
    }
  }

  private let places: [String: Place]

  /// No name is mapped.
  package init() {
    places = [:]
  }

  /// Reads `name: address` or `name: address:port` (`[address]:port` for IPv6).
  package init(_ entries: [String: String]) throws(HostMapError) {
    var places: [String: Place] = [:]
    for (name, text) in entries {
      guard Self.isName(name) else { throw .invalidName(name) }
      guard let place = Self.place(text) else { throw .invalidAddress(text, name: name) }
      places[name.lowercased()] = place
    }
    self.places = places
  }

  package subscript(name: String) -> Place? { places[name] }

  private static func isName(_ name: String) -> Bool {
    IPAddress(name) == nil && (try? OutboundURL("https://\(name)"))?.host == name.lowercased()
  }

  /// Reads `address` or `address:port`.
  package static func place(_ text: String) -> Place? {
    if let address = IPAddress(text) { return Place(address: address, port: nil) }
    guard let url = try? OutboundURL("https://\(text)"), let address = url.literal,
      text.lowercased() == "\(url.host):\(url.port)"
    else { return nil }
    return Place(address: address, port: url.port)
  }
}

/// What is wrong with an entry of the host map.
package enum HostMapError: Error, Hashable, Sendable, CustomStringConvertible {
  case invalidName(String)
  case invalidAddress(String, name: String)

  package var description: String {
    switch self {
    case .invalidName(let name): "\"\(name)\" is no host name (a name carries no port)"
    case .invalidAddress(let text, let name):
      "\"\(text)\" for \(name) is neither an address nor an address with a port"
    }
  }
}
