/// The target of a link that a reader may follow: http or https, with a host that can be shown.
package struct WebLink: Hashable, Sendable {
  /// The whole address, with scheme and host in lower case.
  package let text: String
  /// The host alone, in lower case, without port.
  package let host: String

  /// Reads an address as a browser would (URL standard §4.4), but refuses where browsers repair:
  /// user names, backslashes, empty labels, letters that stand for others.
  package init?(_ address: String) {
    let scalars = Self.withoutEdges(address)
    guard let scheme = Self.scheme(of: scalars) else { return nil }
    let rest = scalars.dropFirst(scheme.unicodeScalars.count)
    let end = rest.firstIndex { "/?#".unicodeScalars.contains($0) } ?? rest.endIndex
    guard let (host, port) = Self.hostAndPort(rest[..<end]) else { return nil }
    let text = scheme + host + port + Self.encode(rest[end...])
    guard text.utf8.count <= TextLimits.link else { return nil }
    self.text = text
    self.host = host
  }

  /// Browsers ignore line ends and tabs anywhere in an address, and spaces around it.
  private static func withoutEdges(_ address: String) -> ArraySlice<Unicode.Scalar> {
    let scalars = address.unicodeScalars.filter { !["\t", "\n", "\r"].contains($0) }[...]
    let start = scalars.firstIndex { $0.value > 0x20 } ?? scalars.endIndex
    let end = scalars.lastIndex { $0.value > 0x20 }.map { scalars.index(after: $0) } ?? start
    return ArraySlice(scalars[start..<end])
  }

  private static func scheme(of scalars: ArraySlice<Unicode.Scalar>) -> String? {
    ["https://", "http://"].first { scheme in
      scalars.prefix(scheme.unicodeScalars.count)
        .elementsEqual(scheme.unicodeScalars) { $0.properties.lowercaseMapping == String($1) }
    }
  }

  private static func hostAndPort(
    _ authority: ArraySlice<Unicode.Scalar>
  ) -> (host: String, port: String)? {
    var host = authority
    var port = ""
    let afterAddress = authority.lastIndex(of: "]") ?? authority.startIndex
    if let colon = authority[afterAddress...].firstIndex(of: ":") {
      host = authority[..<colon]
      let digits = String(String.UnicodeScalarView(authority[authority.index(after: colon)...]))
      guard let number = UInt16(digits), !digits.hasPrefix("+") else { return nil }
      port = ":\(number)"
    }
    guard let host = HostName.canonical(host) else { return nil }
    return (host, port)
  }

  /// Encodes what could be mistaken for the end of an attribute, a tag or a host.
  private static func encode(_ path: ArraySlice<Unicode.Scalar>) -> String {
    let codes: [Unicode.Scalar: String] = [
      " ": "%20", "\"": "%22", "<": "%3C", ">": "%3E", "\\": "%5C", "`": "%60",
    ]
    var encoded = String.UnicodeScalarView()
    for scalar in path {
      if let code = codes[scalar] {
        encoded.append(contentsOf: code.unicodeScalars)
      } else {
        encoded.append(scalar)
      }
    }
    return String(encoded)
  }
}
