import StrictJSON

extension AS {
  /// An absolute `http` or `https` address in its one canonical form: what names things here.
  ///
  /// Two spellings of one origin are one value or one of them is refused, so that nothing can be
  /// passed off as another host's (threat 26; RFC 3986 §6.2, RFC 3987 §3.1). The path is kept as
  /// written: servers compare ids byte by byte.
  package struct IRI: Hashable, Sendable, CustomStringConvertible {
    /// The whole address; ASCII only.
    package let string: String
    package let origin: Origin
    /// Begins with `/`.
    package let path: String
    /// Without `?`.
    package let query: String?
    /// Without `#`.
    package let fragment: String?

    init(origin: Origin, path: String, query: String? = nil, fragment: String? = nil) {
      let tail = query.map { "?\($0)" } ?? ""
      let anchor = fragment.map { "#\($0)" } ?? ""
      self.string = "\(origin.string)\(path)\(tail)\(anchor)"
      self.origin = origin
      self.path = path
      self.query = query
      self.fragment = fragment
    }

    /// Reads an address; nothing for what ``init(parsing:)`` refuses.
    package init?(_ text: String) {
      guard let address = try? IRI(parsing: text) else { return nil }
      self = address
    }

    /// An address written in the program itself.
    package init(constant: StaticString) {
      guard let address = IRI(constant.description) else {
        preconditionFailure("\(constant) is not a canonical address")
      }
      self = address
    }

    package var host: String { origin.host }

    /// The port when it is not the scheme's own.
    package var port: Int? { origin.port }

    package var description: String { string }

    /// What the HTTP request asks for: path and query (RFC 9112 §3.2.1).
    package var requestTarget: String { query.map { "\(path)?\($0)" } ?? path }

    package static func == (left: IRI, right: IRI) -> Bool { left.string == right.string }

    package func hash(into hasher: inout Hasher) { hasher.combine(string) }
  }
}

extension AS.IRI: AS.WireValue {
  /// Reads an address, or an object that has it as `id` or `href`.
  init(wire json: JSON) throws(AS.Malformed) {
    let text = json.string ?? json.object?["id"]?.string ?? json.object?["href"]?.string
    guard let text else { throw AS.Malformed(path: "", reason: .expected("an address")) }
    do {
      self = try AS.IRI(parsing: text)
    } catch {
      throw AS.Malformed(path: "", reason: .address(error))
    }
  }

  var json: JSON { .string(string) }
}

// MARK: - Addresses made from addresses

extension AS.IRI {
  package var withoutFragment: AS.IRI { AS.IRI(origin: origin, path: path, query: query) }

  /// The same address with another fragment, as in `…#main-key`.
  package func with(fragment: String) -> AS.IRI {
    let fragment = AS.Escaping.segment(fragment)
    return AS.IRI(origin: origin, path: path, query: query, fragment: fragment)
  }

  /// The same address with a query of one name and value, as in `…?page=2`.
  package func with(query name: String, _ value: String) -> AS.IRI {
    let query = "\(AS.Escaping.segment(name))=\(AS.Escaping.segment(value))"
    return AS.IRI(origin: origin, path: path, query: query)
  }

  /// The address below this one; the segment is escaped, so it stays a single one.
  package func appending(_ segment: String) -> AS.IRI {
    let base = path.hasSuffix("/") ? path : "\(path)/"
    return AS.IRI(origin: origin, path: base + AS.Escaping.segment(segment))
  }
}
